// The oldest Node that the emulator promises to run on, and what it says to whoever wants more of it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signIn } from '../../packages/linkpin/src/replay/recorded.testing.ts';
import { bin, environment, root, temporaryFolder } from '../command/linkpin.ts';

const node22 = join(root, 'tooling/node22/node_modules/.bin/node');
const here = fileURLToPath(new URL('.', import.meta.url));

const on22 = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  spawnSync(node22, args, { encoding: 'utf8', env, cwd: here });

describe('on Node 22.19', () => {
  it('linkpin emulate runs a program, which signs in', async (t) => {
    assert.match(
      execFileSync(node22, ['--version'], { encoding: 'utf8' }),
      /^v22\.(?:19|20)\.0$/m,
      'npm test brings it',
    );
    const env = environment(await temporaryFolder(t));
    const program = [node22, join(here, 'programs/sign-in.mjs'), 'https'];
    const { status, stdout, stderr } = on22([bin, 'emulate', '--after', '0', '--', ...program], env);
    assert.deepEqual([status, stdout], [0, 'signed in as ada\n'], stderr);
    assert.match(stderr, /^linkpin: approved \w{25} of Matrix\n$/, 'and nothing is said of what is experimental');
  });

  it('linkpin replay runs one, too', async (t) => {
    const home = await temporaryFolder(t);
    const file = join(home, 'sign-in.json');
    writeFileSync(file, JSON.stringify(signIn));
    const command = [node22, join(here, 'programs/sign-in.mjs'), 'fetch'];
    const { status, stdout, stderr } = on22([bin, 'replay', file, '--', ...command], environment(home));
    assert.deepEqual([status, stdout, stderr], [0, 'signed in as user-1\n', '']);
  });

  it('linkpin/testing does what the example for node:test asks of it', async (t) => {
    const env = environment(await temporaryFolder(t), { NODE_TEST_CONTEXT: undefined });
    const { status, stdout } = on22(['--test', join(root, 'examples/plex-node-test/plex.test.mjs')], env);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /pass 3$/m);
  });

  it('linkpin serve and createService() say in a sentence that they need a newer one', async (t) => {
    const env = environment(await temporaryFolder(t));
    const served = on22([bin, 'serve'], env);
    assert.deepEqual([served.status, served.stdout], [1, '']);
    assert.match(served.stderr, /^linkpin needs Node\.js 24\.7 or newer, and this is 22\.\d\d\.0\. Get one from .+\n$/);
    const embedded = `import('@linkpin/server').then(({ createService, makeSecretKey }) =>
      createService({ keys: [makeSecretKey()] })).catch((error) => console.log(error.message));`;
    const { stdout } = on22(['--no-warnings', '-e', embedded], env);
    assert.match(stdout, /^A service needs Node\.js 24\.7 or newer, which has argon2, and this is 22\.\d\d\.0\.\n$/);
  });
});
