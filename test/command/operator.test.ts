// `linkpin client` and `linkpin keys`, beside a running service.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  addUser,
  environment,
  password,
  run,
  serve,
  start,
  temporaryFolder,
  type Finished,
  type Served,
} from './linkpin.ts';
import { Person } from '../harness/person.ts';

const at = ({ data, env }: Pick<Served, 'data' | 'env'>, ...args: string[]): Promise<Finished> =>
  run([...args, '--data', data], env);

/** Whether a client may ask a service for codes. */
async function isKnown({ url }: Served, id: string, secret?: string): Promise<boolean> {
  const headers: Record<string, string> =
    secret === undefined ? {} : { authorization: `Basic ${btoa(`${id}:${secret}`)}` };
  const body = new URLSearchParams({ client_id: id });
  const answer = await fetch(`${url}/oauth/device_authorization`, { method: 'POST', headers, body });
  const { error } = (await answer.json()) as { error?: string };
  assert.ok(error === undefined || error === 'invalid_client', error);
  return answer.ok;
}

test('a public client is known to the running service at once, is listed, and is forgotten with its devices', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  assert.equal(await isKnown(served, 'tv'), false);
  assert.deepEqual(await at(served, 'client', 'add', 'tv', '--public', '--name', 'The TV', '--scope', 'watch record'), {
    code: 0,
    signal: null,
    stdout: 'tv (The TV) may sign devices in.\n',
    stderr: '',
  });
  assert.equal(await isKnown(served, 'tv'), true);
  assert.equal((await at(served, 'client', 'list')).stdout, 'tv  The TV  public  watch record\n');
  assert.deepEqual(JSON.parse((await at(served, 'client', 'list', '--json')).stdout), {
    clients: [
      {
        id: 'tv',
        name: 'The TV',
        authMethod: 'none',
        scopes: ['watch', 'record'],
        audiences: [],
        numberMatching: false,
        accessTokens: 'opaque',
        isVerified: true,
        origin: 'store',
      },
    ],
  });

  const login = start(['login', '--issuer', served.url, '--client-id', 'tv'], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: ([\w-]+)\n/);
  const ada = new Person(served.url);
  await ada.signIn('ada', password);
  await ada.fillIn(await ada.typeCode(code), { mine: 'on', answer: 'yes', scope: 'watch' });
  assert.equal((await login.finished).code, 0);

  const removed = await at(served, 'client', 'remove', 'tv');
  assert.equal(removed.stdout, 'tv is forgotten. One device was signed out.\n');
  assert.equal(await isKnown(served, 'tv'), false);
  assert.match((await at(served, 'client', 'list')).stderr, /There are no clients/);
  const again = await at(served, 'client', 'remove', 'tv');
  assert.deepEqual([again.code, again.stdout], [1, '']);
  assert.match(again.stderr, /There is no client tv/);
});

test('a confidential client has its secret printed once, alone on stdout, and only its hash is kept', async (t) => {
  const served = await serve(t);
  const made = await at(
    served,
    'client',
    'add',
    'api',
    '--audience',
    'https://a.example',
    '--audience',
    'https://b.example',
  );
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^lps_[\w-]{43}\n$/);
  assert.equal(
    made.stderr,
    'api has no scopes and may not ask for any. To give it some, remove it and add it again with --scope.\n' +
      'api may sign devices in. This is its secret, shown this once:\n',
  );
  const secret = made.stdout.trim();
  assert.equal(await isKnown(served, 'api', secret), true);
  assert.equal(await isKnown(served, 'api', `${secret}x`), false);
  for (const file of ['linkpin.db', 'linkpin.db-wal'])
    assert.ok(!readFileSync(join(served.data, file), 'latin1').includes(secret), file);

  const opaque = await at(served, 'client', 'add', 'api2', '--audience', 'https://a.example', '--opaque', '--json');
  const facts = JSON.parse(opaque.stdout) as Record<string, unknown>;
  assert.match(String(facts['secret']), /^lps_/);
  assert.deepEqual([facts['audiences'], facts['accessTokens'], opaque.stderr], [['https://a.example'], 'opaque', '']);
  const listed = (await at(served, 'client', 'list', '--json')).stdout;
  assert.ok(!listed.includes('lps_'));
  assert.match(listed, /"id":"api",.*"accessTokens":"jwt"/);

  const taken = await at(served, 'client', 'add', 'api');
  assert.deepEqual([taken.code, taken.stdout], [1, '']);
  assert.match(taken.stderr, /There is a client api already\./);
});

test('a client has what OpenID Connect needs by the command, and is told what does not go together', async (t) => {
  const data = join(await temporaryFolder(t), 'data');
  const env = environment(data);
  const flags = ['--scope', 'openid', '--pairwise', '--sector', 'music.example', '--id-token-algorithm', 'ES256'];
  const added = await at({ data, env }, 'client', 'add', 'tv', '--public', '--json', ...flags);
  assert.equal(added.code, 0, added.stderr);
  const { scopes, subjectType, sectorIdentifier, idTokenAlgorithm } = JSON.parse(added.stdout) as Record<
    string,
    unknown
  >;
  assert.deepEqual(
    [scopes, subjectType, sectorIdentifier, idTokenAlgorithm],
    [['openid'], 'pairwise', 'music.example', 'ES256'],
  );
  const alone = await at({ data, env }, 'client', 'add', 'box', '--public', '--sector', 'music.example');
  assert.deepEqual([alone.code, alone.stdout], [1, '']);
  assert.match(alone.stderr, /only pairwise subjects have a sectorIdentifier/);
});

