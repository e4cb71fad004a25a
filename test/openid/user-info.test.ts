// What a client is told of its person at the UserInfo endpoint, and to whom nothing is told.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { anIdentity } from '../../packages/server/src/stores/contract/samples.ts';
import { ask, form } from '../plex/asking.ts';
import { errorIn, post } from '../oauth/asking.ts';
import { issuer, openIdScene } from './scene.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Ada's device, linked with these scopes. */
async function linked(scope: string, client: Parameters<typeof openIdScene>[0] = {}) {
  const scene = await openIdScene(client);
  const { device_code: deviceCode, user_code: code } = await scene.begin({ scope });
  await scene.ada.answer(code, 'yes');
  const tokens = await scene.collect(deviceCode);
  const told = async (token = tokens.access_token) => (await scene.userInfo(`Bearer ${token}`)).json;
  return { ...scene, tokens, told, account: await scene.harness.person('ada') };
}

describe('the UserInfo endpoint tells', () => {
  it('who it is, and no more, with openid alone', async () => {
    const { harness, told, account } = await linked('openid watch');
    assert.deepEqual(await told(), { sub: account.id });
    await harness.service.close();
  });

  it('the names with profile and the address with email, as they are now', async () => {
    const { harness, told, account } = await linked('openid profile email');
    const sub = account.id;
    const email = 'ada@example.com';
    assert.deepEqual(await told(), { sub, preferred_username: 'ada', email, email_verified: true });
    const { id, passwordHash } = account;
    await harness.store.accounts.setNames({ id, passwordHash, username: 'lovelace', email: 'countess@example.com' });
    assert.deepEqual(await told(), {
      sub,
      preferred_username: 'lovelace',
      email: 'countess@example.com',
      email_verified: false,
    });
    await harness.store.accounts.setNames({ id, passwordHash, username: 'lovelace', email: null });
    assert.deepEqual(await told(), { sub, preferred_username: 'lovelace' });
    await harness.service.close();
  });

  it('what the person’s provider said, where a scope or the operator lets it', async () => {
    const { harness, told, account } = await linked('openid profile', { personClaims: ['groups', 'upstream_sub'] });
    const identity = anIdentity({ account: account.id, subject: 'sub-1' });
    assert.equal(await harness.store.identities.join(identity, account.passwordHash), 'joined');
    assert.deepEqual(await told(), {
      sub: account.id,
      name: 'Ada',
      preferred_username: 'ada',
      groups: ['staff'],
      upstream_iss: 'https://id.example',
      upstream_sub: 'sub-1',
    });
    await harness.service.close();
  });

  it('the same of a JWT access token, by POST, and by a form', async () => {
    const { harness, tokens, told, account } = await linked('openid', {
      accessTokens: 'jwt',
      audiences: ['https://api.example'],
    });
    const person = { sub: account.id };
    assert.deepEqual(await told(), person);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    assert.deepEqual((await ask(harness, 'POST', '/oauth/userinfo', { headers })).json, person);
    const inForm = await post(harness, '/oauth/userinfo', { access_token: tokens.access_token });
    assert.deepEqual(inForm.json, person);
    await harness.service.close();
  });

  it('a page of any origin, and no cache', async () => {
    const { harness, tokens } = await linked('openid');
    const answer = await harness.service.fetch(
      new Request(`${issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
    );
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    await harness.service.close();
  });
});

describe('the UserInfo endpoint tells nothing', () => {
  const challenge = async (answer: Response): Promise<readonly [number, string]> => [
    answer.status,
    answer.headers.get('www-authenticate') ?? '',
  ];
  const fetching = (harness: Awaited<ReturnType<typeof linked>>['harness'], headers: Record<string, string> = {}) =>
    harness.service.fetch(new Request(`${issuer}/oauth/userinfo`, { headers }));

  it('to nobody: it names the schemes, and no error', async () => {
    const { harness } = await linked('openid');
    const [status, said] = await challenge(await fetching(harness));
    assert.equal(status, 401);
    assert.match(said, /^Bearer realm="linkpin", DPoP realm="linkpin", algs="EdDSA ES256/);
    assert.doesNotMatch(said, /error/);
    const inQuery = await harness.service.fetch(new Request(`${issuer}/oauth/userinfo?access_token=x`));
    assert.equal(inQuery.status, 401, 'a token in the query is none');
    await harness.service.close();
  });

  it('to a token that is made up, refused, expired, or of a device that ended', async () => {
    const { harness, tokens, userInfo, account } = await linked('openid');
    const refused = async (token: string): Promise<void> => {
      const [status, said] = await challenge(await fetching(harness, { authorization: `Bearer ${token}` }));
      assert.equal(status, 401);
      assert.match(said, /^Bearer realm="linkpin", error="invalid_token"/);
    };
    for (const token of ['lpa_made-up', 'a.b.c', tokens.refresh_token, tokens.id_token ?? '']) await refused(token);
    assert.equal((await userInfo(`Bearer ${tokens.access_token}`)).status, 200);
    const [grant] = await harness.store.grants.listFor(account.id);
    await harness.store.grants.revoke(grant?.id ?? '', account.id, harness.clock.now());
    await refused(tokens.access_token);
    await harness.service.close();

    const later = await linked('openid');
    later.harness.clock.pass(3_600_000);
    assert.equal((await later.userInfo(`Bearer ${later.tokens.access_token}`)).status, 401);
    await later.harness.service.close();
  });

  it('once its person was signed out everywhere, or removed', async () => {
    for (const end of ['endSignIns', 'remove'] as const) {
      const { harness, tokens, userInfo, account } = await linked('openid');
      const { accounts } = harness.store;
      if (end === 'remove') await accounts.remove(account.id, { by: 'operator' }, harness.clock.now());
      else await accounts.endSignIns(account.id, harness.clock.now());
      assert.equal((await userInfo(`Bearer ${tokens.access_token}`)).status, 401, end);
      await harness.service.close();
    }
  });

  it('to a token without openid: 403, which says what it lacks', async () => {
    const { harness, tokens } = await linked('watch email');
    const [status, said] = await challenge(await fetching(harness, { authorization: `Bearer ${tokens.access_token}` }));
    assert.equal(status, 403);
    assert.match(said, /error="insufficient_scope".*scope="openid"/);
    await harness.service.close();
  });

  it('to one that is sent twice, or is too long', async () => {
    const { harness, tokens } = await linked('openid');
    const sent = form({ access_token: tokens.access_token });
    const twice = await ask(harness, 'POST', '/oauth/userinfo', {
      ...sent,
      headers: { ...sent.headers, authorization: `Bearer ${tokens.access_token}` },
    });
    assert.deepEqual([twice.status, errorIn(twice)], [400, 'invalid_request']);
    const long = await post(harness, '/oauth/userinfo', { access_token: 'x'.repeat(8193) });
    assert.deepEqual([long.status, errorIn(long)], [400, 'invalid_request']);
    await harness.service.close();
  });
});

describe('a token that is bound to a key', () => {
  it('opens it with a proof of that key for that token, and in no other way', async () => {
    const { harness, begin, ada, userInfo } = await openIdScene();
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    let serial = 0;
    const proof = (method: string, path: string, token?: string) =>
      new SignJWT({
        htm: method,
        htu: `${issuer}${path}`,
        jti: `jti-${(serial += 1)}`,
        ...(token === undefined ? {} : { ath: harness.ports.keys.hash(token) }),
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt(Math.floor(harness.clock.now() / 1000))
        .sign(privateKey);
    const { device_code: deviceCode, user_code: code } = await begin({ scope: 'openid' });
    await ada.answer(code, 'yes');
    harness.clock.pass(1000);
    const sent = form({ grant_type: grantType, device_code: deviceCode, client_id: 'tv' });
    const dpop = await proof('POST', '/oauth/token');
    const collected = await ask(harness, 'POST', '/oauth/token', { ...sent, headers: { ...sent.headers, dpop } });
    const { access_token: token, token_type: type } = collected.json as Record<string, string>;
    assert.equal(type, 'DPoP', collected.text);
    const show = async (value: string) =>
      ask(harness, 'GET', '/oauth/userinfo', { headers: { authorization: `DPoP ${token}`, dpop: value } });

    const good = await proof('GET', '/oauth/userinfo', token);
    assert.equal((await show(good)).status, 200);
    const again = await show(good);
    assert.deepEqual([again.status, errorIn(again)], [401, 'invalid_dpop_proof'], 'a proof is good once');
    assert.equal((await show(await proof('GET', '/oauth/userinfo', 'another token'))).status, 401);
    assert.equal((await show(await proof('GET', '/oauth/userinfo'))).status, 401, 'a proof for no token');
    assert.equal((await show(await proof('POST', '/oauth/userinfo', token))).status, 401);
    const bare = await userInfo(`DPoP ${token}`);
    assert.deepEqual([bare.status, errorIn(bare)], [401, 'invalid_dpop_proof']);
    const bearer = await userInfo(`Bearer ${token}`);
    assert.deepEqual([bearer.status, errorIn(bearer)], [401, 'invalid_token'], 'no bearer token');
    await harness.service.close();
  });
});
