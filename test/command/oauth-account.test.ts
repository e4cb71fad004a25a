// `linkpin whoami`, `status` and `logout` for a sign-in that `linkpin login --issuer` made.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { addUser, environment, password, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';
import { fileOf, madeUp, storedIn, type Stored } from './oauth-server.ts';
import { Person } from '../harness/person.ts';

let served: Served;
let ada: Person;
const undo: (() => Promise<void>)[] = [];

before(async () => {
  served = await serve({ after: (one) => void undo.push(one) });
  await addUser(served, 'ada');
  ada = new Person(served.url);
  await ada.signIn('ada', password);
  const more = ['--public', '--scope', 'watch record', '--data', served.data];
  const { code, stderr } = await run(['client', 'add', 'tv', ...more], served.env);
  assert.equal(code, 0, stderr);
});
after(async () => {
  for (const one of undo.toReversed()) await one();
});

/** Signs a machine of its own in. */
const signedIn = async (t: Parameters<typeof temporaryFolder>[0]): Promise<NodeJS.ProcessEnv> => {
  const env = environment(await temporaryFolder(t));
  const login = start(['login', '--issuer', served.url, '--client-id', 'tv', '--scope', 'watch'], env);
  const [, code = ''] = await login.wrote('stderr', /^Code: ([\w-]+)\n/);
  await ada.fillIn(await ada.typeCode(code), { mine: 'on', answer: 'yes', scope: 'watch' });
  assert.equal((await login.finished).code, 0);
  return env;
};
/** Makes the access token look as if its time had come. */
const expire = (env: NodeJS.ProcessEnv): void => {
  const file = fileOf(env);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/"expiresAt": "[^"]*"/, '"expiresAt": "2020-01-01T00:00:00.000Z"'),
  );
};
const statusIn = async (env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> =>
  JSON.parse((await run(['status', '--json'], env)).stdout) as Record<string, unknown>;

test('whoami, status and logout find the one sign-in by themselves, and say what the server says', async (t) => {
  const env = await signedIn(t);
  const who = await run(['whoami'], env);
  assert.deepEqual(
    [who.code, who.stdout, who.stderr],
    [0, `tv at ${served.url}, which does not say whose sign-in it is\n`, ''],
  );
  assert.deepEqual(JSON.parse((await run(['whoami', '--json'], env)).stdout), {
    issuer: served.url,
    clientId: 'tv',
    sub: null,
    name: null,
  });
  const status = await run(['status', '--issuer', served.url], env);
  assert.equal(status.code, 0, status.stderr);
  assert.match(
    status.stdout,
    /^Issuer     http.*\nClient     tv\nUser       -\nScope      watch\nToken      valid\nExpires    2\S*Z\n/,
  );
  const { accessToken = '', refreshToken = '' } = storedIn(env, served.url, 'tv') ?? {};
  for (const secret of [accessToken, refreshToken]) assert.ok(secret !== '' && !status.stdout.includes(secret));
  assert.equal((await statusIn(env))['token'], 'valid');

  const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'tv' });
  form.set('refresh_token', storedIn(env, served.url, 'tv')?.refreshToken ?? '');
  const out = await run(['logout'], env);
  assert.deepEqual([out.code, out.stdout, out.stderr], [0, `Signed out of ${served.url}\n`, '']);
  assert.equal(storedIn(env, served.url, 'tv'), undefined);
  const refused = await fetch(`${served.url}/oauth/token`, { method: 'POST', body: form });
  assert.deepEqual([refused.status, ((await refused.json()) as { error: string }).error], [400, 'invalid_grant']);
  const again = await run(['status', '--issuer', served.url], env);
  assert.deepEqual(
    [again.code, /^You are not signed in at .* Sign in with: linkpin login --issuer /.test(again.stderr)],
    [4, true],
  );
});

