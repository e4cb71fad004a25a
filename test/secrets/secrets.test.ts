// Whole journeys through the command, with the keys rotated in the middle; then nothing secret stands anywhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createKeys, openKeyFile, openSqliteStore } from '@linkpin/server';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import { environment, run, start, temporaryFolder, type Running } from '../command/linkpin.ts';
import { Person } from '../harness/person.ts';
import { journeys, type Ground } from './journeys.ts';
import { secretsIn } from './spellings.ts';

const password = 'a kettle, an orbit, marmalade';

/** A folder with a client in it, in which services are started one after the other on one port. */
async function settle(context: TestContext) {
  const home = await temporaryFolder(context);
  const [data, env] = [join(home, 'data'), environment(home)];
  mkdirSync(data, { mode: 0o700 });
  const keys = createKeys(await openKeyFile(join(data, 'keys.json')));
  const store = await openSqliteStore({ file: join(data, 'linkpin.db'), keys });
  await store.oauthClients.add(aClient({ id: 'tv', name: 'Living Room' }));
  await store.close();
  const added = await run(['user', 'add', 'ada', '--admin', '--password-stdin', '--data', data], env, `${password}\n`);
  assert.equal(added.code, 0, added.stderr);

  let current: Running | undefined;
  let [url, port] = ['', '0'];
  const logs: string[] = [];
  const stop = async (): Promise<void> => {
    current?.child.kill('SIGTERM');
    const ended = await current?.finished;
    current = undefined;
    if (ended !== undefined) logs.push(ended.stdout, ended.stderr);
  };
  context.after(stop);
  return {
    home,
    data,
    env,
    logs,
    url: () => url,
    stop,
    async begin(): Promise<void> {
      // Codes of six symbols are long enough that none stands anywhere by chance.
      const settings = ['--log-level', 'debug', '--plex-code-length', '6', '--password-routes', 'on'];
      current = start(['serve', '--port', port, '--json', '--data', data, ...settings], env);
      const [line] = await current.wrote('stdout', /^.+\n/);
      url = (JSON.parse(line) as { readonly url: string }).url;
      port = new URL(url).port;
    },
  };
}

/** All bytes below a folder that are not the keys, as characters. */
const bytesBelow = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name !== 'keys.json')
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

test('keys are rotated in the middle of every journey, all arrive, and no secret of theirs is on the disk or in the log', async (context) => {
  const settled = await settle(context);
  const { home, data, env } = settled;
  const secrets = new Map([['password', password]]);
  await settled.begin();
  const ada = new Person(settled.url());
  assert.equal((await ada.signIn('ada', password)).path, '/link');
  for (const [index, part] of ada.cookie.split('; ').entries())
    secrets.set(`cookie ${index}`, part.replace(/^[^=]+=/, ''));
  const ground: Ground = {
    url: settled.url,
    ada,
    password,
    keep(name, secret) {
      assert.ok(secret.length > 5 && secret !== 'undefined' && secret !== 'null', `${name}: ${secret}`);
      secrets.set(name, secret);
    },
    async makeLink(kind) {
      if (kind === 'reset') {
        const added = await run(['user', 'add', 'ben', '--password-stdin', '--data', data], env, `${password}, too\n`);
        assert.equal(added.code, 0, added.stderr);
      }
      const words = kind === 'invite' ? ['invite'] : ['user', 'password', 'ben'];
      const made = await run([...words, '--data', data], env);
      assert.equal(made.code, 0, made.stderr);
      const { pathname, search } = new URL(made.stdout.trim());
      return `${pathname}${search}`;
    },
  };
  const begun: (readonly [name: string, goOn: () => Promise<void>])[] = [];
  for (const [name, begin] of Object.entries(journeys)) begun.push([name, await begin(ground)]);

  await settled.stop();
  const rotated = await run(['keys', 'rotate', '--data', data], env);
  assert.equal(rotated.code, 0, rotated.stderr);
  await settled.begin();
  for (const [name, goOn] of begun) await context.test(`after the rotation: ${name}`, goOn);

  // Copied by another process, while the service has it open and its log holds the newest.
  execFileSync('cp', ['-r', data, join(home, 'copy')]);
  const backup = await run(['backup', join(home, 'monday.db'), '--data', data], env);
  assert.equal(backup.code, 0, backup.stderr);
  assert.ok(readdirSync(join(home, 'copy')).some((name) => name.endsWith('-wal')));
  const places = {
    'the database and its log': bytesBelow(join(home, 'copy')),
    'the backup': readFileSync(join(home, 'monday.db'), 'latin1'),
  };
  for (const [place, bytes] of Object.entries(places)) {
    assert.ok(bytes.includes('Living Room'), 'the search finds what is there');
    assert.deepEqual(secretsIn(bytes, secrets), [], place);
  }

  await settled.stop();
  assert.deepEqual(secretsIn(settled.logs.join('\n'), secrets), [], 'the log');
  assert.deepEqual(secretsIn(bytesBelow(data), secrets), [], 'what a stopped service leaves');
  assert.ok(secrets.size >= 25, 'all were looked for');
});

test('the search sees a secret in every spelling', () => {
  const secrets = new Map([['code', 'WDJBMJHT']]);
  const bytes = Buffer.from('WDJBMJHT');
  for (const text of [
    'wdjbmjht',
    'WDJB-MJHT',
    `x${bytes.toString('hex')}`,
    Buffer.from('ab WDJBMJHT').toString('base64'),
  ]) {
    assert.deepEqual(secretsIn(text, secrets), ['code'], text);
  }
  assert.deepEqual(secretsIn('WDJBMJHX', secrets), []);
});
