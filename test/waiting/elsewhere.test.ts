// A yes that another process writes into the same file.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { protocols } from './protocols.ts';
import { nodeAdapter, untilWaiting } from './holding.ts';

const secret = Buffer.alloc(32, 1).toString('base64url');
const other = fileURLToPath(new URL('other-process.ts', import.meta.url));

for (const [dialect, begin] of Object.entries(protocols)) {
  test(`a device of ${dialect} that waits hears of a yes that another process wrote`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'linkpin-waiting-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'linkpin.db');
    const keys = [{ kid: 'k1', secret }];
    const store = await openSqliteStore({ file, keys: createKeys(keys) });
    const harness = createHarness('elsewhere', { store, keys, clock: movableClock(Date.now) });
    t.after(() => harness.service.close());
    const tv = await begin(harness, nodeAdapter(await harness.service.listen()));
    const { id } = await harness.person('ada');
    const held = tv.poll({ prefer: 'wait=25' });
    await untilWaiting(harness, 1);
    const arguments_ = ['--conditions=linkpin-source', other, file, secret, tv.code, id];
    await promisify(execFile)(process.execPath, arguments_);
    const answer = await held;
    assert.ok(tv.hasToken(answer), answer.text);
  });
}
