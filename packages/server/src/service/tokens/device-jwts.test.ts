// Device JWTs in, Plex JWTs out (wire 1.9).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountOf } from '../../../../../test/harness/people.ts';
import { testDependencies, type TestOptions } from '../../../../../test/harness/dependencies.ts';
import { aDevice, deviceClaims, type TestDevice } from '../../../../../test/support/device.ts';
import { refused } from '../../domain/result.ts';
import { aGrant } from '../../stores/contract/samples.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { nonceLife } from '../ports/nonces.ts';
import { exchangeDeviceJwt } from './exchange-device-jwt.ts';
import { findTokenOwner } from './find-token-owner.ts';
import { giveNonce } from './give-nonce.ts';
import { ageOfNonce } from './nonce-age.ts';

const address = '203.0.113.9';
const day = 86_400_000;

/** Ada's television, whose key is registered, and its opaque token. */
async function begin(settings: TestOptions['settings'] = {}) {
  const dependencies = testDependencies({ settings });
  const { store, ports, clock } = dependencies;
  const ada = await accountOf(dependencies, 'ada');
  const device = aDevice('television');
  const now = clock.now();
  const grant = aGrant({
    account: ada.id,
    clientId: 'tv',
    tokenHash: ports.keys.hash('opaque'),
    linkedAt: now,
    collectedAt: now,
  });
  await store.grants.add(grant);
  const key = { thumbprint: 'thumbprint', x: device.jwk.x, kid: device.jwk.kid, clientId: 'tv' };
  await store.deviceKeys.register({ ...key, grantId: grant.id, account: ada.id, registeredAt: now }, true);
  const sign = (by: TestDevice = device, more: object = {}) =>
    by.sign({ ...deviceClaims(ports.nonces.make(), 'tv', clock.now()), ...more });
  const userOf = ({ username }: { readonly username: string }, scopes: readonly string[]) => ({ username, scopes });
  const exchange = (jwt: string) => exchangeDeviceJwt(ports, { jwt, audiences: ['plex.tv'], address, userOf });
  const faultOf = async (jwt: string) => {
    const result = await exchange(jwt);
    if (result.ok) return 'ok';
    return result.refusal.kind === 'bad-jwt' ? result.refusal.fault : result.refusal.kind;
  };
  return { ...dependencies, ada, device, grant, sign, exchange, faultOf };
}

describe('a device JWT', () => {
  it('is exchanged for a Plex JWT, which says what the device asked for, and ends the opaque token', async () => {
    const { ports, store, ada, grant, sign, exchange, clock } = await begin();
    assert.ok(await findTokenOwner(ports, 'opaque'));
    clock.pass(60_000);
    const exchanged = await exchange(sign());
    assert.ok(exchanged.ok);
    const claims = JSON.parse(Buffer.from(exchanged.value.split('.')[1] ?? '', 'base64url').toString()) as {
      readonly user: unknown;
    };
    assert.deepEqual(claims.user, { username: 'ada', scopes: ['username', 'email', 'friendly_name'] });
    assert.equal(await findTokenOwner(ports, 'opaque'), undefined);
    const owner = await findTokenOwner(ports, exchanged.value);
    assert.deepEqual([owner?.account.id, owner?.grant.id, owner?.token], [ada.id, grant.id, exchanged.value]);
    assert.equal((await store.grants.byId(grant.id))?.lastSeenAt, clock.now());
  });

  it('is good once, with a nonce of this service that is fresh', async () => {
    const { sign, device, faultOf, clock, ports } = await begin();
    const jwt = sign();
    assert.equal(await faultOf(jwt), 'ok');
    assert.equal(await faultOf(jwt), 'nonce');
    assert.equal(await faultOf(sign(device, { nonce: 'made up' })), 'nonce');
    const nonce = ports.nonces.make();
    clock.pass(nonceLife);
    assert.equal(await faultOf(sign(device, { nonce })), 'nonce');
    assert.equal(await faultOf(sign()), 'ok');
  });

  it('is good for a minute past its end, because clocks differ', async () => {
    const { sign, device, faultOf, clock } = await begin();
    clock.set(Math.ceil(clock.now() / 1000) * 1000);
    const exp = clock.now() / 1000;
    const atEdge = () => sign(device, { exp: Math.floor(clock.now() / 1000) - 60 });
    assert.equal(await faultOf(sign(device, { exp: exp - 59 })), 'ok');
    assert.equal(await faultOf(atEdge()), 'expired');
  });

  it('must be signed by a key that is registered for its client, and be a JWT for this service', async () => {
    const { sign, device, faultOf } = await begin();
    assert.equal(await faultOf(sign(aDevice('another'))), 'signature');
    assert.equal(await faultOf(sign(device, { iss: 'radio' })), 'signature');
    assert.equal(await faultOf(sign(device, { aud: 'elsewhere' })), 'malformed');
    assert.equal(await faultOf('no JWT'), 'malformed');
  });

  it('gives nothing once its device was unlinked, was idle for too long, or its account is gone', async () => {
    const unlinked = await begin();
    await unlinked.store.grants.revoke(unlinked.grant.id, unlinked.ada.id, 0);
    assert.equal(await unlinked.faultOf(unlinked.sign()), 'signature', 'its key went with it');

    const idle = await begin({ tokenLapseDays: 1 });
    idle.clock.pass(day - 1);
    assert.equal(await idle.faultOf(idle.sign()), 'ok');
    idle.clock.pass(day);
    assert.equal(await idle.faultOf(idle.sign()), 'no-grant');

    const gone = await begin();
    const accounts = standIn(gone.ports.accounts, { byId: async () => undefined });
    const exchange = { jwt: gone.sign(), audiences: ['plex.tv'], address, userOf: () => ({}) };
    const result = await exchangeDeviceJwt({ ...gone.ports, accounts }, exchange);
    assert.deepEqual(result, refused({ kind: 'no-grant' }));
    assert.equal(await findTokenOwner({ ...gone.ports, accounts }, 'opaque'), undefined);
  });

  it('gives nothing once the provider says that its person is gone', async () => {
    const { ports, sign } = await begin();
    const checked = { ...ports, personCheck: { check: async () => 'ended' as const } };
    const exchange = { jwt: sign(), audiences: ['plex.tv'], address, userOf: () => ({}) };
    assert.deepEqual(await exchangeDeviceJwt(checked, exchange), refused({ kind: 'no-grant' }));
    assert.equal(await findTokenOwner(checked, 'opaque'), undefined);
  });

  it('gives nothing when its device is unlinked at that very moment', async () => {
    const { ports, sign } = await begin();
    const grants = standIn(ports.grants, { byId: async () => undefined });
    const exchange = { jwt: sign(), audiences: ['plex.tv'], address, userOf: () => ({}) };
    assert.deepEqual(await exchangeDeviceJwt({ ...ports, grants }, exchange), refused({ kind: 'no-grant' }));
  });

  it('with a nonce from before the start has expired, so that its device signs another', async () => {
    const { ports, sign, clock } = await begin();
    const exchange = { jwt: sign(), audiences: ['plex.tv'], address, userOf: () => ({}) };
    const restarted = { ...ports, startedAt: clock.now() + 1000 };
    const result = await exchangeDeviceJwt(restarted, exchange);
    assert.deepEqual(result, refused({ kind: 'bad-jwt', fault: 'expired' }));
  });

  it('is tried with every key that its client has', async () => {
    const { store, ports, ada, device, sign, faultOf, clock } = await begin();
    const second = aGrant({ account: ada.id, clientId: 'tv', linkedAt: clock.now(), collectedAt: clock.now() });
    await store.grants.add(second);
    const other = aDevice('another');
    const key = { thumbprint: 'another', x: other.jwk.x, kid: other.jwk.kid, clientId: 'tv' };
    await store.deviceKeys.register(
      { ...key, grantId: second.id, account: ada.id, registeredAt: clock.now() + 1 },
      true,
    );
    const claims = deviceClaims(ports.nonces.make(), 'tv', clock.now());
    assert.equal(await faultOf(device.sign(claims, { kid: 'unknown' })), 'ok', 'the newest is tried first');
    assert.equal(await faultOf(sign(other)), 'ok');
  });

  it('is exchanged within the limit of nonces of its network', async () => {
    const { sign, ports, faultOf } = await begin();
    let given = await giveNonce(ports, address);
    for (let turn = 0; given.ok && turn < 10_000; turn += 1) given = await giveNonce(ports, address);
    assert.equal(given.ok ? 'ok' : given.refusal.kind, 'over-budget');
    assert.equal(await faultOf(sign()), 'over-budget');
  });
});

