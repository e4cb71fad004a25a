// @linkpin/server/verify against a real service, whose clock is moved by hand.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { createVerifier, requireScope, type ApiRequest, type Verdict, type Verifier } from '@linkpin/server/verify';
import { decodeJwt } from 'jose';
import { makeSecretKey } from '@linkpin/server';
import { api, registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { introspection, makeKey, registerClients, revoke, signIn } from './tokens.testing.ts';

const issuer = 'http://127.0.0.1:4747';
const films = `${api}/films`;

const get = (headers: Record<string, string>): ApiRequest => ({ method: 'GET', url: `${films}?page=1`, headers });
const bearer = (token: string): ApiRequest => get({ authorization: `Bearer ${token}` });

function assertRefused(verdict: Verdict, status: number, error: string, challenge: RegExp): void {
  assert.ok(!verdict.ok, JSON.stringify(verdict));
  assert.deepEqual([verdict.refusal.status, verdict.refusal.error], [status, error]);
  assert.match(verdict.refusal.headers['www-authenticate'] ?? '', challenge);
}

describe('@linkpin/server/verify', () => {
  let harness: Harness;
  let verifier: Verifier;
  let calls: string[];
  let isDown: boolean;

  const callIssuer: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    calls.push(new URL(request.url).pathname);
    if (isDown) throw new TypeError('fetch failed');
    return harness.service.fetch(request, { peer: '127.0.0.1' });
  };
  const calledFor = (word: string): number => calls.filter((path) => path.includes(word)).length;
  const make = (changes: { audience?: string; introspection?: typeof introspection } = {}): Verifier =>
    createVerifier({ issuer, audience: api, fetch: callIssuer, clock: harness.ports.clock, introspection, ...changes });

  beforeEach(async () => {
    harness = createHarness('verify');
    calls = [];
    isDown = false;
    await registerClients(harness);
    verifier = make();
  });
  afterEach(() => harness.service.close());

  for (const id of ['jwt tv', 'es256 tv', 'opaque tv']) {
    it(`${id}: a good token says who, which client, which scopes, for whom, until when, and which device`, async () => {
      const { access_token: token } = await signIn(harness, issuer, id, { scope: 'watch record' });
      const verdict = await verifier.verify(bearer(token));
      assert.ok(verdict.ok, JSON.stringify(verdict));
      const { id: sub } = await harness.person('ada');
      const [grant] = await harness.store.grants.listFor(sub);
      const life = id === 'opaque tv' ? 3600 : 600;
      const { expiresAt, ...rest } = verdict.token;
      const facts = { scopes: ['watch', 'record'], audience: [api], grant: grant?.id, keyThumbprint: null };
      assert.deepEqual(rest, { sub, clientId: id, ...facts });
      assert.equal(Math.floor(expiresAt / 1000), Math.floor(harness.ports.clock.now() / 1000) + life);
      assert.ok((await verifier.verify(token)).ok, 'a bearer token that came by another way');
    });

    it(`${id}: the token is over when it expires`, async () => {
      const { access_token: token } = await signIn(harness, issuer, id);
      harness.clock.pass((id === 'opaque tv' ? 3600 : 600 + 11) * 1000);
      assertRefused(await verifier.verify(bearer(token)), 401, 'invalid_token', /^Bearer error="invalid_token"/);
    });
  }

  it('an ID token opens no API: by whatever key it is signed, and even if the API is called like the client', async () => {
    for (const idTokenAlgorithm of ['RS256', 'ES256', 'EdDSA'] as const) {
      const id = `https://api.example/${idTokenAlgorithm}`;
      await registerClient(harness, id, { scopes: ['openid'], audiences: [], idTokenAlgorithm });
      const tokens = await signIn(harness, issuer, id, { scope: 'openid' });
      const { id_token: idToken = '' } = tokens as { readonly id_token?: string };
      assert.equal(decodeJwt(idToken).aud, id);
      for (const audience of [api, id]) {
        assertRefused(
          await make({ audience }).verify(bearer(idToken)),
          401,
          'invalid_token',
          /^Bearer error="invalid_token"/,
        );
      }
      const asked = { token: idToken, client_id: introspection.clientId, client_secret: introspection.clientSecret };
      const told = await harness.service.fetch(
        new Request(`${issuer}/oauth/introspect`, { method: 'POST', body: new URLSearchParams(asked) }),
      );
      assert.equal(((await told.json()) as { active?: boolean }).active ?? false, false);
    }
  });

  it('JWT: the issuer is asked for its metadata and keys once, and never about the token', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    for (let count = 0; count < 5; count += 1) assert.ok((await verifier.verify(bearer(token))).ok);
    assert.deepEqual(calls, ['/.well-known/openid-configuration', '/oauth/jwks']);
  });

  it('JWT: when the keys rotate, a new kid has the set fetched again, at most every thirty seconds', async () => {
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    try {
      const old = await signIn(harness, issuer, 'jwt tv');
      assert.ok((await verifier.verify(bearer(old.access_token))).ok);
      const rotated = createHarness('rotated', {
        keys: [makeSecretKey(), { kid: 'k1', secret: Buffer.alloc(32, 1).toString('base64url') }],
      });
      await registerClients(rotated);
      const fresh = await signIn(rotated, issuer, 'jwt tv');
      await harness.service.close();
      harness = rotated;
      const early = await verifier.verify(bearer(fresh.access_token));
      assertRefused(early, 401, 'invalid_token', /^Bearer/);
      assert.equal(calledFor('jwks'), 1);
      mock.timers.tick(31_000);
      assert.ok((await verifier.verify(bearer(fresh.access_token))).ok);
      assert.ok((await verifier.verify(bearer(old.access_token))).ok, 'the old key overlaps');
      assert.equal(calledFor('jwks'), 2);
    } finally {
      mock.timers.reset();
    }
  });

  it('JWT: revoked, it is still good here until it expires, ten minutes at most', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    await revoke(harness, issuer, 'jwt tv', token);
    assert.ok((await verifier.verify(bearer(token))).ok);
  });

  it('opaque: one question for any number of requests, and a revoked one is over within thirty seconds', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'opaque tv');
    const many = await Promise.all(Array.from({ length: 20 }, () => verifier.verify(bearer(token))));
    assert.ok(many.every(({ ok }) => ok));
    assert.equal(calledFor('introspect'), 1);
    await revoke(harness, issuer, 'opaque tv', token);
    harness.clock.pass(29_000);
    assert.ok((await verifier.verify(bearer(token))).ok);
    harness.clock.pass(1000);
    assertRefused(await verifier.verify(bearer(token)), 401, 'invalid_token', /^Bearer error="invalid_token"/);
    assert.equal(calledFor('introspect'), 2);
  });

  it('opaque: what is remembered is bounded, the oldest answer goes first', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'opaque tv');
    await verifier.verify(bearer(token));
    for (let count = 0; count < 9999; count += 1) await verifier.verify(bearer(`lpa_${count}`));
    await verifier.verify(bearer(token));
    assert.equal(calledFor('introspect'), 10_000, 'still remembered');
    await verifier.verify(bearer('lpa_one-more'));
    assert.ok((await verifier.verify(bearer(token))).ok);
    assert.equal(calledFor('introspect'), 10_002);
  });

  it('opaque: refused where the API has no client to ask as, and nobody is asked', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'opaque tv');
    const blind = createVerifier({ issuer, audience: api, fetch: callIssuer, clock: harness.ports.clock });
    assertRefused(await blind.verify(bearer(token)), 401, 'invalid_token', /^Bearer/);
    assert.deepEqual(calls, []);
  });

  for (const id of ['other tv', 'other opaque tv']) {
    it(`${id}: a token for another API is no good here (B9)`, async () => {
      const { access_token: token } = await signIn(harness, issuer, id);
      assertRefused(await verifier.verify(bearer(token)), 401, 'invalid_token', /^Bearer/);
    });
  }

  it('no token, or one in the query (B18): both schemes are offered, and no error is told', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    const inQuery = { method: 'GET', url: `${films}?access_token=${token}`, headers: new Headers() };
    for (const request of [inQuery, get({}), get({ authorization: 'Basic YTpi' })]) {
      assertRefused(await verifier.verify(request), 401, 'missing_token', /^Bearer, DPoP algs="[A-Z0-9a-z ]+"$/);
    }
  });

  it('what is no token is refused before anybody is asked', async () => {
    for (const header of ['Bearer', 'Bearer a b', 'Bearer "x"', 'bearer \u00e9', `Bearer ${'x'.repeat(9000)}`]) {
      assertRefused(await verifier.verify(get({ authorization: header })), 400, 'invalid_request', /invalid_request/);
    }
    for (const token of ['lpr_abcdef', 'abc', 'a.b', 'x'.repeat(8192)]) {
      assertRefused(await verifier.verify(bearer(token)), 401, 'invalid_token', /invalid_token/);
    }
    assert.deepEqual(calls, []);
  });

  it('a JWT that is not an access token of the issuer: forged, unsigned, another typ, another issuer', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    const [, payload = '', signature = ''] = token.split('.');
    const header = (members: object): string => Buffer.from(JSON.stringify(members)).toString('base64url');
    const forged = [
      `${token.slice(0, -4)}AAAA`,
      `${header({ typ: 'at+jwt', alg: 'none' })}.${payload}.${signature}`,
      `${header({ typ: 'JWT', alg: 'EdDSA' })}.${payload}.${signature}`,
      'e30.e30.e30',
    ];
    for (const text of forged) assertRefused(await verifier.verify(bearer(text)), 401, 'invalid_token', /^Bearer/);
    const elsewhere = createHarness('verify', { settings: { publicUrl: 'https://elsewhere.example' } });
    await registerClients(elsewhere);
    const foreign = await signIn(elsewhere, 'https://elsewhere.example', 'jwt tv');
    await elsewhere.service.close();
    assertRefused(await verifier.verify(bearer(foreign.access_token)), 401, 'invalid_token', /^Bearer/);
  });

  it('requireScope: 403 insufficient_scope names what is needed; a refusal stays as it is', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv', { scope: 'watch' });
    const verdict = await verifier.verify(bearer(token));
    assert.equal(requireScope(verdict, 'watch'), verdict);
    const refused = requireScope(verdict, 'watch', 'record');
    assertRefused(refused, 403, 'insufficient_scope', /^Bearer error="insufficient_scope", .*scope="watch record"$/);
    const missing = await verifier.verify(get({}));
    assert.equal(requireScope(missing, 'watch'), missing);
  });

  for (const id of ['jwt tv', 'opaque tv']) {
    it(`${id}, DPoP: a bound token needs a proof for this request and this token, once, by its own key`, async () => {
      const now = harness.ports.clock.now;
      const key = await makeKey(now);
      const { access_token: token } = await signIn(harness, issuer, id, { key });
      const withProof = (proof: string): ApiRequest => get({ authorization: `DPoP ${token}`, dpop: proof });
      const proof = await key.prove('GET', films, token);
      const verdict = await verifier.verify(withProof(proof));
      assert.ok(verdict.ok && verdict.token.keyThumbprint !== null, JSON.stringify(verdict));

      const bad = /^DPoP error="invalid_dpop_proof", .*algs="[^"]+"$/;
      assertRefused(await verifier.verify(withProof(proof)), 401, 'invalid_dpop_proof', bad);
      assertRefused(await verifier.verify(get({ authorization: `DPoP ${token}` })), 401, 'invalid_dpop_proof', bad);
      const wrong = [
        await key.prove('POST', films, token),
        await key.prove('GET', `${api}/series`, token),
        await key.prove('GET', films, 'another-token'),
        await key.prove('GET', films),
      ];
      for (const text of wrong) assertRefused(await verifier.verify(withProof(text)), 401, 'invalid_dpop_proof', bad);

      const stranger = await (await makeKey(now)).prove('GET', films, token);
      assertRefused(await verifier.verify(withProof(stranger)), 401, 'invalid_token', /^DPoP error="invalid_token"/);
      assertRefused(await verifier.verify(bearer(token)), 401, 'invalid_token', /^DPoP error="invalid_token"/);
      assertRefused(requireScope(verdict, 'record'), 403, 'insufficient_scope', /^DPoP error="insufficient_scope"/);
    });
  }

  it('DPoP: a token that is bound to no key is not taken as if it were', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    const proof = await (await makeKey(harness.ports.clock.now)).prove('GET', films, token);
    const request = get({ authorization: `DPoP ${token}`, dpop: proof });
    assertRefused(await verifier.verify(request), 401, 'invalid_token', /^DPoP error="invalid_token"/);
  });

  for (const id of ['jwt tv', 'opaque tv']) {
    it(`${id}: while the issuer cannot be asked it is 503 and not the token's fault; then it works`, async () => {
      const { access_token: token } = await signIn(harness, issuer, id);
      isDown = true;
      const verdict = await verifier.verify(bearer(token));
      assert.ok(!verdict.ok);
      assert.deepEqual([verdict.refusal.status, verdict.refusal.headers], [503, { 'retry-after': '5' }]);
      isDown = false;
      assert.ok((await verifier.verify(bearer(token))).ok);
    });
  }

  it('a wrong introspection secret is 503, not a refusal of the token', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'opaque tv');
    const wrong = make({ introspection: { ...introspection, clientSecret: 'poppy' } });
    const verdict = await wrong.verify(bearer(token));
    assert.ok(!verdict.ok && verdict.refusal.status === 503);
  });

  it('metadata of another issuer is not believed (RFC 8414 §3.3), and an issuer with a slash at its end is none', async () => {
    const { access_token: token } = await signIn(harness, issuer, 'jwt tv');
    const fetchOther: typeof fetch = (input, init) =>
      callIssuer((input as string | URL).toString().replace('localhost', '127.0.0.1'), init);
    const other = createVerifier({ issuer: 'http://localhost:4747', audience: api, fetch: fetchOther });
    const verdict = await other.verify(bearer(token));
    assert.ok(!verdict.ok && verdict.refusal.status === 503);
    assert.throws(() => createVerifier({ issuer: `${issuer}/`, audience: api }), TypeError);
    for (const no of ['localhost:4747', 'file:///tmp/x', 'urn:x', '://']) {
      assert.throws(() => createVerifier({ issuer: no, audience: api }), TypeError, no);
    }
  });

  it('it loads jose and nothing else that must be installed', () => {
    const program = `
      import { registerHooks } from 'node:module';
      const loaded = new Set();
      registerHooks({ load: (url, context, next) => (loaded.add(/node_modules.((@[^/]+.)?[^/]+)/.exec(url)?.[1]), next(url, context)) });
      await import('@linkpin/server/verify');
      console.log(JSON.stringify([...loaded].filter((name) => name !== undefined)));`;
    const args = ['--conditions=linkpin-source', '--input-type=module', '--eval', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: import.meta.dirname });
    assert.deepEqual(JSON.parse(stdout), ['jose'], stderr);
  });
});
