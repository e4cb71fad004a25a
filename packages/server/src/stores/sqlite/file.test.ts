import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aPin, t0 } from '../contract/samples.ts';
import { networkFileSystem } from './file.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

const keys = createKeys([makeSecretKey()]);
const modeOf = (path: string) => statSync(path).mode & 0o777;

test('a folder that is made is for its owner alone, and so is every file in it, the log too', async (context) => {
  const folder = join(folderFor(context), 'a', 'data');
  const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys });
  await store.pins.insert(aPin(), t0);
  assert.equal(modeOf(folder), 0o700);
  const files = readdirSync(folder);
  assert.ok(files.includes('linkpin.db-wal'));
  for (const file of files) assert.equal(modeOf(join(folder, file)), 0o600, file);
  await store.close();
});

test('a folder that cannot be made is said at once', async () => {
  await assert.rejects(openSqliteStore({ file: '/proc/linkpin-none/x/linkpin.db', keys }), { code: 'ENOENT' });
});

test("a folder that was there keeps its owner's choice", async (context) => {
  const folder = join(folderFor(context), 'shared');
  mkdirSync(folder);
  chmodSync(folder, 0o750);
  await (await openSqliteStore({ file: join(folder, 'linkpin.db'), keys })).close();
  assert.equal(modeOf(folder), 0o750);
});

test('network file systems are known by their numbers, also where statfs gives them with a sign', () => {
  assert.equal(networkFileSystem(0x6969, 'linux'), 'NFS');
  assert.equal(networkFileSystem(0xff534d42, 'linux'), 'CIFS');
  assert.equal(networkFileSystem(0xff534d42 | 0, 'linux'), 'CIFS');
  for (const [name, local] of Object.entries({
    ext4: 0xef53,
    tmpfs: 0x01021994,
    overlay: 0x794c7630,
    btrfs: 0x9123683e,
  })) {
    assert.equal(networkFileSystem(local, 'linux'), undefined, name);
  }
  assert.equal(networkFileSystem(0x6969, 'darwin'), undefined);
});
