import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { requesterIdentityOf, requesterKeyOf, requesterKeysOf } from '../../domain/requester-key.ts';
import { aDeviceKey, aGrant, aPin, t0 } from '../../stores/contract/samples.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { emptyStores } from '../../stores/sqlite/temporary.testing.ts';
import type { NewEvent } from '../ports/events.ts';
import type { Store } from '../ports/store.ts';
import { reportRequester } from './report-requester.ts';
import { unblock } from './unblock.ts';

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };
const day = 86_400_000;

/** Ports over one store, with people of any age and a clock that is moved by hand. */
function setUp(store: Store) {
  const { ports: others, clock } = testDependencies({ store, clock: movableClock(t0) });
  const noted: NewEvent[] = [];
  const ports = {
    ...store,
    ...others,
    events: {
      note: async (event: NewEvent) => void noted.push(event),
      entryOf: () => assert.fail('nothing here changes a pin'),
    },
  };
  const says = (
    account: string,
    pin = aPin(),
    { address = '198.51.100.7', age = 30 * day }: { readonly address?: string | null; readonly age?: number } = {},
  ) =>
    reportRequester(ports, {
      requesterIdentity: requesterIdentityOf(pin),
      name: 'Living Room',
      about: pin,
      account: { id: account, createdAt: clock.now() - age },
      address,
    });
  const isBlocked = async (account: string | null, pin = aPin()): Promise<boolean> =>
    (await store.blocks.find(requesterKeyOf(requesterIdentityOf(pin)) ?? '', account, clock.now())) !== undefined;
  const kinds = (): readonly string[] => noted.map(({ kind }) => kind);
  return { store, ports, clock, says, isBlocked, kinds };
}

/** A pin of the TV that somebody in another country asks with. */
const lure = (parts: Parameters<typeof aPin>[0] = {}) =>
  aPin({ clientId: 'tv', requester: { ...aPin().requester, address: '192.0.2.66' }, ...parts });

describe('what a requester is known by', () => {
  const requesterIdentity = { protocol: 'plex', clientId: 'tv', key: null, address: '192.0.2.66' } as const;
  it('is its key, else its client identifier with its prefix, and never the identifier alone', () => {
    assert.equal(requesterKeyOf({ ...requesterIdentity, key: 'k' }), 'key k');
    assert.equal(requesterKeyOf(requesterIdentity), 'plex 192.0.2.66 tv');
    assert.equal(
      requesterKeyOf({ ...requesterIdentity, address: '2001:db8::1' }),
      requesterKeyOf({ ...requesterIdentity, address: '2001:db8::2' }),
    );
    assert.equal(requesterKeyOf({ ...requesterIdentity, address: null }), null);
    assert.notEqual(requesterKeyOf(requesterIdentity), requesterKeyOf({ ...requesterIdentity, address: '192.0.2.67' }));
    assert.notEqual(requesterKeyOf(requesterIdentity), requesterKeyOf({ ...requesterIdentity, protocol: 'oauth' }));
  });
  it('counts on when it shows a key later', () => {
    assert.deepEqual(requesterKeysOf({ ...requesterIdentity, key: 'k' }), ['key k', 'plex 192.0.2.66 tv']);
    assert.deepEqual(requesterKeysOf({ ...requesterIdentity, address: null }), []);
  });
});

