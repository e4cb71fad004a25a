import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createService, makeSecretKey, SettingsError, type SettingsInput } from '@linkpin/server';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, poll, type Issued } from './asking.ts';

const base = 'http://127.0.0.1:4747';
const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

function aHarness(settings: SettingsInput): Harness {
  const harness = createHarness('registration', { settings });
  after(() => harness.service.close());
  return harness;
}

const post = (harness: Harness, path: string, body: string, headers: Record<string, string>): Promise<Response> =>
  harness.service.fetch(new Request(`${base}${path}`, { method: 'POST', headers, body }), { peer: '127.0.0.1' });

const register = (harness: Harness, metadata: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  post(harness, '/oauth/register', JSON.stringify(metadata), { 'content-type': 'application/json', ...headers });

const askForCode = (
  harness: Harness,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  post(harness, '/oauth/device_authorization', new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });

const made = async (response: Response): Promise<Record<string, string>> => {
  assert.equal(response.status, 201);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  return (await response.json()) as Record<string, string>;
};

describe('a client that registers itself (RFC 7591)', () => {
  it('is unverified whatever it says, has an identifier of ours, and is kept without its secret', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const said = { client_name: 'Bank', client_id: 'tv', isVerified: true, is_verified: true, id: 'tv' };
    const { client_id: id = '', client_secret: secret = '' } = await made(await register(harness, said));
    const client = await harness.store.oauthClients.byId(id);
    assert.equal(client?.isVerified, false);
    assert.match(id, /^[\w-]{22}$/);
    assert.equal(client?.secretHash, createHash('sha256').update(secret).digest('base64url'));
    assert.deepEqual((await harness.store.oauthClients.list()).length, 1);
  });

  it('proves itself with its secret, in the way that it registered and in no other', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
    for (const method of ['client_secret_basic', 'client_secret_post']) {
      const client = await made(await register(harness, { token_endpoint_auth_method: method }));
      const [id = '', secret = ''] = [client['client_id'], client['client_secret']];
      const byHeader = await askForCode(harness, {}, basic(id, secret));
      const byForm = await askForCode(harness, { client_id: id, client_secret: secret });
      assert.deepEqual([byHeader.status, byForm.status], method === 'client_secret_basic' ? [200, 401] : [401, 200]);
      assert.equal((await askForCode(harness, { client_id: id })).status, 401);
    }
  });

  it('that holds a key proves itself with it', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [await exportJWK(publicKey)] };
    const client = await made(await register(harness, { token_endpoint_auth_method: 'private_key_jwt', jwks }));
    const id = client['client_id'] ?? '';
    assert.equal(client['client_secret'], undefined);
    const now = Math.floor(harness.ports.clock.now() / 1000);
    const assertion = await new SignJWT({ jti: '1' })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(id)
      .setSubject(id)
      .setAudience(base)
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(privateKey);
    const form = {
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    assert.equal((await askForCode(harness, form)).status, 200);
    assert.equal((await askForCode(harness, { client_id: id })).status, 401);
  });

  it('that wants no refresh tokens gets none, and is told so', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const client = await made(await register(harness, { grant_types: [deviceCodeGrant] }));
    assert.deepEqual(client['grant_types'], [deviceCodeGrant]);
    assert.equal((await harness.store.oauthClients.byId(client['client_id'] ?? ''))?.refreshTokenLife, 0);
  });

  it('has no scopes when the operator listed none, and no audience but this service', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    assert.equal((await register(harness, { scope: 'watch' })).status, 400);
    const client = await made(await register(harness, { token_endpoint_auth_method: 'none' }));
    const kept = await harness.store.oauthClients.byId(client['client_id'] ?? '');
    assert.deepEqual([kept?.scopes, kept?.audiences, client['scope']], [[], [], undefined]);
  });

  it('has openid if the operator lists it, and else is told in the words of the RFC', async () => {
    const open = aHarness({ clientRegistration: 'open', registrationScopes: ['openid'] });
    const known = await made(await register(open, { token_endpoint_auth_method: 'none', scope: 'openid' }));
    assert.equal((await askForCode(open, { client_id: known['client_id'] ?? '', scope: 'openid' })).status, 200);
    const harness = aHarness({ clientRegistration: 'open', registrationScopes: ['watch'] });
    const refused = await register(harness, { scope: 'watch openid' });
    assert.deepEqual(
      [refused.status, await refused.json()],
      [400, { error: 'invalid_client_metadata', error_description: 'a scope may not be registered here' }],
    );
    const client = await made(await register(harness, { token_endpoint_auth_method: 'none', scope: 'watch' }));
    const asked = await askForCode(harness, { client_id: client['client_id'] ?? '', scope: 'watch openid' });
    assert.deepEqual(
      [asked.status, await asked.json()],
      [400, { error: 'invalid_scope', error_description: 'the client may not ask for one of these scopes' }],
    );
  });

  it('is told what it is registered with, and nothing that is not done', async () => {
    const harness = aHarness({ clientRegistration: 'open', registrationScopes: ['openid'] });
    const ignored = {
      policy_uri: 'https://radio.example/policy',
      default_acr_values: ['phr'],
      require_auth_time: false,
    };
    const asked = { subject_type: 'pairwise', id_token_signed_response_alg: 'ES256' };
    const client = await made(await register(harness, { token_endpoint_auth_method: 'none', ...asked, ...ignored }));
    assert.deepEqual(Object.keys(client), [
      ...['client_id', 'client_id_issued_at', 'client_name', 'token_endpoint_auth_method', 'grant_types'],
      ...['response_types', 'subject_type', 'id_token_signed_response_alg', 'scope'],
    ]);
    assert.deepEqual([client['subject_type'], client['id_token_signed_response_alg']], ['pairwise', 'ES256']);

    const ada = await harness.person('ada');
    const id = client['client_id'] ?? '';
    const code = (await (await askForCode(harness, { client_id: id, scope: 'openid' })).json()) as Issued;
    await approve(harness, ada, code.user_code);
    const { id_token: idToken } = (await poll(harness, id, code.device_code)).json as { readonly id_token: string };
    assert.equal(decodeProtectedHeader(idToken).alg, 'ES256');
    assert.notEqual(decodeJwt(idToken).sub, ada.id);

    for (const refused of [{ default_max_age: 60 }, { subject_type: 'x' }, { id_token_signed_response_alg: 'HS256' }]) {
      const response = await register(harness, refused);
      const { error } = (await response.json()) as { readonly error: string };
      assert.deepEqual([response.status, error], [400, 'invalid_client_metadata'], JSON.stringify(refused));
    }
  });

  it('has tokens for the resources that the operator listed', async () => {
    const registrationAudiences = ['https://music.example/api', 'urn:example:other'];
    const harness = aHarness({ clientRegistration: 'open', registrationAudiences });
    const client = await made(await register(harness, { token_endpoint_auth_method: 'none' }));
    const asked = { client_id: client['client_id'] ?? '', resource: 'urn:example:other' };
    assert.equal((await askForCode(harness, asked)).status, 200);
    assert.equal((await askForCode(harness, { ...asked, resource: 'urn:example:third' })).status, 400);
  });

  it('spends the budget of its network, whether it succeeds or not', async () => {
    const harness = aHarness({ clientRegistration: 'open', issuesPerMinute: 3 });
    const told = [];
    for (const scope of ['', 'wrong', '', '', 'wrong'])
      told.push((await register(harness, { client_name: 'x', scope })).status);
    assert.deepEqual(told, [201, 400, 201, 429, 429]);
  });

  it('is refused where five thousand are kept that are used or new; an hour later an unused one makes room', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const { oauthClients } = harness.store;
    const createdAt = harness.ports.clock.now();
    const bounds = { most: 5000, unusedSince: 0 };
    for (let count = 0; count < 5000; count += 1) {
      await oauthClients.addUnverified(aClient({ isVerified: false, createdAt, lastUsedAt: null }), bounds);
    }
    const refused = await register(harness, { client_name: 'One more' });
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '3600']);
    assert.equal(((await refused.json()) as { error: string }).error, 'temporarily_unavailable');
    harness.clock.pass(3_600_001);
    await made(await register(harness, { client_name: 'One more' }));
    assert.equal((await oauthClients.list()).length, 5000);
  });

  it('cannot come from a page of another origin', async () => {
    const harness = aHarness({ clientRegistration: 'open' });
    const preflight = new Request(`${base}/oauth/register`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    assert.equal((await harness.service.fetch(preflight, { peer: '127.0.0.1' })).status, 405);
    const plain = await post(harness, '/oauth/register', '{"client_name":"x"}', { 'content-type': 'text/plain' });
    assert.equal(plain.status, 400);
    assert.equal(plain.headers.get('access-control-allow-origin'), null);
  });

  it('is never a failure, whatever it says, and what is kept can be shown', async () => {
    const harness = aHarness({
      clientRegistration: 'open',
      registrationScopes: ['watch', 'record'],
      issuesPerMinute: 100_000,
    });
    const key = fc.record(
      { kty: fc.constantFrom('OKP', 'EC', 'RSA', 'oct', 7), crv: fc.string(), x: fc.anything(), d: fc.anything() },
      { requiredKeys: [] },
    );
    const metadata = fc.record(
      {
        client_name: fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue()),
        scope: fc.oneof(fc.constantFrom('watch', 'record watch', ' '), fc.string(), fc.jsonValue()),
        token_endpoint_auth_method: fc.oneof(
          fc.constantFrom('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'),
          fc.jsonValue(),
        ),
        grant_types: fc.oneof(fc.constant([deviceCodeGrant]), fc.jsonValue()),
        redirect_uris: fc.oneof(fc.array(fc.webUrl()), fc.jsonValue()),
        jwks: fc.oneof(fc.record({ keys: fc.array(key) }), fc.jsonValue()),
        jwks_uri: fc.oneof(fc.webUrl(), fc.jsonValue()),
        logo_uri: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    let registered = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(metadata, fc.jsonValue()), async (said) => {
        const response = await register(harness, said);
        const body = (await response.json()) as Record<string, string>;
        if (response.status !== 201) {
          assert.equal(response.status, 400, JSON.stringify(said));
          assert.match(body['error'] ?? '', /^invalid_(client_metadata|redirect_uri)$/);
          return;
        }
        registered += 1;
        const client = await harness.store.oauthClients.byId(body['client_id'] ?? '');
        assert.ok(client !== undefined && !client.isVerified);
        assert.ok(client.name !== '' && [...client.name].length <= 80);
        assert.doesNotMatch(client.name, /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
        assert.ok(client.scopes.every((scope) => ['watch', 'record'].includes(scope)));
        assert.ok(client.jwksUri === null || client.jwksUri.startsWith('https://'));
        assert.doesNotMatch(client.jwks ?? '', /"d":/);
        assert.equal(client.secretHash !== null, client.authMethod.startsWith('client_secret_'));
      }),
      { numRuns: 1000 },
    );
    assert.ok(registered >= 20, `${registered} were registered`);
  });
});

