import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createDeviceKey } from './device-key.ts';
import { isLinkpinClientError } from './errors.ts';
import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { type SigningKey, algorithms, jwkThumbprint } from './jws.ts';
import { type PlexKeyClient, createPlexKeyClient } from './plex-key-client.ts';
import { readJws, withoutEd25519 } from './read-jws.testing.ts';
import {
  type Line,
  type ScriptedFetch,
  type SeenRequest,
  createScriptedFetch,
  json,
  pinBody,
} from './scripted-fetch.testing.ts';
import { watch } from './sign-in.testing.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/plex/jwt/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

const fixtureKey = async (): Promise<SigningKey> => {
  const { seed_hex: seed, public_jwk: given } = fixture('device-key') as {
    seed_hex: string;
    public_jwk: Record<string, string>;
  };
  const { kty = '', crv = '', x = '', kid = '' } = given;
  const d = Buffer.from(seed, 'hex').toString('base64url');
  const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, x, d }, algorithms.EdDSA, false, ['sign']);
  // The fixture's clients use key ids of their own format.
  return { alg: 'EdDSA', jwk: { kty, crv, x }, thumbprint: kid, privateKey };
};

interface Scene {
  readonly clock: HandClock;
  readonly key: SigningKey;
  readonly plex: PlexKeyClient;
  readonly server: ScriptedFetch;
  /** Requests whose URL matches. */
  readonly to: (path: RegExp) => SeenRequest[];
}