for (const [storeName, open] of Object.entries(stores)) {
  describe(`"this was not me", on ${storeName}`, () => {
    it('blocks the requester for this account and nobody else, for thirty days', async () => {
      const { says, isBlocked, clock, kinds } = setUp(await open());
      assert.deepEqual(await says('ada', lure()), { unlinked: 0, blocked: true });
      assert.equal(await isBlocked('ada', lure()), true);
      assert.equal(await isBlocked('bob', lure()), false);
      assert.equal(await isBlocked(null, lure()), false);
      assert.equal(await isBlocked('ada', aPin({ clientId: 'tv' })), false, 'the same identifier elsewhere');
      clock.pass(30 * day);
      assert.equal(await isBlocked('ada', lure()), false);
      assert.deepEqual(kinds(), ['reported']);
    });

    it('unlinks what this account gave to the same client from the same prefix, and nothing else', async () => {
      const { store, says } = setUp(await open());
      const same = aGrant({ account: 'ada', clientId: 'tv', address: '192.0.2.66' });
      const others = [
        aGrant({ account: 'ada', clientId: 'tv', address: '203.0.113.9' }),
        aGrant({ account: 'ada', clientId: 'radio', address: '192.0.2.66' }),
        aGrant({ account: 'ada', clientId: 'tv', address: '192.0.2.66', protocol: 'oauth' }),
        aGrant({ account: 'bob', clientId: 'tv', address: '192.0.2.66' }),
        aGrant({ account: 'ada', clientId: 'tv', address: null }),
      ];
      for (const grant of [same, ...others]) await store.grants.add(grant);
      assert.equal((await says('ada', lure())).unlinked, 1);
      assert.equal(await store.grants.byId(same.id), undefined);
      for (const grant of others) assert.ok(await store.grants.byId(grant.id));
    });

    it('goes by the key where there is one, wherever it is', async () => {
      const { store, says } = setUp(await open());
      const oauth = aGrant({ account: 'ada', protocol: 'oauth', clientId: 'tv', keyThumbprint: 'k', address: null });
      const plex = aGrant({ account: 'ada', clientId: 'tv', tokenHash: null });
      const other = aGrant({ account: 'ada', protocol: 'oauth', clientId: 'tv', address: '192.0.2.66' });
      for (const grant of [oauth, plex, other]) await store.grants.add(grant);
      await store.deviceKeys.register(aDeviceKey(plex, { thumbprint: 'k' }), true);
      assert.equal((await says('ada', lure({ protocol: 'oauth', kind: 'user', keyThumbprint: 'k' }))).unlinked, 1);
      const deviceKey = { thumbprint: 'k', x: 'x', kid: 'kid' };
      assert.equal((await says('ada', lure({ deviceKey }))).unlinked, 1);
      assert.ok(await store.grants.byId(other.id));
    });

    it('blocks for everybody when three aged accounts of three networks say so within a day, for a day', async () => {
      const { says, isBlocked, clock, kinds } = setUp(await open());
      await says('ada', lure(), { address: '198.51.100.7' });
      await says('bob', lure(), { address: '203.0.113.7' });
      assert.equal(await isBlocked(null, lure()), false);
      await says('cy', lure(), { address: '2001:db8:7::1' });
      assert.equal(await isBlocked(null, lure()), true);
      assert.equal(await isBlocked(null, aPin({ clientId: 'tv' })), false, 'an honest device with the same identifier');
      assert.deepEqual(kinds(), ['reported', 'reported', 'reported', 'blocked']);
      clock.pass(day);
      assert.equal(await isBlocked(null, lure()), false);
    });

    it('never does so for an OAuth client without a key, which many have behind one address', async () => {
      const { says, isBlocked } = setUp(await open());
      const pin = lure({ protocol: 'oauth', kind: 'user' });
      const froms = ['198.51.100.7', '203.0.113.7', '2001:db8:7::1', '192.0.2.200'];
      for (const [index, address] of froms.entries()) await says(`a${index}`, pin, { address });
      assert.equal(await isBlocked(null, pin), false);
      assert.equal(await isBlocked('a0', pin), true, 'but for who said so');
    });

    it('does so for an OAuth client with a key, by the key', async () => {
      const { store, says, clock } = setUp(await open());
      const pin = lure({ protocol: 'oauth', kind: 'user', keyThumbprint: 'k' });
      const froms = ['198.51.100.7', '203.0.113.7', '2001:db8:7::1'];
      for (const [index, address] of froms.entries()) await says(`a${index}`, pin, { address });
      const [block] = await store.blocks.listFor(null, clock.now());
      assert.deepEqual([block?.requesterKey, block?.by], ['key k', 'reports']);
      const [own] = await store.blocks.listFor('a0', clock.now());
      assert.equal(own?.by, 'person');
    });

    it('does so once, however many say so', async () => {
      const { says, kinds } = setUp(await open());
      const froms = ['1', '2', '3', '4', '5', '6', '7'].map((part) => `2001:db8:${part}::1`);
      for (const [index, address] of froms.entries()) await says(`a${index}`, lure(), { address });
      assert.deepEqual(
        kinds().filter((kind) => kind === 'blocked'),
        ['blocked'],
      );
    });

    it('counts an account from its seventh day on, and none whose network is not known', async () => {
      const seven = setUp(await open());
      const froms = ['198.51.100.7', '203.0.113.7', '2001:db8:7::1'];
      for (const [index, address] of froms.entries()) await seven.says(`a${index}`, lure(), { address, age: 7 * day });
      assert.equal(await seven.isBlocked(null, lure()), true);
      const hidden = setUp(await open());
      for (const index of [1, 2, 3]) await hidden.says(`a${index}`, lure(), { address: null });
      assert.equal(await hidden.isBlocked(null, lure()), false);
    });

    it('never does so for fewer, for young accounts, for one network, or for reports of different days', async () => {
      const froms = ['198.51.100.7', '203.0.113.7', '192.0.2.200', '2001:db8:1::1', '2001:db8:2::1'];
      const young = setUp(await open());
      for (const [index, address] of froms.entries()) await young.says(`a${index}`, lure(), { address, age: 6 * day });
      assert.equal(await young.isBlocked(null, lure()), false);

      const together = setUp(await open());
      for (let index = 0; index < 9; index += 1) {
        await together.says(`a${index}`, lure(), { address: `198.51.100.${index}` });
        await together.says(`b${index}`, lure(), { address: `2001:db8:9:${index}::1` });
      }
      assert.equal(await together.isBlocked(null, lure()), false);

      const slow = setUp(await open());
      for (const [index, address] of froms.entries()) {
        await slow.says(`a${index}`, lure(), { address });
        slow.clock.pass(day / 2);
      }
      assert.equal(await slow.isBlocked(null, lure()), false);
    });

    it('counts one account once, however often and from wherever it says so', async () => {
      const { says, isBlocked } = setUp(await open());
      for (const address of ['198.51.100.7', '203.0.113.7', '2001:db8::1', '192.0.2.9']) {
        await says('mallory', lure(), { address });
      }
      assert.equal(await isBlocked(null, lure()), false);
    });

    it('is heard five times a day from one account; what it has is unlinked all the same', async () => {
      const { store, says, clock } = setUp(await open());
      const of = (index: number) => lure({ clientId: `tv-${index}` });
      for (let index = 0; index < 5; index += 1) assert.equal((await says('ada', of(index))).blocked, true);
      await store.grants.add(aGrant({ account: 'ada', clientId: 'tv-5', address: '192.0.2.66' }));
      assert.deepEqual(await says('ada', of(5)), { unlinked: 1, blocked: false });
      assert.equal((await says('bob', of(5))).blocked, true);
      clock.pass(2 * day);
      assert.equal((await says('ada', of(5))).blocked, true);
    });

    it('is said in vain of a requester that nothing is known of', async () => {
      const { says } = setUp(await open());
      const nobody = lure({ requester: { ...aPin().requester, address: null } });
      assert.deepEqual(await says('ada', nobody), { unlinked: 0, blocked: false });
    });

    it('is taken back by its own block, beside another', async () => {
      const radio = lure({ clientId: 'radio' });
      for (const [taken, kept] of [
        [lure(), radio],
        [radio, lure()],
      ] as const) {
        const { store, ports, says, isBlocked, clock } = setUp(await open());
        for (const pin of [lure(), radio]) await says('ada', pin);
        const key = requesterKeyOf(requesterIdentityOf(taken));
        const block = (await store.blocks.listFor('ada', clock.now())).find(({ requesterKey }) => requesterKey === key);
        assert.equal(await unblock(ports, block?.id ?? '', 'ada', null), true);
        assert.deepEqual([await isBlocked('ada', taken), await isBlocked('ada', kept)], [false, true]);
      }
    });

    it('can be taken back, and then counts for nobody', async () => {
      const { store, ports, says, isBlocked, kinds, clock } = setUp(await open());
      await says('ada', lure(), { address: '198.51.100.7' });
      const [block] = await store.blocks.listFor('ada', clock.now());
      assert.equal(await unblock(ports, block?.id ?? '', 'eve', null), false);
      assert.equal(await unblock(ports, block?.id ?? '', 'ada', null), true);
      assert.equal(await isBlocked('ada', lure()), false);
      await says('bob', lure(), { address: '203.0.113.7' });
      await says('cy', lure(), { address: '2001:db8:7::1' });
      assert.equal(await isBlocked(null, lure()), false);
      assert.deepEqual(kinds(), ['reported', 'unblocked', 'reported', 'reported']);
    });
  });
}