describe('who may register a client', () => {
  it('nobody, by default: the metadata do not name the endpoint either', async () => {
    const harness = aHarness({});
    assert.equal((await register(harness, { client_name: 'x' })).status, 404);
    const metadata = await harness.service.fetch(new Request(`${base}/.well-known/oauth-authorization-server`));
    assert.ok(!('registration_endpoint' in ((await metadata.json()) as object)));
  });

  it('who has one of the initial access tokens, of which the service knows hashes only', async () => {
    const [one, two] = ['first~token', 'second/token=='];
    const registrationTokens = [one, two].map((token) => createHash('sha256').update(token).digest('base64url'));
    const harness = aHarness({ clientRegistration: 'token', registrationTokens: registrationTokens.join(',') });
    const tried = async (authorization: string) =>
      (await register(harness, { client_name: 'x' }, { authorization })).status;
    for (const token of [one, two]) assert.equal(await tried(`Bearer ${token}`), 201);
    assert.equal(await tried(`bearer  ${one}`), 201);
    for (const wrong of [
      'Bearer',
      'Bearer x',
      `Basic ${one}`,
      `Bearer ${registrationTokens[0]}`,
      `Bearer ${one} ${two}`,
    ]) {
      assert.equal(await tried(wrong), 401, wrong);
    }
  });

  it('settings that need a token and name none, or no hash, do not start', () => {
    const start = (settings: SettingsInput) => () => createService({ keys: [makeSecretKey()], settings });
    assert.throws(
      start({ clientRegistration: 'token' }),
      (error) => error instanceof SettingsError && /registrationTokens/.test(error.message),
    );
    assert.throws(start({ clientRegistration: 'token', registrationTokens: ['plain token'] }), /SHA-256/);
    assert.throws(start({ clientRegistration: 'open', registrationScopes: ['a"b'] }), /one scope/);
  });

  it('open registration is something that the operator is warned of', () => {
    assert.match(
      aHarness({ clientRegistration: 'open' }).service.warnings().join(),
      /Anybody can register OAuth clients/,
    );
  });
});
