// `linkpin replay`, as it is run: programs sign in from a file, and are told what is not in it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signIn, signInXml } from '../../packages/linkpin/src/replay/recorded.testing.ts';
import { environment, run, start, temporaryFolder, type Finished } from '../command/linkpin.ts';

const programs = fileURLToPath(new URL('programs', import.meta.url));
const program = (name: string): string => join(programs, name);
const signingIn = (way: string): readonly string[] => [process.execPath, program('sign-in.mjs'), way];

describe('linkpin replay', () => {
  let folder: string;
  let file: string;
  const left: (() => Promise<void>)[] = [];
  before(async () => {
    folder = await temporaryFolder({ after: (undo) => left.push(undo) });
    mkdirSync(join(folder, 'temporary'));
    file = join(folder, 'sign-in.json');
    writeFileSync(file, JSON.stringify(signIn));
  });
  after(() => Promise.all(left.map((undo) => undo())));

  const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv =>
    environment(folder, { TMPDIR: join(folder, 'temporary'), ...more });
  const replay = async (args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Finished> => {
    const finished = await run(['replay', ...args], env(more));
    assert.deepEqual(readdirSync(join(folder, 'temporary')), [], 'nothing is left');
    return finished;
  };

  for (const [name, command] of [
    ['fetch', signingIn('fetch')],
    ['https', signingIn('https')],
    ['@linkpin/client', [process.execPath, program('sign-in-sdk.mjs')]],
    ['Python', ['/usr/bin/python3', program('sign_in.py'), 'urllib']],
    ['a page in Chromium', [process.execPath, program('sign-in-browser.mjs')]],
  ] as const) {
    it(`signs a program in that calls https://plex.tv: ${name}`, async () => {
      const { code, stdout, stderr } = await replay(['--strict', file, '--', ...command]);
      assert.deepEqual([code, stdout, stderr], [0, 'signed in as user-1\n', '']);
    });
  }

  it('signs in each of several programs, one after the other and again', async () => {
    const command = `"$0" "$@" && "$0" "$@" && "$0" "${program('sign-in-sdk.mjs')}"`;
    const { stdout } = await replay([file, '--', 'sh', '-c', command, ...signingIn('fetch')]);
    assert.equal(stdout, 'signed in as user-1\n'.repeat(3));
  });

  it('answers in XML what was recorded in XML', async () => {
    const inXml = join(folder, 'xml.json');
    writeFileSync(inXml, JSON.stringify(signInXml));
    const poll = 'https://clients.plex.tv/api/v2/pins/1000000001';
    const command = ['curl', '-sS', '-H', 'X-Plex-Client-Identifier: tv', poll, poll];
    const { stdout } = await replay([inXml, '--', ...command]);
    assert.deepEqual(
      [...stdout.matchAll(/ clientIdentifier="(\w+)" .* authToken="([^"]*)"/g)].map(([, ...found]) => found),
      [
        ['tv', ''],
        ['tv', 'token-1'],
      ],
      stdout,
    );
  });

  it('says what was asked for and not recorded, and fails then with --strict', async () => {
    const ask = `Promise.all([1, 2].map(() => fetch('https://plex.tv/api/v2/friends?X-Plex-Token=hush')))
      .then(([{ status }]) => process.exit(status === 501 ? 0 : 5))`;
    const said = 'linkpin: The transcript does not have GET /api/v2/friends.\n';
    const lenient = await replay([file, '--', process.execPath, '-e', ask]);
    assert.deepEqual([lenient.code, lenient.stderr], [0, said]);
    const strict = await replay(['--strict', file, '--', process.execPath, '-e', ask]);
    assert.deepEqual([strict.code, strict.stderr], [1, said]);
    const failed = await replay(['--strict', file, '--', 'sh', '-c', 'curl -s https://plex.tv/api/v2/friends; exit 7']);
    assert.equal(failed.code, 7);
  });

  it('runs nothing where the file is wrong, and says where it is', async () => {
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, JSON.stringify(signIn).replace('"status":201', '"status":101'));
    const { code, stdout, stderr } = await replay([wrong, '--', 'echo', 'ran all the same']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      `${wrong} cannot be used. The transcript is wrong at exchanges[0].response.status: it has to be a whole number from 200 to 599.\n`,
    );
    const missing = await replay([join(folder, 'none.json'), '--', 'true']);
    assert.match(missing.stderr, /^The transcript .*none\.json cannot be read \(ENOENT\)\.\n$/);
    const production = await replay([file, '--', 'true'], { NODE_ENV: 'production' });
    assert.deepEqual([production.code, production.stdout], [1, '']);
  });

  it('serves without a command, and prints what to type elsewhere', async () => {
    const running = start(['replay', file], env());
    left.push(async () => void running.child.kill('SIGKILL'));
    await running.wrote('stderr', /Stop it with Ctrl-C/);
    await running.wrote('stderr', /linkpin replays .*sign-in\.json as plex\.tv at http:\/\/127\.0\.0\.1:\d+\n/);
    const [exports] = await running.wrote('stderr', /( {2}export \w+='.*'\n)+/);
    const said = execFileSync('sh', ['-c', `${exports}\n"$@"`, 'sh', ...signingIn('https')], {
      encoding: 'utf8',
      env: env(),
    });
    assert.equal(said, 'signed in as user-1\n');
    running.child.kill('SIGINT');
    assert.equal((await running.finished).code, 0);
    assert.deepEqual(readdirSync(join(folder, 'temporary')), []);
  });
});
