// The modules of the OpenID Foundation's conformance suite, by their names: its config plan, and what its basic plan (code, static
// client, query) asks of a provider. The suite itself is a Java service that drives a browser, and did not run; each module here
// does what the suite's documentation says of it. docs/openid.md tells which are missing.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { createHarness } from '../harness/service.ts';
import { ask } from '../plex/asking.ts';
import { post } from '../oauth/asking.ts';
import { issuer } from './scene.ts';

const redirectUri = 'https://client.example/callback';
const secret = 'the secret of the client under test';

type Answer = Readonly<Record<string, string>>;

/** A provider with one client, and a browser that stops where it is led back to the client. */
async function scene() {
  const harness = createHarness('conformance', { clock: movableClock(Date.UTC(2026, 11, 1)) });
  await harness.person('ada');
  const scopes = ['openid', 'profile', 'email'];
  await registerClient(harness, 'suite', { scopes, audiences: [], redirectUris: [redirectUri] }, secret);
  let back: URL | undefined;
  const browser = new Person(issuer, undefined, async (request) => {
    if (!request.url.startsWith(issuer)) {
      back = new URL(request.url);
      return new Response('<html></html>');
    }
    const response = await harness.service.fetch(request);
    // After an answer it is a page that leads on.
    const to = /url=(https:.*)$/.exec(response.headers.get('refresh') ?? '')?.[1];
    if (to !== undefined) back = new URL(to);
    return response;
  });
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  /** Goes to the authorization endpoint; the page there, or where it led back to. */
  const authorize = async (more: Readonly<Record<string, string>> = {}) => {
    back = undefined;
    const query = new URLSearchParams({
      ...{ client_id: 'suite', redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 's-1' },
      ...{ nonce: 'n-1', code_challenge: challenge, code_challenge_method: 'S256', ...more },
    });
    const page = await browser.get(`/oauth/authorize?${query.toString()}`);
    return { page, back: back as URL | undefined };
  };
  /** The same, signed in and approved: the authorization response. */
  const approve = async (more: Readonly<Record<string, string>> = {}): Promise<URLSearchParams> => {
    let { page } = await authorize(more);
    if (page.path === '/signin') page = await browser.fillIn(page, { name: 'ada', password });
    await browser.fillIn(page, { answer: 'yes' });
    return (back ?? assert.fail(`not led back from ${page.path}`)).searchParams;
  };
  const exchange = (code: string, more: Readonly<Record<string, string>> = {}) =>
    post(harness, '/oauth/token', {
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
      ...{ client_id: 'suite', client_secret: secret, ...more },
    });
  const keys = async (): Promise<JSONWebKeySet> =>
    (await ask(harness, 'GET', '/oauth/jwks', { headers: {} })).json as JSONWebKeySet;
  const claimsOf = async (idToken: string | undefined): Promise<JWTPayload> => {
    const options = { issuer, audience: 'suite', currentDate: new Date(harness.clock.now()) };
    return (await jwtVerify(idToken ?? assert.fail('no ID token'), createLocalJWKSet(await keys()), options)).payload;
  };
  const signIn = async (more: Readonly<Record<string, string>> = {}) => {
    const tokens = (await exchange((await approve(more)).get('code') ?? '')).json as Answer;
    return { tokens, claims: await claimsOf(tokens['id_token']) };
  };
  const userInfo = async (token: string | undefined) =>
    (await ask(harness, 'GET', '/oauth/userinfo', { headers: { authorization: `Bearer ${token ?? ''}` } }))
      .json as Answer;
  return { harness, browser, authorize, approve, exchange, signIn, userInfo, keys, claimsOf };
}

/** A module of the suite. */
const module = (name: string, play: (suite: Awaited<ReturnType<typeof scene>>) => Promise<void>): void => {
  it(name, async () => {
    const suite = await scene();
    await play(suite);
    await suite.harness.service.close();
  });
};