test('an expired token is refreshed once by several commands at the same time, and what came is stored', async (t) => {
  const env = await signedIn(t);
  const before = storedIn(env, served.url, 'tv');
  expire(env);
  const runs = await Promise.all(Array.from({ length: 4 }, () => run(['whoami'], env)));
  assert.deepEqual(
    runs.map(({ code, stderr }) => [code, stderr]),
    runs.map(() => [0, '']),
  );
  const after = storedIn(env, served.url, 'tv');
  assert.ok(before && after);
  assert.notEqual(after.accessToken, before.accessToken);
  assert.notEqual(after.refreshToken, before.refreshToken);
  assert.ok(Date.parse(after.expiresAt ?? '') > Date.now());
  assert.equal(after.scope, 'watch');
  assert.equal(statSync(fileOf(env)).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(fileOf(env), '..')), ['oauth.json'], 'no lock and no draft is left');
  await run(['whoami'], env);
  assert.deepEqual(storedIn(env, served.url, 'tv'), after, 'one that still works is not refreshed');
});

test('a lock that a dead process left keeps nobody out', async (t) => {
  const env = await signedIn(t);
  const gone = start(['--version'], env);
  await gone.finished;
  writeFileSync(`${fileOf(env)}.lock`, `${hostname()} ${gone.child.pid}`);
  expire(env);
  assert.equal((await run(['whoami'], env)).code, 0);
});

test('a sign-in that has ended is told with how to sign in again, and code 4', async (t) => {
  const env = await signedIn(t);
  const { refreshToken: token = '' } = storedIn(env, served.url, 'tv') ?? {};
  const revoked = await fetch(`${served.url}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'tv', token }),
  });
  assert.equal(revoked.status, 200);
  expire(env);
  for (const args of [['whoami'], ['status']]) {
    const { code, stderr } = await run(args, env);
    assert.deepEqual(
      [code, stderr],
      [
        4,
        `The sign-in at ${served.url} has ended. Sign in again with: linkpin login --issuer ${served.url} --client-id tv\n`,
      ],
    );
  }
  assert.equal((await statusIn(env))['token'], 'invalid');
});

test('where there are several sign-ins, the command asks which one is meant', async (t) => {
  const env = await signedIn(t);
  const file = fileOf(env);
  const { issuers } = JSON.parse(readFileSync(file, 'utf8')) as { issuers: Record<string, Record<string, Stored>> };
  const tv = issuers[served.url]?.['tv'];
  assert.ok(tv);
  writeFileSync(file, JSON.stringify({ issuers: { ...issuers, 'https://other.example': { cli: tv } } }));
  for (const args of [['whoami'], ['status'], ['logout']]) {
    const { code, stderr } = await run(args, env);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^You are signed in at http\S+ as tv and https:\/\/other\.example as cli\. Say which one is meant/,
    );
  }
  assert.equal((await run(['whoami', '--client-id', 'tv'], env)).code, 0);
  assert.match(
    (await run(['whoami', '--issuer', served.url, '--server', served.url], env)).stderr,
    /cannot be used with/,
  );
  const unreachable = await run(['logout', '--issuer', 'https://other.example', '--json'], {
    ...env,
    HTTPS_PROXY: 'http://127.0.0.1:9',
  });
  assert.deepEqual(JSON.parse(unreachable.stdout), { issuer: 'https://other.example', clientId: 'cli', told: false });
  assert.match(unreachable.stderr, /^The server was not told: https:\/\/other\.example cannot be used\./);
  assert.equal((await run(['whoami'], env)).code, 0, 'the other one has gone');
});

test('a refresh token goes out once, whoever wants new tokens, and stays where the server sends no other', async (t) => {
  const { issuer, asked } = await madeUp(t);
  const env = environment(await temporaryFolder(t));
  const tokens = { accessToken: 'old', tokenType: 'Bearer', expiresAt: '2020-01-01T00:00:00.000Z', refreshToken: 'r1' };
  mkdirSync(join(fileOf(env), '..'), { recursive: true });
  writeFileSync(fileOf(env), JSON.stringify({ issuers: { [issuer]: { cli: tokens } } }));
  const codes = await Promise.all(Array.from({ length: 4 }, async () => (await run(['whoami'], env)).code));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  assert.equal(asked.filter((path) => path === '/token').length, 1, asked.join(' '));
  const { accessToken, refreshToken } = storedIn(env, issuer, 'cli') ?? {};
  assert.deepEqual([accessToken, refreshToken], ['the-token', 'r1']);
});
