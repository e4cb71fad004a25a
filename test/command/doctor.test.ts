// `linkpin doctor`: real services, proxies, certificates, mail servers, providers and databases, each with its fault.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { migrations } from '../../packages/server/src/stores/sql/migrations/all.ts';
import { prepareFile } from '../../packages/server/src/stores/sqlite/file.ts';
import { migrate } from '../../packages/server/src/stores/sqlite/migrate.ts';
import { openMailbox } from '../mail/mailbox.ts';
import { createSandbox } from '../postgres/sandbox.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { startProgram } from '../postgres/start-program.ts';
import { startUpstream } from '../sign-in/site.ts';
import { freePort } from '../support/ports.ts';
import { environment, run, serve, serveAgain, temporaryFolder, type Finished } from './linkpin.ts';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly found: string;
  readonly mend?: string;
}

/** What it found, by what was looked at. */
async function doctor(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; all: readonly Finding[]; of: (check: string) => readonly Finding[] }> {
  const { code, stdout, stderr } = await run(['doctor', '--json', ...args], env);
  assert.equal(stderr, '');
  const { ok, findings: all } = JSON.parse(stdout) as { readonly ok: boolean; readonly findings: readonly Finding[] };
  assert.equal(ok, code === 0);
  return { code, all, of: (check) => all.filter((finding) => finding.check === check) };
}

/** The one finding of a check. */
function only(findings: readonly Finding[]): Finding {
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0]!;
}

/** HAProxy in front of a service, with these lines. */
async function haproxy(
  t: TestContext,
  port: number,
  upstream: number,
  lines: readonly string[],
  bind = '',
): Promise<void> {
  const sandbox = createSandbox();
  t.after(async () => sandbox[Symbol.asyncDispose]());
  const config = join(sandbox.folder, 'haproxy.cfg');
  const text = ['defaults', 'mode http', 'timeout connect 2s', 'timeout client 60s', 'timeout server 60s'];
  const listen = ['listen link', `bind 127.0.0.1:${port} ${bind}`, ...lines, `server linkpin 127.0.0.1:${upstream}`];
  writeFileSync(config, `${[...text, ...listen].join('\n')}\n`, { mode: 0o644 });
  await startProgram(sandbox, '/usr/sbin/haproxy', ['-db', '-f', config], port);
}

const told = ['http-request set-header X-Forwarded-For %[src]', 'http-request del-header Forwarded'];

test('a folder that is not there yet has nothing to mend, and is not made', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const found = await doctor(['--data', data, '--port', String(await freePort())], environment(home));
  assert.equal(found.code, 0);
  assert.equal(existsSync(data), false);
  for (const check of ['keys', 'store']) assert.match(only(found.of(check)).found, /yet\. The first start makes/);
  assert.match(only(found.of('service')).found, /^Nothing answers at http:\/\/127\.0\.0\.1:\d+\./);
  assert.match(only(found.of('public URL')).found, /only this machine is answered/);
});

test('it meets itself through a proxy, and says which proxy lies', async (t) => {
  const fronts = { good: await freePort(), open: await freePort(), undeclared: await freePort() };
  const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
  const served = await serve(t, ['--public-url', urlOf(fronts.good), '--trusted-proxies', '127.0.0.1']);
  const port = new URL(served.url).port;
  await haproxy(t, fronts.good, Number(port), told);
  const where = ['--data', served.data, '--port', port];
  const proxied = [...where, '--trusted-proxies', '127.0.0.1'];

  const well = await doctor([...proxied, '--public-url', urlOf(fronts.good)], served.env);
  assert.equal(well.code, 0, JSON.stringify(well.all));
  assert.match(only(well.of('service')).found, /is ready\.$/);
  assert.match(only(well.of('public URL')).found, /leads to this service, which proved it by its keys/);
  assert.equal(
    only(well.of('proxy')).found,
    'The service takes this machine for 127.0.0.1. An address that was made up is not believed.',
  );
  assert.match(only(well.of('clock')).found, /agree/);

  await haproxy(t, fronts.open, Number(port), []);
  const open = await doctor([...proxied, '--public-url', urlOf(fronts.open)], served.env);
  assert.match(only(open.of('proxy')).found, /does not know the address/);
  assert.match(
    only(open.of('public URL').filter(({ state }) => state === 'wrong')).found,
    /was started with http:\/\/127\.0\.0\.1:\d+ as its public URL/,
  );

  await haproxy(t, fronts.undeclared, Number(port), ['option forwardfor if-none', 'http-request del-header Forwarded']);
  const lied = await doctor([...proxied, '--public-url', urlOf(fronts.undeclared)], served.env);
  assert.equal(lied.code, 1);
  const proxy = only(lied.of('proxy'));
  assert.equal(proxy.state, 'wrong');
  assert.match(
    proxy.found,
    /^Anybody can claim any address: 203\.0\.113\.77 was made up in x-forwarded-for, and believed\.$/,
  );

  served.child.kill('SIGTERM');
  await served.finished;
  const down = await doctor([...proxied, '--public-url', urlOf(fronts.good)], served.env);
  assert.match(only(down.of('public URL')).found, /A proxy answers at .* with 503: it does not reach the service/);

  const plain = await serveAgain(t, served, ['--public-url', urlOf(fronts.good)]);
  const front = await freePort();
  await haproxy(t, front, Number(new URL(plain.url).port), told);
  const undeclared = await doctor([...where, '--public-url', urlOf(front)], served.env);
  assert.match(only(undeclared.of('proxy')).mend ?? '', /not declared a proxy.*--trusted-proxies/);
});

