import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPostgresAddress } from '@linkpin/server';
import { dumpCommand } from './dump-command.ts';

test('the command that backs up a database names it as the setting does, and no password', () => {
  const plain = readPostgresAddress('postgres://linkpin:secret@db1,db2:5433/linkpin');
  assert.equal(
    dumpCommand(plain, '/backups/monday.dump'),
    'pg_dump --host=db1,db2 --port=5432,5433 --username=linkpin --format=custom --file=/backups/monday.dump linkpin',
  );
});

test('it says how the connection is encrypted, and quotes what a shell would read', () => {
  const secured = readPostgresAddress(
    'postgres://o%27neil@db1/my%20db?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem',
  );
  assert.equal(
    dumpCommand(secured, '/back ups/x'),
    String.raw`PGSSLMODE=verify-full PGSSLROOTCERT='/etc/my ca.pem' pg_dump --host=db1 --port=5432 --username='o'\''neil' --format=custom --file='/back ups/x' 'my db'`,
  );
});