test('all that is wrong with a client is told at once, each with its flag', async (t) => {
  const data = join(await temporaryFolder(t), 'data');
  const env = environment(data);
  const { code, stderr } = await at(
    { data, env },
    'client',
    'add',
    'a b',
    '--name',
    ' ',
    '--scope',
    'a"b',
    '--audience',
    'x',
  );
  assert.equal(code, 1);
  assert.deepEqual(
    stderr
      .trimEnd()
      .split('\n')
      .slice(-4)
      .map((line) => line.split(' ')[0] ?? '')
      .sort((one, other) => (one < other ? -1 : 1)),
    ['--audience', '--name', '--scope', 'ID'],
  );
});

test('clients of the clients file are listed, and change only there', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'clients.json');
  writeFileSync(file, JSON.stringify([{ id: 'box', authMethod: 'none' }]));
  const env = environment(folder, { LINKPIN_CLIENTS_FILE: file });
  const place = { data: join(folder, 'data'), env };
  assert.match((await at(place, 'client', 'list')).stdout, /^box +box +public +- +in the clients file\n$/);
  assert.match((await at(place, 'client', 'add', 'box')).stderr, /The clients file has a client box already/);
  const removed = await at(place, 'client', 'remove', 'box');
  assert.equal(removed.code, 1);
  assert.match(removed.stderr, /in the clients file\. Take it out there/);
});

/** The names of the keys in a folder. */
const kidsIn = (data: string): string[] =>
  (JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as { kid: string }[]).map(({ kid }) => kid);

test('a rotation puts a new key in front, retires one if asked, and is heeded at the next start', async (t) => {
  const folder = await temporaryFolder(t);
  const place = { data: join(folder, 'data'), env: environment(folder) };
  assert.equal((await at(place, 'client', 'add', 'tv', '--public')).code, 0);
  const [first = ''] = kidsIn(place.data);

  const rotated = await at(place, 'keys', 'rotate');
  const [second = ''] = kidsIn(place.data);
  assert.deepEqual(
    [rotated.code, rotated.stdout],
    [0, `The newest key is ${second}. Older ones: ${first}.\n`],
    rotated.stderr,
  );
  assert.match(rotated.stderr, /Start the service again/);
  assert.equal(statSync(join(place.data, 'keys.json')).mode & 0o777, 0o600);

  const retired = await at(place, 'keys', 'rotate', '--retire', first, '--json');
  const [third = ''] = kidsIn(place.data);
  assert.deepEqual(JSON.parse(retired.stdout), { newest: third, older: [second], next: null, retired: first });
  assert.deepEqual(kidsIn(place.data), [third, second]);

  const slip = await at(place, 'keys', 'rotate', '--retire', first);
  assert.equal(slip.code, 1);
  assert.match(slip.stderr, new RegExp(`There is no key ${first} .* There are ${third}, ${second}\\.`));
  assert.deepEqual(kidsIn(place.data), [third, second], 'a slip rotates nothing');
  for (const [args, said] of [
    [['--use', first], /There is no key /],
    [['--use', second, '--retire', second], /One key cannot be used and taken out at once/],
    [['--last', '--retire', second], /'--last' cannot be used with option '--retire/],
    [['--last', '--use', second], /'--last' cannot be used with option '--use/],
  ] as const) {
    const wrong = await at(place, 'keys', 'rotate', ...args);
    assert.equal(wrong.code, 1, args.join(' '));
    assert.match(wrong.stderr, said);
    assert.deepEqual(kidsIn(place.data), [third, second], args.join(' '));
  }
});

test('a key that is made to be used later is used when that is said, and the one before can be taken out', async (t) => {
  const folder = await temporaryFolder(t);
  const place = { data: join(folder, 'data'), env: environment(folder) };
  assert.equal((await at(place, 'client', 'add', 'tv', '--public')).code, 0);
  const [first = ''] = kidsIn(place.data);
  const made = await at(place, 'keys', 'rotate', '--last', '--json');
  const [, next = ''] = kidsIn(place.data);
  assert.deepEqual(JSON.parse(made.stdout), { newest: first, older: [], next, retired: null });
  assert.match(made.stderr, new RegExp(`^Start the service again.* Then: linkpin keys rotate --use ${next}\n$`));
  assert.deepEqual(kidsIn(place.data), [first, next]);
  const used = await at(place, 'keys', 'rotate', '--use', next, '--retire', first);
  assert.equal(used.stdout, `The newest key is ${next}. Older ones: none.\n`);
  assert.deepEqual(kidsIn(place.data), [next]);
});

test('keys that are elsewhere, or nowhere, are told', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const nowhere = await at({ data, env: environment(folder) }, 'keys', 'rotate');
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /There are no keys in .*keys\.json/);

  await at({ data, env: environment(folder) }, 'client', 'list');
  const keys = readFileSync(join(data, 'keys.json'), 'utf8');
  const inEnvironment = await at({ data, env: environment(folder, { LINKPIN_KEYS: keys }) }, 'keys', 'rotate');
  assert.equal(inEnvironment.code, 1);
  assert.match(inEnvironment.stderr, /LINKPIN_KEYS, where linkpin cannot write/);

  const file = join(folder, 'apart.json');
  writeFileSync(file, keys, { mode: 0o600 });
  const apart = await at({ data, env: environment(folder, { LINKPIN_KEYS_FILE: file }) }, 'keys', 'rotate');
  assert.equal(apart.code, 0, apart.stderr);
  assert.equal((JSON.parse(readFileSync(file, 'utf8')) as unknown[]).length, 2);
  assert.equal(kidsIn(data).length, 1);
});