test('a service with other keys is not taken for itself', async (t) => {
  const one = await serve(t);
  const other = await serve(t);
  const found = await doctor(['--data', one.data, '--port', new URL(one.url).port, '--public-url', other.url], one.env);
  assert.equal(found.code, 1);
  assert.match(only(found.of('public URL')).found, /has other secret keys/);
  const swapped = await doctor(['--data', one.data, '--port', new URL(other.url).port], one.env);
  assert.match(only(swapped.of('service')).found, /has other secret keys than these settings lead to/);
});

test('a certificate that nobody trusts, or that ends soon, is told', async (t) => {
  const front = await freePort();
  const served = await serve(t, ['--public-url', `https://localhost:${front}`, '--trusted-proxies', '127.0.0.1']);
  const sandboxed = createSandbox();
  t.after(async () => sandboxed[Symbol.asyncDispose]());
  const day = 24 * 60 * 60 * 1000;
  const subject = [{ name: 'commonName', value: 'localhost' }];
  const extensions = [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: 'localhost' }] }];
  const made = await generate(subject, {
    keySize: 2048,
    notAfterDate: new Date(Date.now() + 10 * day),
    extensions,
  });
  const pem = join(sandboxed.folder, 'both.pem');
  const authority = join(sandboxed.folder, 'own.pem');
  writeFileSync(pem, `${made.cert}\n${made.private}`, { mode: 0o644 });
  writeFileSync(authority, made.cert);
  await haproxy(t, front, Number(new URL(served.url).port), told, `ssl crt ${pem}`);
  const args = [
    '--data',
    served.data,
    '--port',
    new URL(served.url).port,
    '--public-url',
    `https://localhost:${front}`,
  ];
  const unknown = await doctor([...args, '--trusted-proxies', '127.0.0.1'], served.env);
  assert.match(
    only(unknown.of('public URL')).found,
    /^The certificate at https:\/\/localhost:\d+ is signed by nobody but itself/,
  );
  const known = await doctor([...args, '--trusted-proxies', '127.0.0.1'], {
    ...served.env,
    NODE_EXTRA_CA_CERTS: authority,
  });
  assert.equal(only(known.of('public URL')).state, 'ok');
  assert.deepEqual(only(known.of('certificate')).state, 'note');
  assert.match(only(known.of('certificate')).found, /^It is valid for 9 more days\.$/);
  assert.match(only(known.of('passkeys')).found, /^They are of localhost/);
});

test('mail servers and providers are asked, and let in or not', async (t) => {
  const home = await temporaryFolder(t);
  const box = await openMailbox({ login: { user: 'linkpin', password: 'right' } });
  t.after(() => box.close());
  const upstream = await startUpstream({ 'sub-1': { preferred_username: 'ada' } });
  t.after(() => upstream.stop());
  upstream.serve('http://127.0.0.1:9');
  const args = [
    ...['--data', join(home, 'data'), '--port', String(await freePort()), '--public-url', 'http://127.0.0.1:9'],
    ...['--mail-server', `smtp://linkpin@127.0.0.1:${box.port}`, '--mail-from', 'noreply@example.org'],
    ...['--oidc-issuer', upstream.issuer, '--outbound-allowed', '127.0.0.1'],
  ];
  const env = environment(home, { LINKPIN_MAIL_PASSWORD: 'right' });
  const well = await doctor(args, env);
  assert.match(only(well.of('mail')).found, /lets us in/);
  assert.equal(box.arrived.length, 0);
  assert.match(
    only(well.of('provider')).found,
    /^oidc answers as http:\/\/127\.0\.0\.1:\d+.*\/signin\/back\/oidc as a redirect URI\.$/,
  );
  assert.match(only(well.of('clock')).found, /^The provider oidc: agrees/);

  upstream.stop();
  const ill = await doctor(args, { ...env, LINKPIN_MAIL_PASSWORD: 'wrong, and a secret' });
  assert.equal(ill.code, 1);
  const mail = only(ill.of('mail'));
  assert.match(mail.found, /^127\.0\.0\.1:\d+ does not take our mail: 535/);
  assert.match(only(ill.of('provider')).found, /^oidc: cannot send anybody there/);
  assert.doesNotMatch(JSON.stringify(ill.all), /a secret/);
});

