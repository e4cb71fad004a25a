// What keeps a store from starting, each told in one line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generate } from 'selfsigned';
import { startPair } from './pair.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { user } from './sandbox.ts';
import { startServer } from './server.ts';
import { freshDatabase } from './shared.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { Connections, type ConnectionsOptions } from '../../packages/server/src/stores/postgres/connections.ts';
import { PostgresStartError } from '../../packages/server/src/stores/postgres/errors.ts';
import { unfit } from '../../packages/server/src/stores/postgres/facts.ts';
import { openFor } from './open-for.ts';

/** A URL with something else in it. */
const changed = (url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>): string =>
  Object.assign(new URL(url), parts).href;

/** Holds that it does not start, and is told so in one line without a password. */
async function refuses(url: string, why: RegExp, options: ConnectionsOptions = {}): Promise<void> {
  const address = readPostgresAddress(url);
  const error: unknown = await Connections.open(address, { waitFor: 0, ...options }).then(
    (connections) => connections.close(),
    (refusal: unknown) => refusal,
  );
  assert.ok(error instanceof PostgresStartError, String(error));
  assert.match(error.message, why);
  assert.doesNotMatch(error.message, /\n|wrong-one/);
  assert.ok(!error.message.includes(address.password() ?? '\n'));
}

test('a wrong password, or none, or a role that there is not', async () => {
  await using database = await freshDatabase();
  const { url } = database;
  await refuses(changed(url, { password: 'wrong-one' }), /does not accept the password of the role "linkpin"\.$/);
  await refuses(changed(url, { username: 'nobody' }), /does not accept the password of the role "nobody"\.$/);
  await refuses(changed(url, { password: '' }), /asks for the password of the role "linkpin", and none is given\.$/);
});

test('a database that there is not, or that the role may not use', async () => {
  await using database = await freshDatabase();
  const { url, name } = database;
  await refuses(changed(url, { pathname: '/none' }), /has no database "none"\. Create it: createdb --owner=linkpin /);
  await database.sql(
    `revoke connect on database ${name} from public, linkpin`,
    `alter database ${name} owner to postgres`,
  );
  await refuses(url, /does not let the role "linkpin" use the database "test_\w+": permission denied/);
});

for (const encoding of ['LATIN1', 'SQL_ASCII']) {
  test(`a database in ${encoding}`, async () => {
    await using database = await freshDatabase(encoding);
    await refuses(database.url, new RegExp(`holds its text in ${encoding}; create a database with: createdb `));
  });
}

test('a version that is too old', () => {
  const facts = { encoding: 'UTF8', startedAt: '', timeline: 1 };
  assert.match(unfit({ ...facts, version: 120_022 }) ?? '', /^is PostgreSQL 12; 13 or newer is needed/);
  assert.equal(unfit({ ...facts, version: 130_000 }), undefined);
});

test('a server that nobody reaches is waited for, with its reason', async (context) => {
  const port = await freePort();
  await refuses(
    `postgres://u@127.0.0.1:${port}/d`,
    /^PostgreSQL is out of reach: 127\.0\.0\.1:\d+: connection refused\.$/,
  );
  await refuses(
    `postgres://u@127.0.0.1:${port},no-such-host.invalid/d`,
    /^PostgreSQL is out of reach: .*connection refused.*; .*no-such-host\.invalid:5432: /,
  );
  await refuses('postgres://u@%2Fnowhere/d', /\/nowhere\/\.s\.PGSQL\.5432: no such socket\.$/);

  await using server = await startServer();
  const { url } = await server.freshDatabase();
  await server.kill();
  let started: Promise<void> | undefined;
  const waits: string[] = [];
  const onWaiting = (why: string): void => {
    waits.push(why);
    started = server.start();
  };
  const connections = await openFor(context, url, { waitFor: 120_000, onWaiting });
  assert.equal((await connections.query({ text: 'select 1 as one' })).rows[0]?.['one'], 1);
  await started;
  assert.equal(waits.length, 1);
  assert.match(String(waits), /connection refused$/);
});

test('a server without a free connection is waited for', async (context) => {
  await using database = await freshDatabase();
  await database.sql(`alter database ${database.name} connection limit 0`);
  await refuses(database.url, /^PostgreSQL is out of reach: .*too many connections for database/);
  let unlimited: Promise<string> | undefined;
  const onWaiting = (): void => {
    unlimited = database.sql(`alter database ${database.name} connection limit 9`);
  };
  await openFor(context, database.url, { onWaiting, waitFor: 120_000 });
  await unlimited;
});

test('a standby only', async () => {
  await using pair = await startPair();
  const { url } = await pair.freshDatabase();
  await refuses(
    url.replace(`127.0.0.1:${pair.primary.port},`, ''),
    /^PostgreSQL is out of reach: \S+ is a standby, which cannot be written to\.$/,
  );
});

test('a pooler that is not told to be one, or refuses the password', async () => {
  await using database = await freshDatabase();
  await using pooler = await startPgbouncer(database.url);
  const url = pooler.through(database.url);
  await refuses(url, /is a pooler such as PgBouncer: /);
  await refuses(changed(url, { password: 'wrong-one' }), /does not accept the password/, { pooled: true });
});

