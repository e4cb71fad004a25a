import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { foldCode } from '../../domain/code.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aPin, t0 } from '../contract/samples.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

test('a new key leaves live pins findable and their codes taken; a key that is gone takes its pins with it', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const [old, current] = [makeSecretKey(), makeSecretKey()];
  const [before, after] = [aPin({ code: 'ABCD' }), aPin({ code: 'EFGH' })];

  const first = await openSqliteStore({ file, keys: createKeys([old]) });
  await first.pins.insert(before, t0);
  await first.close();

  const rotated = await openSqliteStore({ file, keys: createKeys([current, old]) });
  assert.deepEqual(await rotated.pins.byCode(foldCode('ABCD'), t0), before);
  assert.equal(await rotated.pins.insert(aPin({ code: 'abcd' }), t0), 'code-taken');
  assert.equal(await rotated.pins.insert(after, t0), 'ok');
  await rotated.close();

  const bereft = await openSqliteStore({ file, keys: createKeys([current]) });
  assert.equal(await bereft.pins.byCode(foldCode('ABCD'), t0), undefined);
  assert.equal(await bereft.pins.byPublicId('plex', before.publicId), undefined);
  assert.equal(await bereft.pins.insert(aPin({ publicId: before.publicId }), t0), 'public-id-taken');
  assert.deepEqual(await bereft.pins.byCode(foldCode('EFGH'), t0), after);
  await bereft.close();
});

test('an ended pin gives up its code also when that was hashed with an older key', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const [old, current] = [makeSecretKey(), makeSecretKey()];
  const first = await openSqliteStore({ file, keys: createKeys([old]) });
  const ended = aPin({ code: 'ABCD' });
  await first.pins.insert(ended, t0);
  await first.close();

  const rotated = await openSqliteStore({ file, keys: createKeys([current, old]) });
  const heir = aPin({ code: 'ABCD', createdAt: ended.expiresAt, expiresAt: ended.expiresAt + 1000 });
  assert.equal(await rotated.pins.insert(heir, ended.expiresAt), 'ok');
  assert.deepEqual(await rotated.pins.byCode(foldCode('ABCD'), ended.expiresAt), heir);
  await rotated.close();
});