describe('config plan', () => {
  module('oidcc-discovery-endpoint-verification', async ({ harness, keys }) => {
    const path = '/.well-known/openid-configuration';
    const { json } = await ask(harness, 'GET', path, { headers: {} });
    const metadata = json as Readonly<Record<string, unknown>>;
    assert.equal(metadata['issuer'], issuer);
    for (const name of ['authorization', 'token', 'userinfo', 'revocation', 'introspection', 'device_authorization']) {
      assert.ok(String(metadata[`${name}_endpoint`]).startsWith(`${issuer}/`), name);
    }
    const lists: Readonly<Record<string, readonly string[]>> = {
      response_types_supported: ['code'],
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
      grant_types_supported: ['authorization_code'],
      claims_supported: ['sub', 'iss', 'auth_time', 'nonce'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    };
    for (const [name, wanted] of Object.entries(lists)) {
      const told = metadata[name] as readonly string[];
      for (const value of wanted) assert.ok(told.includes(value), `${name}: ${value}`);
    }
    for (const name of [
      'request_parameter_supported',
      'request_uri_parameter_supported',
      'claims_parameter_supported',
    ]) {
      assert.equal(metadata[name], false, name);
    }
    const { keys: set } = await keys();
    for (const key of set) {
      assert.deepEqual([key.use, typeof key.kid, typeof key.alg], ['sig', 'string', 'string']);
      for (const hidden of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) assert.equal(hidden in key, false);
    }
    assert.ok(set.some(({ kty }) => kty === 'RSA'));
  });
});

describe('basic plan', () => {
  module('oidcc-server', async ({ signIn, harness }) => {
    const { claims, tokens } = await signIn();
    assert.deepEqual(
      [claims.iss, claims.aud, claims['nonce'], claims.sub],
      [issuer, 'suite', 'n-1', (await harness.person('ada')).id],
    );
    assert.ok((claims.exp ?? 0) > (claims.iat ?? 0));
    assert.match(tokens['token_type'] ?? '', /^bearer$/i);
  });

  module('oidcc-response-type-missing', async ({ authorize }) => {
    const { back } = await authorize({ response_type: '' });
    assert.deepEqual([back?.searchParams.get('error'), back?.searchParams.get('state')], ['invalid_request', 's-1']);
  });

  module('oidcc-userinfo-get', async ({ signIn, userInfo }) => {
    const { tokens, claims } = await signIn();
    assert.equal((await userInfo(tokens['access_token']))['sub'], claims.sub);
  });

  module('oidcc-userinfo-post-header', async ({ signIn, harness }) => {
    const { tokens, claims } = await signIn();
    const headers = { authorization: `Bearer ${tokens['access_token'] ?? ''}` };
    const { json } = await ask(harness, 'POST', '/oauth/userinfo', { headers });
    assert.equal((json as Answer)['sub'], claims.sub);
  });

  module('oidcc-userinfo-post-body', async ({ signIn, harness }) => {
    const { tokens, claims } = await signIn();
    const { json } = await post(harness, '/oauth/userinfo', { access_token: tokens['access_token'] ?? '' });
    assert.equal((json as Answer)['sub'], claims.sub);
  });

  module('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async ({ signIn }) => {
    assert.equal('nonce' in (await signIn({ nonce: '' })).claims, false);
  });

  module('oidcc-scope-profile', async ({ signIn, userInfo }) => {
    const { tokens } = await signIn({ scope: 'openid profile' });
    assert.equal((await userInfo(tokens['access_token']))['preferred_username'], 'ada');
  });

  module('oidcc-scope-email', async ({ signIn, userInfo }) => {
    const { tokens } = await signIn({ scope: 'openid email' });
    assert.equal((await userInfo(tokens['access_token']))['email'], 'ada@example.com');
  });

  module('oidcc-ensure-other-scope-order-succeeds', async ({ signIn, userInfo }) => {
    const { tokens } = await signIn({ scope: 'email openid' });
    assert.equal((await userInfo(tokens['access_token']))['email'], 'ada@example.com');
  });

  for (const [name, more] of [
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ui-locales', { ui_locales: 'de' }],
    ['oidcc-claims-locales', { claims_locales: 'de' }],
    ['oidcc-login-hint', { login_hint: 'ada' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
  ] as const) {
    module(name, async ({ signIn }) => {
      assert.equal((await signIn(more)).claims['nonce'], 'n-1');
    });
  }

  module('oidcc-prompt-login', async ({ harness, signIn, authorize }) => {
    const before = (await signIn()).claims['auth_time'];
    harness.clock.pass(1000);
    const { page } = await authorize({ prompt: 'login' });
    assert.equal(page.path, '/signin', 'the person signs in although they are');
    const after = (await signIn({ prompt: 'login' })).claims['auth_time'];
    assert.ok(Number(after) > Number(before));
  });

  module('oidcc-prompt-none-not-logged-in', async ({ authorize }) => {
    const { back } = await authorize({ prompt: 'none' });
    assert.deepEqual([back?.searchParams.get('error'), back?.searchParams.get('state')], ['login_required', 's-1']);
  });

  module(
    'oidcc-prompt-none-logged-in, where the operator has a yes remembered',
    async ({ harness, signIn, authorize, exchange, claimsOf }) => {
      assert.ok(await harness.store.oauthClients.remove('suite'));
      const remembers = { scopes: ['openid'], audiences: [], redirectUris: [redirectUri], rememberConsent: true };
      await registerClient(harness, 'suite', remembers, secret);
      const { claims } = await signIn();
      const { back } = await authorize({ prompt: 'none' });
      const tokens = (await exchange(back?.searchParams.get('code') ?? '')).json as Answer;
      const silent = await claimsOf(tokens['id_token']);
      assert.deepEqual([silent.sub, silent['auth_time']], [claims.sub, claims['auth_time']]);
    },
  );

  module('oidcc-max-age-1', async ({ harness, signIn }) => {
    const before = (await signIn()).claims['auth_time'];
    harness.clock.pass(2000);
    const { claims } = await signIn({ max_age: '1' });
    assert.ok(Number(claims['auth_time']) > Number(before));
  });

  module('oidcc-max-age-10000', async ({ harness, signIn }) => {
    const before = (await signIn()).claims['auth_time'];
    harness.clock.pass(2000);
    assert.equal((await signIn({ max_age: '10000' })).claims['auth_time'], before);
  });

  module('oidcc-id-token-hint is passed over, as every unknown parameter', async ({ signIn }) => {
    const { tokens } = await signIn();
    assert.ok((await signIn({ id_token_hint: tokens['id_token'] ?? '' })).tokens['id_token']);
  });

  module('oidcc-codereuse', async ({ approve, exchange }) => {
    const code = (await approve()).get('code') ?? '';
    assert.equal((await exchange(code)).status, 200);
    const again = await exchange(code);
    assert.deepEqual([again.status, (again.json as Answer)['error']], [400, 'invalid_grant']);
  });

  module('oidcc-codereuse-30seconds', async ({ harness, approve, exchange, userInfo }) => {
    const code = (await approve()).get('code') ?? '';
    const { access_token: token } = (await exchange(code)).json as Answer;
    harness.clock.pass(30_000);
    assert.equal((await exchange(code)).status, 400);
    assert.equal((await userInfo(token))['error'], 'invalid_token', 'what the first use gave has ended');
  });

  module('oidcc-ensure-registered-redirect-uri', async ({ authorize }) => {
    const { page, back } = await authorize({ redirect_uri: `${redirectUri}/other` });
    assert.deepEqual([page.status, back], [400, undefined]);
  });

  module('oidcc-redirect-uri-query-OK and -mismatch', async ({ harness, authorize }) => {
    const other = `${redirectUri}?foo=bar`;
    const { page, back } = await authorize({ redirect_uri: other });
    assert.deepEqual([page.status, back], [400, undefined], 'it is not registered');
    assert.ok(await harness.store.oauthClients.remove('suite'));
    await registerClient(harness, 'suite', { scopes: ['openid'], audiences: [], redirectUris: [other] }, secret);
    assert.equal((await authorize({ redirect_uri: other, prompt: 'none' })).back?.searchParams.get('foo'), 'bar');
  });

  module('oidcc-ensure-post-request-succeeds', async ({ browser }) => {
    const query = {
      client_id: 'suite',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      nonce: 'n-1',
    };
    const challenge = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' };
    const page = {
      path: '/',
      status: 200,
      html: '',
      forms: [
        { action: '/oauth/authorize', names: new Set<string>(), given: Object.entries({ ...query, ...challenge }) },
      ],
    };
    assert.equal((await browser.fillIn(page, {})).path, '/signin');
  });

  module('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', async ({ authorize }) => {
    const { back } = await authorize({ request: 'eyJhbGciOiJub25lIn0.e30.' });
    assert.equal(back?.searchParams.get('error'), 'request_not_supported');
  });

  module('oidcc-claims-essential is told as not supported, and passed over', async ({ signIn }) => {
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    assert.equal((await signIn({ claims })).claims['nonce'], 'n-1');
  });

  module('oidcc-server-client-secret-post, and no other way in', async ({ approve, exchange }) => {
    const code = (await approve()).get('code') ?? '';
    assert.equal((await exchange(code, { client_secret: 'another' })).status, 401);
    assert.equal((await exchange(code)).status, 200);
  });

  module('oidcc-refresh-token', async ({ harness, signIn, claimsOf }) => {
    const { tokens, claims } = await signIn();
    harness.clock.pass(60_000);
    const form = { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' };
    const next = (await post(harness, '/oauth/token', { ...form, client_id: 'suite', client_secret: secret }))
      .json as Answer;
    const after = await claimsOf(next['id_token']);
    assert.deepEqual(
      [after.iss, after.sub, after.aud, after['auth_time']],
      [claims.iss, claims.sub, claims.aud, claims['auth_time']],
    );
    assert.ok((after.iat ?? 0) > (claims.iat ?? 0));
    assert.equal('nonce' in after, false);
  });
});
