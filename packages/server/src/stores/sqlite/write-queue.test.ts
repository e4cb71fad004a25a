import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aPasswordHash, aPin, aSession, anAccount, atOnce, secret, t0 } from '../contract/samples.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

const keys = createKeys([makeSecretKey()]);
const run = promisify(execFile);

test('closing finishes what was asked for, and nothing is taken on afterwards', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const store = await openSqliteStore({ file, keys });
  const pins = Array.from({ length: 100 }, () => aPin());
  const acknowledged = Promise.all(pins.map((pin) => store.pins.insert(pin, t0)));
  await store.close();
  assert.deepEqual(new Set(await acknowledged), new Set(['ok']));
  await assert.rejects(store.pins.insert(aPin(), t0), /closed/);
  await assert.rejects(store.check(), /closed/);
  await store.close();

  const again = await openSqliteStore({ file, keys });
  for (const pin of pins) assert.deepEqual(await again.pins.byId(pin.id), pin);
  await again.close();
});

test('a write that fails among many fails for its own caller only', async (context) => {
  const store = await openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys });
  const session = aSession();
  await store.accounts.add(anAccount({ id: session.account }), { by: 'operator' }, t0);
  await store.sessions.add(session, aPasswordHash);
  const settled = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => store.sessions.add(index === 7 ? session : aSession(), aPasswordHash)),
  );
  assert.deepEqual(
    settled.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])),
    [7],
  );
  assert.equal((await store.sessions.listFor(session.account, t0)).length, 20);
  await store.close();
});

test('two that have the file open at once hold the same promises: one handle, one set-up, one number each', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const stores = [await openSqliteStore({ file, keys }), await openSqliteStore({ file, keys })];
  const on = (index: number) => stores[index % 2] ?? assert.fail();
  const handle = aPin().publicId;
  const inserted = await atOnce(32, (index) => on(index).pins.insert(aPin({ publicId: handle }), t0));
  assert.equal(inserted.filter((answer) => answer === 'ok').length, 1);
  const tokenHash = secret();
  await on(0).accounts.setSetupToken({ hash: tokenHash, expiresAt: t0 + 1 });
  assert.equal(await on(1).accounts.isSetupToken(tokenHash, t0), true);
  const setUps = await atOnce(32, (index) => on(index).accounts.add(anAccount(), { by: 'setup', tokenHash }, t0));
  assert.equal(setUps.filter((answer) => 'added' in answer).length, 1);
  const added = await atOnce(32, (index) => on(index).accounts.add(anAccount(), { by: 'operator' }, t0));
  assert.equal(new Set(added.map((answer) => 'added' in answer && answer.added.number)).size, 32);
  for (const store of stores) await store.close();
});

test('processes may open a new store at the same instant and write to it together', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(new URL('store.ts', import.meta.url).href)});
    const { createKeys, makeSecretKey } = await import(${JSON.stringify(new URL('../../tokens/keys.ts', import.meta.url).href)});
    const { anAccount } = await import(${JSON.stringify(new URL('../contract/samples.ts', import.meta.url).href)});
    const store = await openSqliteStore({ file: ${JSON.stringify(file)}, keys: createKeys([makeSecretKey()]) });
    for (let count = 0; count < 20; count += 1) {
      const account = anAccount({ username: process.pid + '-' + count });
      const answer = await store.accounts.add(account, { by: 'operator' }, 0);
      console.log(answer.added.number);
    }
    await store.close();`;
  const outputs = await atOnce(3, () =>
    run(process.execPath, ['--conditions=linkpin-source', '--input-type=module', '--eval', script]),
  );
  const numbers = outputs.flatMap(({ stdout }) => stdout.trim().split('\n').map(Number));
  assert.deepEqual(
    numbers.toSorted((one, other) => one - other),
    Array.from({ length: 60 }, (_, index) => index + 1),
  );
});

test('threads of one process share one writer: each reads what another has written, and racers have one winner', async (context) => {
  const key = makeSecretKey();
  const store = await openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys: createKeys([key]) });
  const pin = aPin();
  assert.equal(await store.pins.insert(pin, t0), 'ok');
  const script = `
    const { parentPort, workerData } = require('node:worker_threads');
    (async () => {
      const { joinSqliteStore } = await import(${JSON.stringify(new URL('store.ts', import.meta.url).href)});
      const { createKeys } = await import(${JSON.stringify(new URL('../../tokens/keys.ts', import.meta.url).href)});
      const store = await joinSqliteStore(workerData.invitation, createKeys([workerData.key]));
      const pin = await store.pins.byId(workerData.pinId);
      const won = await store.pins.replace({ ...pin, version: pin.version + 1 }, pin.version);
      const versions = [];
      for (let turn = 0; turn < 50; turn += 1) {
        const seen = await store.pins.byId(workerData.pinId);
        await store.pins.replace({ ...seen, version: seen.version + 1 }, seen.version);
        versions.push((await store.pins.byId(workerData.pinId)).version > seen.version);
      }
      await store.close();
      parentPort.postMessage({ won, behind: versions.filter((ahead) => !ahead).length });
    })();`;
  const reports = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const invitation = store.invite();
      const workerData = { invitation, key, pinId: pin.id };
      const worker = new Worker(script, { eval: true, workerData, transferList: [invitation.port] });
      const told = once(worker, 'message') as Promise<[{ readonly won: boolean; readonly behind: number }]>;
      const [[report]] = await Promise.all([told, once(worker, 'exit')]);
      return report;
    }),
  );
  assert.deepEqual(
    reports.map(({ behind }) => behind),
    [0, 0, 0],
    'a thread did not see what was acknowledged to it',
  );
  const last = await store.pins.byId(pin.id);
  assert.ok(last !== undefined && last.version >= pin.version + 51 && last.version <= pin.version + 153);
  await store.close();
});

test('more writes than may wait are refused, and those that wait are done', async (context) => {
  const store = await openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys });
  const settled = await Promise.allSettled(Array.from({ length: 10_001 }, () => store.check()));
  const refused = settled.filter(({ status }) => status === 'rejected') as readonly PromiseRejectedResult[];
  assert.equal(refused.length, 1);
  assert.ok(refused[0]?.reason instanceof StoreBusyError);
  await store.check();
  await store.close();
});