test('a store that is older, newer, damaged or of other keys is told, and left as it is', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const env = environment(home, { LINKPIN_DATA: data, LINKPIN_PORT: String(await freePort()) });
  const file = join(data, 'linkpin.db');
  prepareFile(file);
  await migrate(file, Object.fromEntries(Object.entries(migrations.sqlite).slice(0, 2)));
  const none = await doctor([], env);
  assert.match(only(none.of('keys')).found, /^There are no secret keys in /);
  writeFileSync(
    join(data, 'keys.json'),
    JSON.stringify([{ kid: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }]),
    { mode: 0o600 },
  );
  const before = readFileSync(file);
  const old = await doctor([], env);
  assert.match(only(old.of('store')).found, /is of an older version, and 0003-devices, .* to be made/);
  assert.ok(before.equals(readFileSync(file)), 'nothing was migrated');

  await run(['migrate'], env);
  assert.match(only((await doctor([], env)).of('store')).found, /has the form of this version/);
  const passkeys = new DatabaseSync(file);
  passkeys.exec(
    `insert into passkeys (id, account, domain, name, counter, added_at, body) values ('p', 'a', 'old.example', '', 0, 0, '{}')`,
  );
  passkeys.close();
  const moved = await doctor(['--public-url', 'https://link.invalid'], env);
  assert.match(
    only(moved.of('passkeys')).found,
    /no longer work: 1 of old\.example\. Here they are of link\.invalid\./,
  );
  assert.match(only(moved.of('public URL')).found, /^The name link\.invalid is not known here/);

  const newer = new DatabaseSync(file);
  newer.exec(
    `insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2027-01-01'); update oldest_reader set migration = '9999-tomorrow'`,
  );
  newer.close();
  assert.match(only((await doctor([], env)).of('store')).found, /was made by a newer linkpin/);
  const broken = join(home, 'broken');
  cpSync(data, broken, { recursive: true });
  writeFileSync(join(broken, 'linkpin.db'), 'Dear diary'.repeat(1000));
  assert.match(
    only((await doctor(['--data', broken], env)).of('store')).found,
    /cannot be used: file is not a database/,
  );
});

test('a PostgreSQL store is looked at, with its clock, its standbys and its keys', async (t) => {
  const database = await freshDatabase();
  t.after(async () => database[Symbol.asyncDispose]());
  const home = await temporaryFolder(t);
  const env = environment(home, { LINKPIN_STORE: database.url, LINKPIN_DATA: join(home, 'data') });
  const served = await serveAgain(t, { data: join(home, 'data'), env }, ['--new-keys']);
  const well = await doctor(['--port', new URL(served.url).port], env);
  assert.equal(well.code, 0, JSON.stringify(well.all));
  assert.match(well.of('store')[0]?.found ?? '', /^The PostgreSQL database has the form of this version\.$/);
  assert.match(well.of('store')[1]?.found ?? '', /^No synchronous standby/);
  assert.match(only(well.of('clock')).found, /^The database: agrees/);

  const others = JSON.stringify([{ kid: 'k1', secret: Buffer.alloc(32, 7).toString('base64url') }]);
  const other = await doctor(['--port', new URL(served.url).port], { ...env, LINKPIN_KEYS: others });
  assert.match(only(other.of('store')).found, /is used with other secret keys/);
  const gone = await doctor([], { ...env, LINKPIN_STORE: `postgres://linkpin@127.0.0.1:${await freePort()}/linkpin` });
  assert.match(only(gone.of('store')).found, /^PostgreSQL is out of reach/);
});

test('settings that contradict each other, or cannot be read, are findings too', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home);
  const unread = await doctor(['--port', 'many'], env);
  assert.equal(only(unread.all).state, 'wrong');
  assert.match(only(unread.all).found, /--port is "many"/);
  const against = await doctor(
    ['--mail-from', 'noreply@example.org', '--data', join(home, 'data'), '--port', String(await freePort())],
    env,
  );
  assert.match(only(against.of('settings')).found, /mailFrom and mailPassword need mailServer/);
});

test('people read it in columns, with what to do below', async (t) => {
  const home = await temporaryFolder(t);
  const args = [
    'doctor',
    '--data',
    join(home, 'data'),
    '--port',
    String(await freePort()),
    '--public-url',
    'https://link.invalid',
  ];
  const { code, stdout }: Finished = await run(args, environment(home));
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^ok {4}settings {4}2 are given|^ok {4}settings {4}3 are given/);
  assert.match(stdout, /^note {2}keys {8}There are none in /m);
  assert.match(stdout, /\nNothing to mend\. \d notes\.\n$/);
});
