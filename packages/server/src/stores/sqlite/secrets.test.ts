import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { foldCode } from '../../domain/code.ts';
import { approve } from '../../domain/pin.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aPin, anApproval, secret, t0 } from '../contract/samples.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

test('no code stands in clear in the database or its log, in no spelling', async (context) => {
  const folder = folderFor(context);
  const data = join(folder, 'data');
  const store = await openSqliteStore({ file: join(data, 'linkpin.db'), keys: createKeys([makeSecretKey()]) });
  const codes: string[] = [];
  for (let count = 0; count < 50; count += 1) {
    // Longer than real weak codes, so that none occurs in a hash by chance.
    const pin = aPin({ code: `Io${secret().replaceAll(/[-_]/g, 'x')}`, kind: count % 2 === 0 ? 'weak' : 'strong' });
    codes.push(pin.code);
    await store.pins.insert(pin, t0);
    const yes = approve(pin, anApproval());
    if (yes.ok) await store.pins.replace(yes.value, pin.version);
    assert.equal((await store.pins.byCode(foldCode(pin.code), t0))?.id, pin.id);
  }
  // Copied by another process: opening and closing the files in this one would release its POSIX locks.
  execFileSync('cp', ['-r', data, join(folder, 'copy')]);
  const names = readdirSync(join(folder, 'copy'));
  assert.ok(names.includes('linkpin.db') && names.includes('linkpin.db-wal'));
  const kept = Buffer.concat(names.map((name) => readFileSync(join(folder, 'copy', name))));
  assert.ok(kept.includes('203.0.113.10'), 'the search finds what is there');
  const text = kept.toString('latin1').toUpperCase();
  for (const code of codes) {
    const bytes = Buffer.from(code);
    const spellings = [
      code,
      foldCode(code),
      bytes.toString('hex'),
      bytes.toString('base64'),
      bytes.toString('utf16le'),
    ];
    for (const spelling of spellings) assert.ok(!text.includes(spelling.toUpperCase()), 'a code stands in clear');
  }
  await store.close();
});