describe('the age of a nonce', () => {
  it('is fresh for five minutes, and none from before the start is', async () => {
    const { ports, clock } = await begin();
    const nonce = ports.nonces.make();
    assert.equal(ageOfNonce(ports, nonce), 'fresh');
    const second = Math.floor(clock.now() / 1000) * 1000;
    assert.equal(ageOfNonce({ ...ports, startedAt: second }, nonce), 'fresh');
    assert.equal(ageOfNonce({ ...ports, startedAt: second + 1000 }, nonce), 'before-start');
    const overAt = (ports.nonces.madeAt(nonce) ?? 0) + nonceLife;
    clock.pass(overAt - 1 - clock.now());
    assert.equal(ageOfNonce(ports, nonce), 'fresh');
    clock.pass(1);
    assert.equal(ageOfNonce(ports, nonce), 'over');
    assert.equal(ageOfNonce(ports, 'made up'), 'over');
  });
});

describe('the owner of a plex token', () => {
  it('is noted as seen once a minute', async () => {
    const { ports, store, grant, clock } = await begin();
    const seenAt = async () => (await store.grants.byId(grant.id))?.lastSeenAt;
    await findTokenOwner(ports, 'opaque');
    const first = clock.now();
    assert.equal(await seenAt(), first);
    clock.pass(59_999);
    await findTokenOwner(ports, 'opaque');
    assert.equal(await seenAt(), first);
    clock.pass(1);
    await findTokenOwner(ports, 'opaque');
    assert.equal(await seenAt(), clock.now());
  });

  it('is nobody for a token that is unknown, revoked, or idle for too long', async () => {
    const { ports, store, grant, ada, clock } = await begin({ tokenLapseDays: 1 });
    for (const text of ['', 'nothing', 'a.b.c']) assert.equal(await findTokenOwner(ports, text), undefined);
    clock.pass(day - 1);
    assert.ok(await findTokenOwner(ports, 'opaque'));
    clock.pass(day);
    assert.equal(await findTokenOwner(ports, 'opaque'), undefined);
    await store.grants.revoke(grant.id, ada.id, 0);
    assert.equal(await findTokenOwner(ports, 'opaque'), undefined);
  });

  it('is nobody for a Plex JWT once another key took its place', async () => {
    const { ports, store, grant, ada, sign, exchange, clock } = await begin();
    const exchanged = await exchange(sign());
    assert.ok(exchanged.ok && (await findTokenOwner(ports, exchanged.value)));
    const other = aDevice('another');
    const key = { thumbprint: 'another', x: other.jwk.x, kid: other.jwk.kid, clientId: 'tv' };
    await store.deviceKeys.register({ ...key, grantId: grant.id, account: ada.id, registeredAt: clock.now() }, true);
    assert.equal(await findTokenOwner(ports, exchanged.value), undefined);
  });
});
