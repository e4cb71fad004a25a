import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Grant } from '../../domain/grant.ts';
import { accepted, refused } from '../../domain/result.ts';
import { aGrant, anAccount, deviceInfo } from '../../stores/contract/samples.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { endTokens } from './end-tokens.ts';
import { grantByPassword } from './grant-by-password.ts';
import { endByDevice, renameByDevice } from './manage-grant.ts';
import { renameGrant } from './rename-grant.ts';

/** Ada's phone, which may approve others, her television, and Bob's radio. */
async function begin() {
  const { store, ports, clock } = testDependencies();
  const phone = aGrant({ account: 'ada', mayApprove: true, name: 'Phone' });
  const television = aGrant({ account: 'ada', name: 'Television' });
  const radio = aGrant({ account: 'bob', name: 'Radio' });
  for (const grant of [phone, television, radio]) assert.ok(await store.grants.add(grant));
  return {
    ports,
    store,
    clock,
    phone,
    television,
    radio,
    nameOf: async ({ id }: Grant) => (await store.grants.byId(id))?.name,
  };
}

describe('a device', () => {
  it('renames itself; one that may approve others renames any of its person', async () => {
    const { ports, phone, television, nameOf } = await begin();
    assert.deepEqual(await renameByDevice(ports, television, television, 'Den'), accepted(undefined));
    assert.equal(await nameOf(television), 'Den');
    assert.deepEqual(await renameByDevice(ports, phone, television, 'Attic'), accepted(undefined));
    assert.equal(await nameOf(television), 'Attic');
  });

  it('renames no other one', async () => {
    const { ports, phone, television, radio, nameOf } = await begin();
    assert.deepEqual(await renameByDevice(ports, television, phone, 'Mine'), refused('not-allowed'));
    assert.equal(await nameOf(phone), 'Phone');
    assert.deepEqual(await renameByDevice(ports, phone, radio, 'Mine'), refused('gone'), 'of another person');
    assert.equal(await nameOf(radio), 'Radio');
  });

  it('that was unlinked meanwhile cannot be renamed', async () => {
    const { ports, store, phone, television } = await begin();
    await store.grants.revoke(television.id, 'ada', 0);
    assert.deepEqual(await renameByDevice(ports, phone, television, 'Den'), refused('gone'));
  });

  it('ends itself, or any of its person if it may approve others, and no other one', async () => {
    const { ports, store, phone, television, radio } = await begin();
    assert.deepEqual(await endByDevice(ports, television, phone), refused('not-allowed'));
    assert.ok(await store.grants.byId(phone.id));
    assert.deepEqual(await endByDevice(ports, phone, television), accepted(undefined));
    assert.equal(await store.grants.byId(television.id), undefined);
    assert.deepEqual(await endByDevice(ports, phone, television), accepted(undefined), 'again');
    await endByDevice(ports, phone, radio);
    assert.ok(await store.grants.byId(radio.id), 'of another person');
    assert.deepEqual(await endByDevice(ports, phone, phone), accepted(undefined));
    assert.equal(await store.grants.byId(phone.id), undefined);
  });

  it('gets its first name back, and keeps it from another account', async () => {
    const { store, television, nameOf } = await begin();
    assert.equal(await renameGrant(store.grants, television.id, 'ada', null), true);
    assert.equal(await nameOf(television), 'TV');
    assert.equal(await renameGrant(store.grants, television.id, 'bob', 'Mine'), false);
    assert.equal(await nameOf(television), 'TV');
    assert.equal(await renameGrant(store.grants, 'nothing', 'ada', 'Den'), false);
  });
});

describe('the opaque tokens of a client', () => {
  it('end for the plex devices of one account, which stay linked', async () => {
    const { store } = testDependencies();
    const ended = aGrant({ account: 'ada', clientId: 'tv' });
    const others = [
      aGrant({ account: 'ada', clientId: 'radio' }),
      aGrant({ account: 'ada', clientId: 'tv', protocol: 'oauth' }),
      aGrant({ account: 'bob', clientId: 'tv' }),
    ];
    for (const grant of [ended, ...others]) assert.ok(await store.grants.add(grant));
    await endTokens(store.grants, 'ada', 'tv');
    assert.deepEqual(await store.grants.byId(ended.id), { ...ended, tokenHash: null, version: 2 });
    for (const grant of others) assert.deepEqual(await store.grants.byId(grant.id), grant);
  });
});

describe('a sign-in with a password', () => {
  const device = { clientId: 'script', deviceInfo, address: '203.0.113.9', place: null };

  it('links a device that may approve others, by a token of which the hash alone is stored', async () => {
    const { store, ports, clock } = testDependencies();
    const account = anAccount();
    await store.accounts.add(account, { by: 'operator' }, 0);
    const granted = await grantByPassword(ports, { account, ...device });
    assert.ok(granted);
    assert.match(granted.token, /^[0-9A-Za-z]{20}$/);
    const stored = await store.grants.byTokenHash(ports.keys.hash(granted.token));
    assert.deepEqual(stored, granted.grant);
    const now = clock.now();
    assert.deepEqual(
      [stored?.pinId, stored?.approvedBy, stored?.account, stored?.protocol, stored?.name, stored?.mayApprove],
      [null, null, account.id, 'plex', 'TV', true],
    );
    assert.deepEqual(
      [stored?.linkedAt, stored?.collectedAt, stored?.collectedFrom, stored?.collectedElsewhere, stored?.lastSeenAt],
      [now, now, '203.0.113.9', false, null],
    );
  });

  it('has no scopes and no resources, and needs a key to derive its token from', async () => {
    const { store, ports } = testDependencies();
    const account = anAccount();
    await store.accounts.add(account, { by: 'operator' }, 0);
    const granted = await grantByPassword(ports, { account, ...device });
    assert.deepEqual([granted?.grant.scopes, granted?.grant.resources], [[], []]);
    const keys = standIn(ports.keys, { deriveToken: () => undefined });
    await assert.rejects(grantByPassword({ ...ports, keys }, { account, ...device }), /derives no token/);
  });

  it('links nothing once the password was changed', async () => {
    const { store, ports } = testDependencies();
    const account = anAccount();
    await store.accounts.add(account, { by: 'operator' }, 0);
    const old = { ...account, passwordHash: 'another' };
    assert.equal(await grantByPassword(ports, { account: old, ...device }), undefined);
    assert.deepEqual(await store.grants.listFor(account.id), []);
  });
});
