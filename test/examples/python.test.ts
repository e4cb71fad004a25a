// The Python app in examples/python-plex and its tests, as they stand, without a network. linkpin must be built.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bin, environment, run, temporaryFolder } from '../command/linkpin.ts';

const example = fileURLToPath(new URL('../../examples/python-plex', import.meta.url));
const python = '/usr/bin/python3';

/** Runs the app's tests in a copy of it, on a machine that reaches nothing but itself. */
async function testCopy(t: TestContext, change: (app: string) => string) {
  const folder = await temporaryFolder(t);
  cpSync(example, folder, { recursive: true });
  writeFileSync(join(folder, 'app.py'), change(readFileSync(join(example, 'app.py'), 'utf8')));
  const tests = ['emulate', '--answer', 'never', '--', python, '-m', 'unittest'];
  const args = ['--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"', process.execPath, bin, ...tests];
  const child = spawn('unshare', args, { cwd: folder, env: environment(folder) });
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said: `${out}${errors}`, status };
}

describe('the Python app', () => {
  it('passes its tests without a network', async (t) => {
    const { said, status } = await testCopy(t, (app) => app);
    assert.equal(status, 0, said);
    assert.match(said, /Ran 9 tests[\s\S]+\nOK\n/);
  });

  it('fails them when it is broken', async (t) => {
    const { said, status } = await testCopy(t, (app) => app.replace('return token\n', 'return "eve"\n'));
    assert.equal(status, 1, said);
    assert.match(said, /\nFAILED \(/);
  });

  it('signs in as a program of its own, once', async (t) => {
    const home = await temporaryFolder(t);
    const script = `"${python}" "$0" && "${python}" "$0" && "${python}" "$0" logout`;
    const args = ['emulate', '--after', '0', '--', 'sh', '-c', script, join(example, 'app.py')];
    const { code, stdout, stderr } = await run(args, environment(home));
    assert.equal(code, 0, stderr);
    assert.equal(stdout, 'Signed in as ada\nSigned in as ada\nSigned out.\n');
    assert.equal(stderr.match(/Open https:\/\/plex\.tv\/link and type \w{4}\n/g)?.length, 1);
  });

  it('says how its tests are run when there is no emulator', async (t) => {
    const folder = await temporaryFolder(t);
    const env = { ...environment(folder), PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(python, ['-m', 'unittest'], { cwd: example, env });
    const [errors, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.equal(status, 1);
    assert.match(errors, /Run the tests by: linkpin emulate --answer never -- python3 -m unittest/);
  });
});
