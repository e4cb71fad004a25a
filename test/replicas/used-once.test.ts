// What is good once is good once at all replicas together.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { registerClient } from '../harness/clients.ts';
import { ask, form, link, type Answer } from '../plex/asking.ts';
import { approve, askForPin, exchange, poll, prove, refusedWith, register, tokenIn } from '../plex/keyed.ts';
import { aDevice } from '../support/device.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { StoreBusyError } from '../../packages/server/src/service/ports/busy.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { startPair } from '../postgres/pair.ts';
import { until } from '../support/until.ts';
import { replicasFor, type Replica, type Replicas } from './replicas.ts';

const base = 'http://127.0.0.1:4747';

async function twoOf(context: TestContext): Promise<readonly [Replica, Replica, Replicas]> {
  const replicas = await replicasFor(context);
  return [await replicas.start('one'), await replicas.start('other'), replicas];
}

/** A client that signs a DPoP proof for each request. */
async function aClient(one: Replica) {
  await registerClient(one, 'tv');
  const pair = await generateKeyPair('ES256', { extractable: true });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(pair.publicKey) };
  let serial = 0;
  const proof = (path: string, more: JWTPayload = {}): Promise<string> =>
    new SignJWT({
      jti: `${(serial += 1)}`,
      htm: 'POST',
      htu: `${base}${path}`,
      iat: Math.floor(one.clock.now() / 1000),
      ...more,
    })
      .setProtectedHeader(header)
      .sign(pair.privateKey);
  const post = async (at: Replica, path: string, dpop: string, values: Readonly<Record<string, string>> = {}) => {
    const body = form({ client_id: 'tv', ...values });
    return ask(at, 'POST', path, { ...body, headers: { ...body.headers, dpop } });
  };
  return { proof, post };
}

const errorOf = ({ json }: Answer): unknown => (json as { readonly error?: string }).error;

test('a device JWT that was exchanged at one replica is not exchanged at another', async (context) => {
  const [one, other] = await twoOf(context);
  const device = aDevice('tv');
  await register(one, device, 'tv', await link(one, await one.person('ada'), 'tv'));
  const jwt = await prove(one, device, 'tv');
  assert.equal((await exchange(one, jwt)).status, 200);
  refusedWith(await exchange(other, jwt), 422, 1008);
  assert.equal((await exchange(other, await prove(other, device, 'tv'))).status, 200);
});

test('a device JWT that proved its pin at one replica proves it at another, and no other pin', async (context) => {
  const [one, other] = await twoOf(context);
  const device = aDevice('tv');
  const pin = await askForPin(one, device, 'tv');
  const jwt = await prove(one, device, 'tv');
  assert.equal((await poll(one, pin, 'tv', jwt)).status, 200);
  const second = await askForPin(other, device, 'tv');
  refusedWith(await poll(other, second, 'tv', jwt), 422, 1008);
  await approve(other, pin);
  assert.match(tokenIn(await poll(other, pin, 'tv', jwt)), /^ey/);
});

test('a DPoP proof of a pending poll writes nothing; one for which something was given is good nowhere else', async (context) => {
  const [one, other, { database }] = await twoOf(context);
  const { proof, post } = await aClient(one);
  const [asking, polling] = ['/oauth/device_authorization', '/oauth/token'];

  const first = await proof(asking);
  const asked = await post(one, asking, first);
  assert.equal(asked.status, 200);
  assert.equal(errorOf(await post(other, asking, first)), 'invalid_dpop_proof');
  const { device_code: deviceCode, user_code: userCode } = asked.json as Readonly<Record<string, string>>;

  const token = async (at: Replica, dpop: string, more = {}) =>
    post(at, polling, dpop, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode ?? '',
      ...more,
    });
  const rows = () => database.sql('select count(*) from used_once');
  const before = await rows();
  const pending = await proof(polling);
  assert.equal(errorOf(await token(one, pending)), 'authorization_pending');
  assert.equal(errorOf(await token(one, pending)), 'invalid_dpop_proof', 'the replica remembers it');
  assert.equal(await rows(), before);

  await approve(other, { id: 0, code: userCode ?? '' });
  const redeeming = await proof(polling);
  const redeemed = await token(one, redeeming);
  assert.equal(redeemed.status, 200);
  assert.equal(
    errorOf(await token(other, redeeming)),
    'invalid_dpop_proof',
    'though the answer goes again for a while',
  );
  assert.deepEqual((await token(other, await proof(polling))).json, redeemed.json);

  const { refresh_token: refreshToken } = redeemed.json as Readonly<Record<string, string>>;
  const refresh = async (at: Replica, dpop: string) =>
    post(at, polling, dpop, { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });
  const refreshing = await proof(polling);
  assert.equal((await refresh(other, refreshing)).status, 200);
  assert.equal(errorOf(await refresh(one, refreshing)), 'invalid_dpop_proof');
});

