import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { foreignSchema } from './foreign-schema.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

test('what somebody else put into the database of a store is named, and nothing of ours', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys: createKeys([makeSecretKey()]) })).close();
  assert.deepEqual(await foreignSchema(file), []);
  const database = new DatabaseSync(file);
  database.exec(`create trigger spy after insert on grants begin delete from blocks; end;
    create view everybody as select * from accounts;
    create table mine (x);`);
  database.close();
  assert.deepEqual((await foreignSchema(file)).toSorted(), ['table mine', 'trigger spy', 'view everybody']);
});
