import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Pin } from '../../domain/pin.ts';
import { aClient, aGrant, anApproval, aPin, austin, deviceInfo } from '../../stores/contract/samples.ts';
import { addGrant } from './add-grant.ts';
import { grantOf } from './grant-of.ts';
import { keepGrant } from './keep-grant.ts';

const approval = { ...anApproval(), trusted: false, approvedBy: 'phone', mayApprove: true, scopes: ['listen'] };

function grantFor(pin: Pin, parts: Partial<typeof approval> = {}) {
  const { ports } = testDependencies();
  return { grant: grantOf(ports, pin, { ...approval, keyId: ports.keys.current, ...parts }), ports };
}

describe('the grant of an approval', () => {
  it('is of the pin, its requester and the approval, and has not been redeemed', () => {
    const pin = aPin();
    const { grant, ports } = grantFor(pin);
    const token = ports.keys.deriveToken(ports.keys.current, approval.grantId, approval.salt);
    assert.deepEqual(grant, {
      id: approval.grantId,
      pinId: pin.id,
      approvedBy: 'phone',
      account: 'account-1',
      protocol: 'plex',
      clientId: 'device-1',
      name: 'TV',
      deviceInfo,
      address: '203.0.113.9',
      place: austin,
      mayApprove: true,
      scopes: ['listen'],
      resources: [],
      keyThumbprint: null,
      tokenHash: ports.keys.hash(String(token)),
      linkedAt: approval.at,
      collectedAt: null,
      collectedFrom: null,
      collectedElsewhere: false,
      lastSeenAt: null,
      version: 1,
    });
  });

  it('has the resources of an OAuth request, and what the requester hid behind', () => {
    const authorizationRequest = { scopes: ['listen'], resources: ['https://music.example'] };
    const requester = { ...aPin().requester, address: null, hiddenBehind: '198.51.100.7' };
    const { grant } = grantFor(aPin({ protocol: 'oauth', kind: 'user', authorizationRequest, requester }));
    assert.deepEqual([grant?.resources, grant?.hiddenBehind], [['https://music.example'], '198.51.100.7']);
  });

  it('keeps the sign-in in which the yes was given, and whether an app was led here by redirect', () => {
    const signIn = { method: 'password', provider: null, signedInAt: 7, acr: null, amr: [] } as const;
    const redirect = { uri: 'https://app.example', state: null, code: 'c', browser: 'b', signedInSince: null };
    const { ports } = grantFor(aPin());
    const order = { ...approval, keyId: ports.keys.current, signIn };
    const grant = grantOf(ports, aPin({ protocol: 'oauth', redirect }), order);
    assert.deepEqual([grant?.signIn, grant?.byRedirect], [signIn, true]);
  });

  it('has no opaque token where the device signs in by JWT', () => {
    const { grant } = grantFor(aPin({ deviceKey: { thumbprint: 't', x: 'x', kid: 'kid' } }));
    assert.equal(grant?.tokenHash, null);
  });

  it('is none once the key is gone that its token is derived from', () => {
    assert.equal(grantFor(aPin(), { keyId: 'gone' }).grant, undefined);
  });
});

describe('a grant that is added', () => {
  it('lives while its OAuth client does; a plex client is registered nowhere', async () => {
    const { store, ports } = testDependencies();
    const client = aClient();
    await store.oauthClients.add(client);
    const plex = aGrant();
    const known = aGrant({ protocol: 'oauth', clientId: client.id });
    const removed = aGrant({ protocol: 'oauth', clientId: 'removed' });
    assert.deepEqual(
      [await addGrant(ports, plex), await addGrant(ports, known), await addGrant(ports, removed)],
      [true, true, false],
    );
    const live = await Promise.all([plex, known, removed].map(({ id }) => store.grants.byId(id)));
    assert.deepEqual(live, [plex, known, undefined]);
  });

  it('never comes back once it was revoked', async () => {
    const { store, ports } = testDependencies();
    const grant = aGrant();
    await addGrant(ports, grant);
    await store.grants.revoke(grant.id, grant.account, 0);
    assert.equal(await addGrant(ports, grant), false);
    assert.equal(await keepGrant(ports, grant), undefined);
  });

  it('is kept as it is stored, and stored if it is not', async () => {
    const { store, ports } = testDependencies();
    const grant = aGrant({ name: 'Television' });
    assert.deepEqual(await keepGrant(ports, grant), grant);
    assert.deepEqual(await store.grants.byId(grant.id), grant);
    assert.deepEqual(await keepGrant(ports, { ...grant, name: 'Another' }), grant);
  });
});
