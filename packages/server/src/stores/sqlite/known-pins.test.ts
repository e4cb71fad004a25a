import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { approve, open, type Pin } from '../../domain/pin.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aClient, aPin, anApproval, t0 } from '../contract/samples.ts';
import { KnownPins } from '../sql/known-pins.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

const ring = [makeSecretKey()];
const elsewhere = new URL('./deny-pin.testing.ts', import.meta.url);

/** A store with a pin and a client, both cached. */
async function setUp(context: TestContext) {
  const file = join(folderFor(context), 'linkpin.db');
  const store = await openSqliteStore({ file, keys: createKeys(ring) });
  context.after(() => store.close());
  const [pin, client] = [aPin(), aClient({ id: 'tv' })];
  await store.pins.insert(pin, t0);
  await store.oauthClients.add(client);
  await store.pins.byPublicId('plex', pin.publicId);
  await store.oauthClients.byId('tv');
  assert.deepEqual(store.pending.peek('plex', pin.publicId, t0), pin);
  assert.deepEqual(store.pending.client('tv'), client);
  return { file, store, pin, told: JSON.stringify({ file, ring, handle: pin.publicId, client: 'tv' }) };
}

describe('what an SQLite store knows without reading', () => {
  it('is nothing after a restart, and what is there once it was read', async (context) => {
    const { file, pin } = await setUp(context);
    const store = await openSqliteStore({ file, keys: createKeys(ring) });
    context.after(() => store.close());
    assert.equal(store.pending.peek('plex', pin.publicId, t0), undefined);
    assert.deepEqual(await store.pins.byPublicId('plex', pin.publicId), pin);
    assert.deepEqual(store.pending.peek('plex', pin.publicId, t0), pin);
  });

  it('is a pin that it made itself', async (context) => {
    const { store } = await setUp(context);
    const pin = aPin();
    await store.pins.insert(pin, t0);
    assert.deepEqual(store.pending.peek('plex', pin.publicId, t0), pin);
  });

  it('is forgotten when another process changed it', async (context) => {
    const { store, pin, told } = await setUp(context);
    const bystander = aPin();
    await store.pins.insert(bystander, t0);
    await store.pins.byPublicId('plex', bystander.publicId);
    execFileSync(process.execPath, ['--conditions=linkpin-source', fileURLToPath(elsewhere), told]);
    assert.equal(store.pending.peek('plex', pin.publicId, t0), undefined);
    assert.equal((await store.pins.byPublicId('plex', pin.publicId))?.state.at, 'denied');
    assert.equal(store.pending.client('tv'), undefined);
    assert.deepEqual(store.pending.peek('plex', bystander.publicId, t0), bystander, 'and nothing else is');
  });

  it('is forgotten when another thread changed it', async (context) => {
    const { store, pin, told } = await setUp(context);
    const [exit] = (await once(new Worker(elsewhere, { argv: [told] }), 'exit')) as [number];
    assert.equal(exit, 0);
    assert.equal(store.pending.peek('plex', pin.publicId, t0), undefined);
    assert.equal(store.pending.client('tv'), undefined);
  });

  it('is forgotten at once when this process changed it', async (context) => {
    const { store, pin } = await setUp(context);
    const looked = open(pin, 'account-1', t0);
    assert.ok(looked.ok);
    await store.pins.replace(looked.value, pin.version);
    assert.equal(store.pending.peek('plex', pin.publicId, t0), undefined);
    await store.pins.byPublicId('plex', pin.publicId);
    assert.deepEqual(store.pending.peek('plex', pin.publicId, t0), looked.value);
  });

  it('is forgotten also when more changed than is worth to tell', async (context) => {
    const { file, store, pin, told } = await setUp(context);
    const other = await openSqliteStore({ file, keys: createKeys(ring) });
    context.after(() => other.close());
    const busy = aPin();
    await other.pins.insert(busy, t0);
    const changes = Array.from({ length: 1100 }, (_, index) =>
      other.pins.replace({ ...busy, version: index + 2 }, index + 1),
    );
    assert.ok((await Promise.all(changes)).every(Boolean));
    execFileSync(process.execPath, ['--conditions=linkpin-source', fileURLToPath(elsewhere), told]);
    assert.equal(store.pending.peek('plex', pin.publicId, t0), undefined);
  });
});

describe('pins that are remembered', () => {
  const pins = (count: number): readonly Pin[] => Array.from({ length: count }, () => aPin());
  const foundOf = (known: KnownPins, of: readonly Pin[]): number =>
    of.filter(({ publicId }) => known.find('plex', publicId, t0) !== undefined).length;

  it('are never more than there is room for, and most of them stay while more are polled in turn', () => {
    const known = new KnownPins(100);
    const waiting = pins(200);
    let found = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      for (const pin of waiting) {
        if (known.find('plex', pin.publicId, t0) === undefined) known.keep(pin);
        else found += 1;
      }
      assert.equal(foundOf(known, waiting), 100);
    }
    assert.ok(found > 1000, `${found} of 4000 polls found their pin`);
  });

  it('give way when they are over, though there is room', () => {
    const known = new KnownPins(100);
    const old = aPin();
    known.keep(old);
    known.keep(aPin({ createdAt: old.expiresAt, expiresAt: old.expiresAt + 1000 }));
    assert.equal(known.find('plex', old.publicId, t0), undefined);
  });

  it('are pending, and live', () => {
    const known = new KnownPins(2);
    const [pin, settled] = [aPin(), approve(aPin(), anApproval())];
    assert.ok(settled.ok);
    known.keep(pin);
    known.keep(settled.value);
    assert.equal(known.find('plex', settled.value.publicId, t0), undefined);
    assert.equal(known.find('oauth', pin.publicId, t0), undefined);
    assert.equal(known.find('plex', pin.publicId, pin.expiresAt - 1), pin);
    assert.equal(known.find('plex', pin.publicId, pin.expiresAt), undefined);
  });
});