const scene = async (
  lines: Readonly<Record<string, Line>>,
  more: { key?: SigningKey; server?: string } = {},
): Promise<Scene> => {
  const clock = createHandClock();
  const key = more.key ?? (await createDeviceKey());
  const server = createScriptedFetch((request) => {
    const path = request.url.pathname.replace(/^.*\/api\/v2\//, '').replace(/\d+$/, 'N');
    const line = lines[path];
    if (!line) throw new Error(`nothing answers ${path}`);
    return line(request);
  });
  const plex = createPlexKeyClient({
    clientIdentifier: 'client-1',
    product: 'Test',
    key,
    fetch: server.fetch,
    clock,
    ...more,
  });
  return { clock, key, plex, server, to: (path) => server.seen.filter(({ url }) => path.test(url.pathname)) };
};

const nonce = json(fixture('nonce'));
const pin = json(pinBody(), 201);
const approved = json(pinBody({ authToken: 'the.plex.jwt' }));

test('wire 1.9: the pin is asked for with the key in a JSON body, as plex clients do', async () => {
  const { plex, to } = await scene({ pins: pin }, { key: await fixtureKey() });
  await plex.requestPin({ strong: true });
  const [request] = to(/pins$/);
  assert.equal(request?.method, 'POST');
  assert.equal(request.url.origin, 'https://clients.plex.tv');
  assert.equal(request.headers.get('content-type'), 'application/json');
  assert.equal(request.headers.get('x-plex-client-identifier'), 'client-1');
  assert.equal(request.headers.get('x-plex-token'), null);
  assert.deepEqual(JSON.parse(request.body), fixture('pins-request'));
  await plex.requestPin();
  assert.equal((JSON.parse(to(/pins$/)[1]?.body ?? '') as { strong: boolean }).strong, false);
});

test('wire 1.9: the device JWT of a poll is that of the fixture, byte by byte', async () => {
  const { compact, claims } = fixture('device-jwt') as { compact: string; claims: { iat: number } };
  const { plex, to, clock } = await scene(
    { pins: pin, 'pins/N': approved, 'auth/nonce': nonce },
    { key: await fixtureKey() },
  );
  clock.setWall(claims.iat * 1000 - 1000);
  const seen = watch((await plex.requestPin()).wait());
  await clock.pass(1000);
  assert.equal(to(/pins\/\d+$/)[0]?.url.searchParams.get('deviceJWT'), compact);
  assert.equal(to(/pins\/\d+$/)[0]?.url.searchParams.get('code'), '7RQZ');
  assert.ok(seen.value?.kind === 'approved' && seen.value.token === 'the.plex.jwt');
});

test('wire 1.9: the same device JWT goes with every poll, and another one before its five minutes are over', async () => {
  const here = await scene({ pins: pin, 'pins/N': json(pinBody({ expiresIn: 900 })), 'auth/nonce': nonce });
  const controller = new AbortController();
  const ended = watch((await here.plex.requestPin()).wait({ signal: controller.signal }));
  await here.clock.pass(500_000);
  controller.abort('enough');
  await settle();
  assert.equal(ended.error, 'enough');
  const jwts = here.to(/pins\/\d+$/).map(({ url }) => url.searchParams.get('deviceJWT') ?? '');
  assert.ok(jwts.length > 400, String(jwts.length));
  assert.equal(here.to(/nonce$/).length, 3);
  const different = [...new Set(jwts)];
  assert.equal(different.length, 3);
  for (const jwt of different) {
    const { header, claims, isBy } = readJws(jwt);
    assert.deepEqual(header, { alg: 'EdDSA', kid: await jwkThumbprint(here.key.jwk), typ: 'JWT' });
    assert.equal(Number(claims['exp']) - Number(claims['iat']), 300);
    assert.ok(isBy(here.key.jwk));
  }
});

test('wire 1.9: a device JWT that the server calls over (498) is signed anew, once', async () => {
  const answers = [json({}, 498), approved];
  const here = await scene({
    pins: pin,
    'pins/N': (request) => (answers.shift() ?? approved)(request),
    'auth/nonce': nonce,
  });
  const seen = watch((await here.plex.requestPin()).wait());
  await here.clock.pass(3_000);
  assert.equal(seen.value?.kind, 'approved');
  assert.equal(here.to(/nonce$/).length, 2);
  const refusing = await scene({ pins: pin, 'pins/N': json({}, 498), 'auth/nonce': nonce });
  const failed = watch((await refusing.plex.requestPin()).wait());
  await refusing.clock.pass(3_000);
  assert.ok(failed.value?.kind === 'failed' && failed.value.error.status === 498);
});

test('a nonce that cannot be had does not end the wait', async () => {
  const answers = [json({}, 429), json({}, 503), json({}), nonce];
  const here = await scene({
    pins: pin,
    'pins/N': approved,
    'auth/nonce': (request) => (answers.shift() ?? nonce)(request),
  });
  const seen = watch((await here.plex.requestPin()).wait());
  await here.clock.pass(20_000);
  assert.equal(seen.value?.kind, 'approved');
});

test('wire 1.9: the time of a device JWT is the server’s, so a wrong calendar does no harm', async () => {
  const date = 'Mon, 01 Jun 2026 12:00:00 GMT';
  const here = await scene({
    'auth/nonce': json(fixture('nonce'), 200, { date }),
    'auth/token': json(fixture('token')),
  });
  here.clock.setWall(0);
  await here.plex.exchange();
  const { jwt } = JSON.parse(here.to(/token$/)[0]?.body ?? '') as { jwt: string };
  assert.equal(readJws(jwt).claims['iat'], Date.parse(date) / 1000);
});

test('wire 1.9: a key is registered with the old token, in the body that plex clients send', async () => {
  const { plex, to } = await scene({ 'auth/jwk': json('', 201) }, { key: await fixtureKey() });
  await plex.register('old-token');
  const [request] = to(/jwk$/);
  assert.equal(request?.headers.get('x-plex-token'), 'old-token');
  assert.deepEqual(JSON.parse(request.body), fixture('register-request'));
  const taken = await scene({
    'auth/jwk': json({ errors: [{ code: 1998, message: 'thumbprint already taken' }] }, 422),
  });
  await assert.rejects(taken.plex.register('old-token'), { code: 'refused', status: 422, plexCode: 1998 });
});

test('wire 1.9: a token is exchanged without the old one, once at a time, each time by a fresh nonce', async () => {
  const { plex, to, key } = await scene({ 'auth/nonce': nonce, 'auth/token': json(fixture('token')) });
  const [one, two] = await Promise.all([plex.exchange(), plex.exchange()]);
  assert.equal(one, fixture('token')['auth_token']);
  assert.equal(two, one);
  await plex.exchange();
  assert.equal(to(/nonce$/).length, 2);
  for (const { body, headers } of to(/token$/)) {
    assert.equal(headers.get('x-plex-token'), null);
    const { jwt } = JSON.parse(body) as { jwt: string };
    const { claims, isBy } = readJws(jwt);
    assert.ok(isBy(key.jwk));
    assert.equal(claims['aud'], 'plex.tv');
    assert.equal(claims['iss'], 'client-1');
    assert.equal(claims['scope'], 'username,email,friendly_name');
  }
});

test('wire 1.9: a token of seven days is renewed on its last day, an old one at once', async () => {
  const { plex, clock, to } = await scene({ 'auth/nonce': nonce, 'auth/token': json({ authToken: 'new' }) });
  const { compact, claims } = fixture('plex-jwt') as { compact: string; claims: { exp: number } };
  clock.setWall((claims.exp - 86_401) * 1000);
  assert.equal(await plex.keepFresh(compact), compact);
  assert.equal(to(/token$/).length, 0);
  clock.setWall((claims.exp - 86_400) * 1000);
  assert.equal(await plex.keepFresh(compact), 'new');
  for (const old of ['token-20-characters', 'a.b.c']) assert.equal(await plex.keepFresh(old), 'new');
});

test('wire 1.9: the server’s keys', async () => {
  const { plex } = await scene({ 'auth/keys': json(fixture('keys')) });
  assert.deepEqual(await plex.keys(), fixture('keys')['keys']);
  const { plex: other } = await scene({ 'auth/keys': json({}) });
  await assert.rejects(other.keys(), (error) => isLinkpinClientError(error, 'unreadable'));
});

test('a linkpin server is asked at its own address, and people are sent to its own pages', async () => {
  const own = await scene({ pins: pin, 'auth/keys': json({ keys: [] }) }, { server: 'https://home.example/linkpin' });
  const signIn = await own.plex.requestPin();
  await own.plex.keys();
  assert.equal(signIn.linkUrl, 'https://home.example/linkpin/link');
  assert.deepEqual(
    own.server.seen.map(({ url }) => url.href),
    ['https://home.example/linkpin/api/v2/pins', 'https://home.example/linkpin/api/v2/auth/keys'],
  );
  const plexTv = await scene({ pins: pin });
  assert.equal((await plexTv.plex.requestPin()).linkUrl, 'https://plex.tv/link');
});

test('a key that plex cannot read is refused at once', async (t) => {
  withoutEd25519(t);
  const key = await createDeviceKey();
  assert.throws(
    () => createPlexKeyClient({ clientIdentifier: 'c', product: 'P', key }),
    (error) => isLinkpinClientError(error, 'bad_option'),
  );
});
