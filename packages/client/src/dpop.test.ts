import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createDeviceKey } from './device-key.ts';
import {
  type DeviceScene,
  beginDeviceWith,
  codeBody,
  deviceOutcome,
  endpoints,
  oauthError,
  pending,
} from './device-scene.testing.ts';
import { createDpop, dpopProof } from './dpop.ts';
import { createHandClock } from './hand-clock.testing.ts';
import { createDeviceClient } from './oauth-client.ts';
import { readJws, withoutEd25519 } from './read-jws.testing.ts';
import { createScriptedFetch, json } from './scripted-fetch.testing.ts';
import type { SigningKey } from './jws.ts';

const bound = json({ access_token: 'a', token_type: 'DPoP', expires_in: 60, refresh_token: 'r' });

const begin = async (key: SigningKey, ...polls: Parameters<typeof createScriptedFetch>): Promise<DeviceScene> =>
  beginDeviceWith({ dpop: createDpop(key, createHandClock()) }, codeBody(), ...polls);

const proofs = ({ server }: DeviceScene): ReturnType<typeof readJws>[] =>
  server.seen.map(({ headers }) => readJws(headers.get('dpop') ?? ''));

test('RFC 9449 §4.2: a proof has each member that is asked for, and is signed by the key that it shows', async () => {
  const key = await createDeviceKey();
  const url = 'https://api.example/a?b=c#d';
  const now = Date.UTC(2026, 5, 1);
  const { header, claims, isBy } = readJws(
    await dpopProof(key, { method: 'GET', url, nonce: 'n', accessToken: 'tok' }, now),
  );
  assert.deepEqual(header, { alg: 'EdDSA', typ: 'dpop+jwt', jwk: JSON.parse(JSON.stringify(key.jwk)) as unknown });
  const { jti, ...rest } = claims;
  const ath = createHash('sha256').update('tok').digest('base64url');
  assert.deepEqual(rest, { htm: 'GET', htu: 'https://api.example/a', iat: now / 1000, nonce: 'n', ath });
  assert.match(String(jti), /^[0-9a-f-]{36}$/);
  assert.ok(isBy(key.jwk));
});

test('a proof without nonce and token has no such members, and no two are the same', async () => {
  const key = await createDeviceKey();
  const target = { method: 'POST', url: 'https://auth.example/token' };
  const [one, two] = [readJws(await dpopProof(key, target)), readJws(await dpopProof(key, target))];
  assert.deepEqual(Object.keys(one.claims), ['jti', 'htm', 'htu', 'iat']);
  assert.notEqual(one.claims['jti'], two.claims['jti']);
});

test('where Ed25519 is missing the proof is by ES256', async (t) => {
  withoutEd25519(t);
  const key = await createDeviceKey();
  const { header, isBy } = readJws(await dpopProof(key, { method: 'GET', url: 'https://api.example' }));
  assert.equal(header['alg'], 'ES256');
  assert.ok(isBy(key.jwk));
});

test('X3: the key is named with the request for the code, and proved at every poll and every refresh', async () => {
  const key = await createDeviceKey();
  const scene = await begin(key, pending, bound);
  const outcome = await deviceOutcome(scene);
  assert.ok(outcome.kind === 'approved');
  assert.equal(outcome.tokens.tokenType, 'DPoP');
  await scene.client.refresh(outcome.tokens);
  assert.equal(new URLSearchParams(scene.server.seen[0]?.body).get('dpop_jkt'), key.thumbprint);
  const seen = proofs(scene);
  const { deviceAuthorizationEndpoint: device, tokenEndpoint: token } = endpoints;
  assert.deepEqual(
    seen.map(({ claims }) => claims['htu']),
    [device, token, token, token],
  );
  assert.equal(new Set(seen.map(({ claims }) => claims['jti'])).size, 4);
  for (const { isBy, claims } of seen) assert.ok(isBy(key.jwk) && claims['htm'] === 'POST');
});

test('RFC 9449 §8: a server that wants a nonce is asked once more with it, at once, and from then on with it', async () => {
  const scene = await begin(
    await createDeviceKey(),
    oauthError('use_dpop_nonce', 400, { 'dpop-nonce': 'n1' }),
    pending,
    oauthError('authorization_pending', 400, { 'dpop-nonce': 'n2' }),
    bound,
  );
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  assert.deepEqual(
    proofs(scene).map(({ claims }) => claims['nonce']),
    [undefined, undefined, 'n1', 'n1', 'n2'],
  );
  assert.deepEqual(scene.times, [5350, 5350, 10_700, 16_050]);
});

test('a nonce that is refused again is no reason to ask in a loop, nor to end the wait', async () => {
  const refuse = oauthError('use_dpop_nonce', 400, { 'dpop-nonce': 'n1' });
  const scene = await begin(await createDeviceKey(), refuse, refuse, bound);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  assert.equal(scene.times.length, 3);
  assert.ok((scene.times[2] ?? 0) - (scene.times[1] ?? 0) >= 10_000);
});

test('a device whose calendar is wrong is told the time by the server’s own Date, and proves by that', async () => {
  const clock = createHandClock();
  clock.setWall(0);
  const date = 'Mon, 01 Jun 2026 12:00:00 GMT';
  const server = createScriptedFetch(oauthError('invalid_dpop_proof', 400, { date }), json(codeBody(), 200, { date }));
  const dpop = createDpop(await createDeviceKey(), clock);
  await createDeviceClient({ endpoints, clientId: 'tv', fetch: server.fetch, clock, dpop }).requestCode();
  const [first, second] = server.seen.map(({ headers }) => readJws(headers.get('dpop') ?? '').claims['iat']);
  assert.equal(first, 0);
  assert.equal(second, Date.parse(date) / 1000);
});

test('a proof that is refused although the calendars agree is refused for good', async () => {
  const scene = await begin(await createDeviceKey(), oauthError('invalid_dpop_proof'));
  const outcome = await deviceOutcome(scene);
  assert.ok(outcome.kind === 'failed' && outcome.error.oauthError === 'invalid_dpop_proof');
  assert.equal(scene.times.length, 1);
});