test('a client assertion is good at one replica', async (context) => {
  const [one, other] = await twoOf(context);
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwks = JSON.stringify({ keys: [await exportJWK(pair.publicKey)] });
  await registerClient(one, 'radio', { authMethod: 'private_key_jwt', jwks });
  let serial = 0;
  const assertion = async (): Promise<string> => {
    const seconds = Math.floor(one.clock.now() / 1000);
    const said = { iss: 'radio', sub: 'radio', aud: base, jti: `${(serial += 1)}`, iat: seconds, exp: seconds + 300 };
    return new SignJWT(said).setProtectedHeader({ alg: 'ES256' }).sign(pair.privateKey);
  };
  const send = async (at: Replica, path: string, text: string, more = {}) => {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    return ask(at, 'POST', path, form({ client_assertion_type: type, client_assertion: text, ...more }));
  };
  for (const [path, more] of [
    ['/oauth/device_authorization', {}],
    ['/oauth/introspect', { token: 'none' }],
    ['/oauth/revoke', { token: 'none' }],
  ] as const) {
    const text = await assertion();
    assert.equal((await send(one, path, text, more)).status, 200, path);
    assert.equal(errorOf(await send(other, path, text, more)), 'invalid_client', path);
  }
});

test('a replica that joins takes what was made before it did, and nothing from before all of them', async (context) => {
  const replicas = await replicasFor(context);
  const one = await replicas.start('one');
  const { proof, post } = await aClient(one);
  const since = Math.floor(one.store.usedOnce.since / 1000);
  const made = await proof('/oauth/device_authorization', { iat: since });
  const late = await replicas.start('late');
  assert.equal(late.store.usedOnce.since, one.store.usedOnce.since);
  assert.equal((await post(late, '/oauth/device_authorization', made)).status, 200);
  const older = await proof('/oauth/device_authorization', { iat: since - 1 });
  assert.equal(errorOf(await post(late, '/oauth/device_authorization', older)), 'use_dpop_nonce');
});

test('what was made before a promotion is refused: the last that was used may be lost with it', async () => {
  await using pair = await startPair();
  const { url } = await pair.freshDatabase();
  const keys = createKeys([makeSecretKey()]);
  const store = await openPostgresStore({ address: readPostgresAddress(url), keys, connections: 2 });
  const { usedOnce, clock } = store;
  try {
    const before = usedOnce.since;
    const use = (value: string) => usedOnce.use(value, clock.now(), clock.now() + 60_000);
    assert.equal(await use('a'), true);
    await pair.primary.kill();
    await pair.promote();
    let serial = 0;
    await until('the promoted one answers', async () => {
      try {
        // Whoever comes before the promotion is known makes another.
        return await use(`b${(serial += 1)}`);
      } catch (error) {
        assert.ok(error instanceof StoreBusyError, String(error));
        return false;
      }
    });
    assert.ok(usedOnce.since > before);
    const { since } = usedOnce;
    assert.equal(await use('a'), false, 'and what is not lost is known');
    assert.equal(usedOnce.since, since);
  } finally {
    await store.close();
  }
});
