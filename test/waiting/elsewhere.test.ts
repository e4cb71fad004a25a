// An approval that another process writes into the same file.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { protocols } from './protocols.ts';
import { nodeAdapter, untilWaiting } from './holding.ts';

const secret = Buffer.alloc(32, 1).toString('base64url');
const other = fileURLToPath(new URL('other-process.ts', import.meta.url));

for (const [protocol, begin] of Object.entries(protocols)) {
  test(`a held poll of ${protocol} is answered when another process writes the approval`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'linkpin-waiting-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'linkpin.db');
    const keys = [{ kid: 'k1', secret }];
    const store = await openSqliteStore({ file, keys: createKeys(keys) });
    const harness = createHarness('elsewhere', { store, keys, clock: movableClock(Date.now) });
    t.after(() => harness.service.close());
    const tv = await begin(harness, nodeAdapter(await harness.service.listen()));
    const { id } = await harness.person('ada');
    // It starts before the poll is held: on a busy machine that takes longer than a poll is held for.
    const writer = fork(other, [file, secret, tv.code, id], { execArgv: ['--conditions=linkpin-source'] });
    t.after(() => writer.kill());
    await once(writer, 'message');
    const held = tv.poll({ prefer: 'wait=25' });
    await untilWaiting(harness, 1);
    writer.send('approve');
    const answer = await held;
    assert.ok(tv.hasToken(answer), answer.text);
    if (writer.exitCode === null) assert.deepEqual(await once(writer, 'exit'), [0, null]);
  });
}
