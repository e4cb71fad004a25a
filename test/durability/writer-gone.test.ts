// The thread that writes ends though nobody stopped it: really, in the middle of its work.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test, type TestContext } from 'node:test';
import { createKeys, createService, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { pino } from 'pino';
import { breakWriter, endWriter, forgetWriters } from '../support/writer-thread.ts';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'cid-1' };
const home = 'http://127.0.0.1';

beforeEach(forgetWriters);

async function serviceOnSqlite(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-writer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const keys = [makeSecretKey()];
  const open = async () => {
    const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) });
    const settings = { issuesPerMinute: 100_000, livePinsPerNetwork: 100_000, logLevel: 'silent' } as const;
    const service = createService({ keys, store, settings, log: pino({ level: 'silent' }) });
    const ask = (method: string, path: string) => service.fetch(new Request(`${home}${path}`, { method, headers }));
    return { store, service, ask };
  };
  return { open };
}

for (const [how, kill] of [
  ['is ended', endWriter],
  ['throws', async () => breakWriter()],
] as const) {
  test(`when the writer ${how}, what was under way is answered as failed, and what was acknowledged is kept`, async (t) => {
    const { open } = await serviceOnSqlite(t);
    const { store, service, ask } = await open();
    const first = (await (await ask('POST', '/api/v2/pins')).json()) as { readonly id: number };
    const answers: { readonly status: number; readonly body: { readonly id: number } }[] = [];
    const begun = Promise.withResolvers<void>();
    // Each asks until it is answered that it failed, so that the end comes in the middle of their work.
    const creating = Array.from({ length: 40 }, async () => {
      for (let status = 201; status === 201;) {
        const response = await ask('POST', '/api/v2/pins');
        ({ status } = response);
        answers.push({ status, body: (await response.json()) as { readonly id: number } });
        begun.resolve();
      }
    });
    await begun.promise;
    await kill();
    assert.match((await store.failed).message, /writer of the store/);
    await Promise.all(creating);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201, 500]));

    assert.equal((await ask('GET', `/api/v2/pins/${first.id}`)).status, 200, 'it can still be read');
    const ready = await ask('GET', '/readyz');
    assert.equal(ready.status, 503);
    assert.match(await ready.text(), /"not ready".+The store does not answer/);
    await service.close();

    const again = await open();
    for (const { status, body } of answers) {
      if (status === 201) assert.equal((await again.ask('GET', `/api/v2/pins/${body.id}`)).status, 200);
    }
    assert.equal((await again.ask('GET', '/readyz')).status, 200);
    await again.service.close();
  });
}

test('a store that is closed has not failed', async (t) => {
  const { open } = await serviceOnSqlite(t);
  const { store, service } = await open();
  let failed = false;
  void store.failed.then(() => (failed = true));
  await service.close();
  await new Promise(setImmediate);
  assert.equal(failed, false);
});
