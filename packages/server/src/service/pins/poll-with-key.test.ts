// Polls of a plex pin that is tied to a device's key (wire 1.9).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { accountOf } from '../../../../../test/harness/people.ts';
import { aDevice, deviceClaims, type TestDevice } from '../../../../../test/support/device.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { refused } from '../../domain/result.ts';
import { findTokenOwner } from '../tokens/find-token-owner.ts';
import { approvePin } from './approve-pin.ts';
import { pollPlexPin } from './poll-plex-pin.ts';
import { requestPlexPin } from './request-plex-pin.ts';
import { standIn } from './stand-in.testing.ts';

const home = '203.0.113.7';

/** Ada's television, which has asked for a pin that is tied to its key, or to none. */
async function begin(isTied = true) {
  const dependencies = testDependencies();
  const { ports, store, clock } = dependencies;
  const ada = await accountOf(dependencies, 'ada');
  const device = aDevice('television');
  const { x, kid } = device.jwk;
  const issued = await requestPlexPin(ports, {
    clientIdentifier: 'tv',
    kind: 'strong',
    requester: aPin().requester,
    deviceKey: isTied ? { thumbprint: 'thumbprint', x, kid } : null,
  });
  assert.ok(issued.ok);
  const pin = issued.value;
  const sign = (by: TestDevice = device, more: object = {}) =>
    by.sign({ ...deviceClaims(ports.nonces.make(), 'tv', clock.now()), ...more });
  const poll = (deviceJwt: string | null, from = home, given = ports) =>
    pollPlexPin(given, {
      protocol: 'plex',
      publicId: pin.publicId,
      clientId: 'tv',
      code: null,
      from,
      deviceJwt,
      audiences: ['plex.tv'],
      userOf: ({ username }) => ({ username }),
    });
  const wordOf = async (...given: Parameters<typeof poll>) => {
    const polled = await poll(...given);
    if (polled.ok) return polled.value.token === null ? `${polled.value.pin.state.at}, no token` : 'token';
    return polled.refusal.kind === 'bad-proof' ? polled.refusal.fault : polled.refusal.kind;
  };
  const approve = async () => {
    const yes = { account: ada, address: home, place: null, mayApprove: false, approvedBy: null };
    assert.ok((await approvePin(ports, { pin: pin.id, ...yes })).ok);
  };
  return { ...dependencies, ports, store, clock, ada, device, pin, sign, poll, wordOf, approve };
}

describe('a pin that is tied to a key', () => {
  it('gives its token to the key alone, as a JWT, and registers the key', async () => {
    const { wordOf, approve, sign, poll, ports, store, ada, device } = await begin();
    assert.equal(await wordOf(null), 'pending, no token');
    await approve();
    assert.equal(await wordOf(null), 'approved, no token');
    const polled = await poll(sign());
    assert.ok(polled.ok && polled.value.token !== null);
    assert.equal(polled.value.pin.state.at, 'redeemed');
    const owner = await findTokenOwner(ports, polled.value.token);
    assert.equal(owner?.account.id, ada.id);
    const [key] = await store.deviceKeys.listOf('tv', device.jwk.kid);
    assert.deepEqual([key?.grantId, key?.x], [owner?.grant.id, device.jwk.x]);
    assert.equal(await wordOf(null), 'settled');
  });

  it('takes the same JWT for as long as it lives, once that has proved the key', async () => {
    const { wordOf, approve, sign, store, pin, clock } = await begin();
    const jwt = sign();
    assert.equal(await wordOf(jwt), 'pending, no token');
    const kept = await store.pins.byId(pin.id);
    assert.equal(kept?.polled?.provenNonces.length, 1);
    clock.pass(20 * 60_000);
    assert.equal(await wordOf(jwt), 'pending, no token', 'although its nonce and its own time are over');
    await approve();
    assert.equal(await wordOf(jwt), 'token');
    assert.equal(await wordOf(jwt), 'token', 'and within ten seconds again');
  });

  it('takes no JWT of another key, of another client, or with a nonce that is not fresh', async () => {
    const { wordOf, approve, sign, device, ports } = await begin();
    await approve();
    assert.equal(await wordOf(sign(aDevice('another'))), 'signature');
    assert.equal(await wordOf(sign(device, { iss: 'radio' })), 'malformed');
    assert.equal(await wordOf(sign(device, { nonce: 'made up' })), 'nonce');
    assert.equal(await wordOf('no JWT'), 'malformed');
    const nonce = ports.nonces.make();
    await ports.replayCache.use(`nonce ${nonce}`, Number.MAX_SAFE_INTEGER);
    assert.equal(await wordOf(sign(device, { nonce })), 'nonce');
    assert.equal(await wordOf(sign()), 'token');
  });

  it('says that it was redeemed to a poll without its key', async () => {
    const { poll, approve, sign } = await begin();
    await approve();
    assert.ok((await poll(sign())).ok);
    assert.deepEqual(await poll(null), refused({ kind: 'settled', as: 'redeemed' }));
  });

  it('is asked for again when the proof cannot be stored for now', async () => {
    const { poll, sign, ports } = await begin();
    const pins = standIn(ports.pins, { replace: async () => false });
    assert.deepEqual(await poll(sign(), home, { ...ports, pins }), refused({ kind: 'busy', retryAfter: 1 }));
  });

  it('gives nothing when its account goes at that very moment', async () => {
    const { poll, approve, sign, ports } = await begin();
    await approve();
    const accounts = standIn(ports.accounts, { byId: async () => undefined });
    assert.deepEqual(await poll(sign(), home, { ...ports, accounts }), refused({ kind: 'expired' }));
  });

  it('gives nothing once its account is gone', async () => {
    const { wordOf, approve, sign, store, ada } = await begin();
    const jwt = sign();
    await wordOf(jwt);
    await approve();
    await store.accounts.remove(ada.id, { by: 'operator' }, 0);
    assert.equal(await wordOf(jwt), 'settled');
  });

  it('remembers the network from where its key was proved, so that the token is fetched from no new one', async () => {
    const { wordOf, approve, sign, store, ada } = await begin();
    const abroad = '198.51.100.7';
    const jwt = sign();
    await wordOf(jwt, abroad);
    await approve();
    assert.equal(await wordOf(jwt, abroad), 'token');
    const [grant] = await store.grants.listFor(ada.id);
    assert.deepEqual([grant?.collectedFrom, grant?.collectedElsewhere], [abroad, false]);
  });
});

describe('a pin that is tied to no key', () => {
  it('gives a token that is no JWT, without any proof', async () => {
    const { wordOf, approve, poll } = await begin(false);
    assert.equal(await wordOf(null), 'pending, no token');
    await approve();
    const polled = await poll(null);
    assert.ok(polled.ok && polled.value.token !== null && !polled.value.token.includes('.'));
  });
});
