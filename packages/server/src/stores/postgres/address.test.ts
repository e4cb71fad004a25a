import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { PostgresAddressError, readPostgresAddress } from './address.ts';

const labels = (url: string): readonly string[] => readPostgresAddress(url).hosts.map(({ label }) => label);

test('a URL names a user, a password, hosts, a database and how to connect', () => {
  const address = readPostgresAddress(
    'postgresql://link%40pin:p%3A%2F%40ss@db1,db2:6000/pin%20s?sslmode=require&application_name=a%26b',
  );
  const { password, ...rest } = address;
  assert.equal(password(), 'p:/@ss');
  assert.equal(readPostgresAddress('postgres://u:p@ss@db/d').password(), 'p@ss');
  assert.deepEqual(rest, {
    hosts: [
      { host: 'db1', port: 5432, label: 'db1:5432' },
      { host: 'db2', port: 6000, label: 'db2:6000' },
    ],
    database: 'pin s',
    user: 'link@pin',
    sslMode: 'require',
    sslRootCert: undefined,
    sslClient: undefined,
    applicationName: 'a&b',
  });
});

test('without more it is what libpq takes for granted', () => {
  const { sslMode, hosts, applicationName, password } = readPostgresAddress('postgres://u@db/d');
  assert.deepEqual([sslMode, hosts[0]?.port, applicationName, password()], ['prefer', 5432, 'linkpin', undefined]);
  assert.equal(readPostgresAddress('postgres://u@db/d?sslrootcert=system').sslMode, 'verify-full');
  assert.equal(readPostgresAddress('postgres://u@a,b/d?target_session_attrs=read-write').hosts.length, 2);
});

test('a host is a name, an address of either family, or the folder of a socket', () => {
  assert.deepEqual(labels('postgres://u@10.0.0.1:5/d'), ['10.0.0.1:5']);
  assert.deepEqual(labels('postgres://u@[::1]:5433,[fe80::2]/d'), ['[::1]:5433', '[fe80::2]:5432']);
  assert.equal(readPostgresAddress('postgres://u@[::1]/d').hosts[0]?.host, '::1');
  assert.deepEqual(labels('postgres://u@%2Fvar%2Frun%2Fpostgresql:6000/d'), ['/var/run/postgresql/.s.PGSQL.6000']);
});

test('a password that is given apart is used, and not twice', () => {
  assert.equal(readPostgresAddress('postgres://u@db/d', 'apart').password(), 'apart');
  assert.throws(() => readPostgresAddress('postgres://u:in@db/d', 'apart'), /given twice/);
  assert.throws(() => readPostgresAddress('postgres://u@db/d', ''), /password is empty/);
});

test('no password shows in what is printed of an address', () => {
  const address = readPostgresAddress('postgres://u:hidden-one@db/d');
  assert.doesNotMatch(inspect(address, { depth: 9, showHidden: true }), /hidden-one/);
  assert.doesNotMatch(JSON.stringify(address), /hidden-one/);
});

test('the files of certificates go with the mode that reads them', () => {
  const { sslRootCert, sslClient } = readPostgresAddress(
    'postgres://u@db/d?sslmode=verify-ca&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem',
  );
  assert.deepEqual([sslRootCert, sslClient], ['/ca.pem', { cert: '/c.pem', key: '/k.pem' }]);
});

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /looks like postgres:\/\/user@host:5432\/database/],
  ['db:5432/d', /looks like/],
  ['mysql://u@db/d', /looks like/],
  ['postgres://u:s3cret#x@db/d', /looks like/],
  ['postgres://u:s3cret/x@db/d', /looks like/],
  ['postgres://db/d', /names no user/],
  ['postgres://:s3cret@db/d', /names no user/],
  ['postgres://u:@db/d', /password is empty/],
  ['postgres://u@db', /names no database/],
  ['postgres://u@db/', /names no database/],
  ['postgres://u@/d', /a host that cannot be read/],
  ['postgres://u@db,/d', /a host that cannot be read/],
  ['postgres://u@::1/d', /a host that cannot be read/],
  ['postgres://u@[::1/d', /a host that cannot be read/],
  ['postgres://u@db:70000/d', /not 1 to 65535/],
  ['postgres://u@db:0/d', /not 1 to 65535/],
  ['postgres://u@db:x/d', /a host that cannot be read/],
  ['postgres://u:s3cret%@db/d', /The password in the PostgreSQL URL has a % that/],
  ['postgres://u:s3cret%00@db/d', /zero byte/],
  ['postgres://u@db/d?ssl=true', /unknown parameter "ssl"; known: sslmode, /],
  ['postgres://u@db/d?sslmode', /sslmode in the PostgreSQL URL is one of disable, allow, /],
  ['postgres://u@db/d?sslmode=on', /is one of/],
  ['postgres://u@db/d?sslmode=require&sslmode=disable', /has sslmode twice/],
  ['postgres://u@db/d?sslmode=verify-full', /needs sslrootcert=FILE/],
  ['postgres://u@db/d?sslmode=require&sslrootcert=system', /needs sslmode=verify-full/],
  ['postgres://u@db/d?sslcert=/c.pem', /go together/],
  ['postgres://u@db/d?target_session_attrs=standby', /written to/],
];

for (const [url, why] of refused) {
  test(`one line says what is wrong with ${url}`, () => {
    assert.throws(
      () => readPostgresAddress(url),
      (error: Error) => {
        assert.ok(error instanceof PostgresAddressError);
        assert.match(error.message, why);
        assert.doesNotMatch(error.message, /s3cret|\n/);
        return true;
      },
    );
  });
}
