import assert from 'node:assert/strict';
import { test } from 'node:test';
import { movableClock } from '../../../../test/harness/clock.ts';
import { testDependencies, type TestOptions } from '../../../../test/harness/dependencies.ts';
import { aPin } from '../domain/pin.testing.ts';
import type { NewEvent } from '../service/ports/events.ts';
import { deviceInfo } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { recordExpiries } from './expiries.ts';
import { sweepInBatches } from '../app/batches.ts';
import { enforceRetention } from './retention.ts';

const t0 = Date.UTC(2026, 10, 21, 12);
const day = 86_400_000;

/** Events over one store. */
function setUp(options: TestOptions = {}) {
  const { store, events, clock } = testDependencies({ clock: movableClock(t0), ...options });
  const all = () => store.auditLog.list({ since: 0, kinds: [], limit: 10_000 });
  return { store, clock, all, events };
}

const issued = (address: string | null, clientId = 'tv'): NewEvent => ({
  kind: 'issued',
  about: { protocol: 'plex', clientId },
  account: null,
  address,
});

test('a flood of what anybody may cause is one row for each kind, client, network and hour', async () => {
  const { events, all, clock } = setUp();
  for (let pin = 0; pin < 1000; pin += 1) void events.note(issued('203.0.113.9'));
  void events.note(issued('203.0.113.10'));
  void events.note({ ...issued('203.0.113.9'), kind: 'throttled' });
  assert.deepEqual(await all(), [], 'nothing is written at once');
  await events.flush();
  for (let pin = 0; pin < 500; pin += 1) void events.note(issued('203.0.113.9'));
  await events.flush();
  clock.pass(3_600_000);
  void events.note(issued('203.0.113.9'));
  await events.flush();
  assert.deepEqual(
    (await all()).map(({ kind, address, count }) => [kind, address, count]),
    [
      ['issued', '203.0.113.9', 1500],
      ['issued', '203.0.113.10', 1],
      ['throttled', '203.0.113.9', 1],
      ['issued', '203.0.113.9', 1],
    ],
  );
});

test('more networks and clients than can be told apart are one more row, so that no flood fills the disk', async () => {
  const { events, all } = setUp();
  for (let asker = 0; asker < 50_000; asker += 1) {
    void events.note(issued(`203.${Math.floor(asker / 65536)}.${(asker >> 8) & 255}.${asker & 255}`, `tv ${asker}`));
  }
  await events.flush();
  const rows = await all();
  assert.equal(rows.length, 201);
  assert.equal(
    rows.reduce((sum, { count }) => sum + count, 0),
    50_000,
  );
});

test('what a person does is on the disk when the note resolves, and says which pin without naming it', async () => {
  const { events, all } = setUp();
  const pin = aPin({ clientId: 'tv\u202E' });
  const named = { ...pin, requester: { ...pin.requester, deviceInfo: { ...deviceInfo, deviceName: 'Küche' } } };
  await events.note({ kind: 'reported', about: named, account: 'ada', address: '2001:db8::7' });
  const [row] = await all();
  assert.deepEqual([row?.kind, row?.account, row?.client, row?.device], ['reported', 'ada', 'tv', 'Küche']);
  assert.equal(row?.address, '2001:db8::7');
  assert.match(row.pin ?? '', /^[\w-]{12}$/);
  assert.ok(!JSON.stringify(row).includes(pin.id) && !JSON.stringify(row).includes(pin.publicId));
  const again = events.entryOf({ kind: 'denied', about: pin, account: null, address: null });
  assert.equal(again.pin, row.pin, 'events of one pin are told from those of others');
});

test('a store that fails troubles the log and not whoever notes', async () => {
  const troubles: unknown[] = [];
  const kept = createMemoryStore();
  const auditLog = { ...kept.auditLog, add: () => Promise.reject(new Error('disk full')) };
  const { events } = setUp({ store: { ...kept, auditLog }, onEventTrouble: (error) => troubles.push(error) });
  await events.note({ ...issued(null), kind: 'approved' });
  await events.note(issued(null));
  await events.flush();
  assert.equal(troubles.length, 2);
});

test('each pin that ended unanswered is told as expired once, over restarts and by any number of sweepers', async () => {
  const { store, clock, all } = setUp();
  const made = Array.from({ length: 450 }, (_, index) =>
    aPin({
      id: `key ${index}`,
      publicId: String(index + 1),
      code: `C${1000 + index}`,
      createdAt: t0,
      expiresAt: t0 + 1000 + (index % 3),
    }),
  );
  for (const pin of made) assert.equal(await store.pins.insert(pin, t0), 'ok');
  const tell = () => recordExpiries({ ...store, events: setUp({ store, clock }).events, clock });
  await tell();
  assert.deepEqual(await all(), []);
  clock.set(t0 + 1001);
  await Promise.all([tell(), tell(), tell()]);
  clock.set(t0 + 5000);
  await Promise.all([tell(), tell(), tell()]);
  await tell();
  const rows = await all();
  assert.deepEqual(new Set(rows.map(({ kind }) => kind)), new Set(['expired']));
  assert.equal(
    rows.reduce((sum, { count }) => sum + count, 0),
    450,
  );
});

test('addresses are cut after thirty days, and entries forgotten after as many as are set', async () => {
  const { store, events, clock, all } = setUp();
  for (let one = 0; one < 1200; one += 1) {
    await events.note({ kind: 'denied', about: aPin(), account: 'ada', address: '203.0.113.9' });
  }
  const addresses = async () => [...new Set((await all()).map(({ address }) => address))];
  const inBatches = (work: (limit: number) => Promise<number>) => sweepInBatches(work, () => false);
  const keep = () => enforceRetention({ auditLog: store.auditLog, clock, auditDays: 90 }, inBatches);
  clock.set(t0 + 30 * day);
  await keep();
  assert.deepEqual(await addresses(), ['203.0.113.9']);
  clock.pass(1);
  await keep();
  assert.deepEqual(await addresses(), ['203.0.113.0/24']);
  clock.set(t0 + 90 * day);
  await keep();
  assert.equal((await all()).length, 1200);
  clock.pass(1);
  await keep();
  assert.deepEqual(await all(), []);
});