test('a client library that is not installed', () => {
  const hooks = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name !== 'pg') return next(name, context);
      throw Object.assign(new Error('none'), { code: 'ERR_MODULE_NOT_FOUND' });
    } });`;
  const driver = new URL('../../packages/server/src/stores/postgres/driver.ts', import.meta.url).href;
  const script = `${hooks}
    const { loadDriver } = await import(${JSON.stringify(driver)});
    await loadDriver().catch((error) => console.log(error.name, error.message));`;
  const { stdout } = spawnSync(process.execPath, ['--conditions=linkpin-source', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  assert.equal(stdout, 'PostgresStartError A store in PostgreSQL needs the package pg. Install it: npm install pg@8\n');
});

test('encryption means what it means to libpq', async (context) => {
  await using server = await startServer();
  await using database = await server.freshDatabase();
  const withMode = (parameters: string): string => `${database.url}?${parameters}`;
  const isEncrypted = async (url: string): Promise<unknown> => {
    const connections = await openFor(context, url);
    const { rows } = await connections.query({ text: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()' });
    return rows[0]?.['ssl'];
  };
  for (const mode of ['disable', 'allow', 'prefer'])
    assert.equal(await isEncrypted(withMode(`sslmode=${mode}`)), false);
  await refuses(withMode('sslmode=require'), /: it does not speak TLS, which sslmode asks for\.$/);

  const folder = mkdtempSync(join(tmpdir(), 'linkpin-tls-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [named, other] = await Promise.all([certificate('localhost'), certificate('elsewhere.test')]);
  const [ca, strangers] = [join(folder, 'ca.pem'), join(folder, 'strangers.pem')];
  writeFileSync(ca, named.cert);
  writeFileSync(strangers, other.cert);
  const give = (name: string, text: string): void => {
    const file = join(server.data, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (user !== undefined) chownSync(file, user.uid, user.gid);
  };
  give('server.crt', named.cert);
  give('server.key', named.private);
  await server.sql('alter system set ssl = on', 'select pg_reload_conf()');
  await until('the server speaks TLS', async () => (await isEncrypted(withMode('sslmode=prefer'))) === true);

  for (const mode of ['disable', 'allow']) assert.equal(await isEncrypted(withMode(`sslmode=${mode}`)), false);
  assert.equal(await isEncrypted(withMode('sslmode=require')), true);
  for (const mode of ['require', 'verify-ca']) {
    assert.equal(await isEncrypted(withMode(`sslmode=${mode}&sslrootcert=${ca}`)), true);
    await refuses(
      withMode(`sslmode=${mode}&sslrootcert=${strangers}`),
      /: its certificate is of an unknown authority\.$/,
    );
  }
  const full = withMode(`sslmode=verify-full&sslrootcert=${ca}`);
  await refuses(full, /: its certificate is for another host name\.$/);
  assert.equal(await isEncrypted(full.replace('127.0.0.1', 'localhost')), true);
  await refuses(withMode('sslmode=verify-full&sslrootcert=system'), /: its certificate is of an unknown authority\.$/);
  await refuses(
    withMode(`sslmode=verify-ca&sslrootcert=${folder}/none`),
    /none \(sslrootcert in the PostgreSQL URL\) cannot be read: there is no such file\.$/,
  );
  await refuses(withMode(`sslmode=require&sslcert=${ca}&sslkey=${folder}/none`), /sslkey .* cannot be read/);

  const hba = join(server.data, 'pg_hba.conf');
  const only = (type: string): string =>
    `${type} all linkpin 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 scram-sha-256\n`;
  writeFileSync(hba, only('hostssl'));
  await server.sql('select pg_reload_conf()');
  await until('the server asks for encryption', async () => (await isEncrypted(withMode('sslmode=allow'))) === true);
  await refuses(withMode('sslmode=disable'), /does not let the role "linkpin" in: no pg_hba\.conf entry/);
  writeFileSync(hba, only('hostnossl'));
  await server.sql('select pg_reload_conf()');
  await until('the server refuses it', async () => (await isEncrypted(withMode('sslmode=prefer'))) === false);

  const client = await certificate('linkpin');
  const [cert, key] = [join(folder, 'client.crt'), join(folder, 'client.key')];
  writeFileSync(cert, client.cert);
  writeFileSync(key, client.private);
  give('clients.crt', client.cert);
  writeFileSync(hba, only('hostssl').replace('scram-sha-256', 'cert'));
  await server.sql("alter system set ssl_ca_file = 'clients.crt'", 'select pg_reload_conf()');
  const byCertificate = withMode(`sslmode=require&sslcert=${cert}&sslkey=${key}`);
  await until('the certificate is accepted', () => isEncrypted(byCertificate).then(Boolean, () => false));
  await refuses(withMode('sslmode=require'), /does not let the role "linkpin" in: /);
});

test('a server is reached by the folder of its socket', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-socket-'));
  context.after(() => rmSync(folder, { recursive: true }));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  await using server = await startServer({ settings: { unix_socket_directories: folder } });
  await using database = await server.freshDatabase();
  const url = database.url.replace('127.0.0.1', encodeURIComponent(folder));
  const connections = await openFor(context, `${url}?sslmode=require`);
  assert.equal(connections.state.host, `${folder}/.s.PGSQL.${server.port}`);
  const { rows } = await connections.query({ text: 'select inet_client_addr() as address' });
  assert.equal(rows[0]?.['address'], null);
});

const certificate = (host: string) =>
  generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
