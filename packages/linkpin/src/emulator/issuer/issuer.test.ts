// An OAuth issuer on this machine, in three ways of speaking.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDeviceClient } from '@linkpin/client';
import { createLeapingClock } from '../../../../client/src/leaping-clock.testing.ts';
import { emulator, type Emulator } from '../emulator.ts';
import type { EmulatorOptions } from '../options.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

type Members = Readonly<Record<string, string | number>>;

async function withIssuer(
  options: EmulatorOptions,
  test: (
    issuer: Emulator,
    post: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Response>,
  ) => Promise<void>,
): Promise<void> {
  await using issuer = await emulator(options);
  await test(issuer, (path, fields, headers = {}) =>
    fetch(`${issuer.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers }),
  );
}

const read = async (answer: Response): Promise<Members> => (await answer.json()) as Members;
const json = { accept: 'application/json' };

describe('the profile github', () => {
  const [device, token] = ['/login/device/code', '/login/oauth/access_token'];
  const form = async (answer: Response): Promise<Members> =>
    Object.fromEntries(new URLSearchParams(await answer.text()));

  it('answers as a form unless JSON is asked for, or XML; errors have status 200', () =>
    withIssuer({ profile: 'github' }, async (issuer, post) => {
      const asForm = await post(device, { client_id: 'Iv1.8a61f9b3a7aba766', scope: 'repo gist' });
      assert.match(asForm.headers.get('content-type') ?? '', /^application\/x-www-form-urlencoded/);
      const code = await form(asForm);
      assert.deepEqual(Object.keys(code), ['device_code', 'user_code', 'verification_uri', 'expires_in', 'interval']);
      assert.match(String(code['user_code']), /^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
      assert.equal(code['verification_uri'], `${issuer.url}/login/device`);
      assert.equal(code['interval'], '5');
      const page = await fetch(String(code['verification_uri']), { redirect: 'manual' });
      assert.deepEqual([page.status, page.headers.get('location')], [302, `${issuer.url}/link`]);

      const asked = { client_id: 'Iv1.8a61f9b3a7aba766', device_code: String(code['device_code']), grant_type: grant };
      const pending = await post(token, asked);
      assert.equal(pending.status, 200);
      assert.equal((await form(pending))['error'], 'authorization_pending');
      const xml = await post(token, asked, { accept: 'application/xml' });
      assert.match(await xml.text(), /^<\?xml .*<OAuth><error>slow_down<\/error>/);
      const slower = await read(await post(token, asked, json));
      assert.deepEqual([slower['error'], slower['interval']], ['slow_down', 15], 'five seconds more, each time');

      await issuer.approve(await issuer.nextPin());
      const tokens = await read(await post(token, asked, json));
      assert.deepEqual([tokens['token_type'], tokens['scope']], ['bearer', 'repo,gist']);
      assert.deepEqual(Object.keys(tokens), ['access_token', 'token_type', 'scope']);
    }));

  it('takes JSON and a query, too, and knows what it is told of clients', () =>
    withIssuer({ profile: 'github', clients: [{ id: 'tv', secret: 's' }] }, async (issuer, post) => {
      const body = JSON.stringify({ client_id: 'tv', client_secret: 's' });
      const headers = { ...json, 'content-type': 'application/json' };
      const answer = await fetch(`${issuer.url}${device}`, { method: 'POST', headers, body });
      const code = String((await read(answer))['device_code']);
      const query = new URLSearchParams({ client_id: 'tv', client_secret: 's', device_code: code, grant_type: grant });
      const polled = await fetch(`${issuer.url}${token}?${query}`, { method: 'POST', headers: json });
      assert.equal((await read(polled))['error'], 'authorization_pending');
      const unknown = await post(device, { client_id: 'radio' }, json);
      assert.deepEqual([unknown.status, await read(unknown)], [404, { error: 'Not Found' }]);
      const wrong = { client_id: 'tv', client_secret: 'x', device_code: code, grant_type: grant };
      assert.equal((await read(await post(token, wrong, json)))['error'], 'incorrect_client_credentials');
    }));

  it('has words of its own for codes that are denied, expired or none, and for another grant', () =>
    withIssuer({ profile: 'github' }, async (issuer, post) => {
      const ask = async (): Promise<string> =>
        String((await read(await post(device, { client_id: 'tv' }, json)))['device_code']);
      const poll = async (code: string, more: Record<string, string> = {}): Promise<unknown> =>
        (await read(await post(token, { client_id: 'tv', device_code: code, grant_type: grant, ...more }, json)))[
          'error'
        ];
      const denied = await ask();
      await issuer.deny(await issuer.nextPin());
      assert.equal(await poll(denied), 'access_denied');
      assert.equal(await poll('0'.repeat(40)), 'incorrect_device_code');
      assert.equal(await poll(denied, { grant_type: 'password' }), 'unsupported_grant_type');
      const late = await ask();
      await issuer.expire(await issuer.nextPin());
      assert.equal(await poll(late), 'expired_token');
    }));
});

describe('the profile google', () => {
  const asked = { client_id: '1-x.apps.googleusercontent.com', client_secret: 's' };

  it('says verification_url, 428 while nobody has answered, 403 for slow_down and no; wants a secret', () =>
    withIssuer({ profile: 'google' }, async (issuer, post) => {
      assert.equal((await post('/device/code', { client_id: asked.client_id })).status, 400, 'without a scope');
      const code = await read(await post('/device/code', { client_id: asked.client_id, scope: 'openid email' }));
      assert.deepEqual(Object.keys(code), ['device_code', 'user_code', 'expires_in', 'interval', 'verification_url']);
      const poll = { ...asked, device_code: String(code['device_code']), grant_type: grant };
      const { client_secret: _, ...without } = poll;
      const bare = await post('/token', without);
      assert.deepEqual([bare.status, (await read(bare))['error_description']], [400, 'client_secret is missing.']);
      const pending = await post('/token', poll);
      assert.deepEqual(
        [pending.status, await read(pending)],
        [428, { error: 'authorization_pending', error_description: 'Precondition Required' }],
      );
      const slow = await post('/token', poll);
      assert.deepEqual([slow.status, await read(slow)], [403, { error: 'slow_down', error_description: 'Forbidden' }]);
      await issuer.approve(await issuer.nextPin());
      const tokens = await read(await post('/token', poll));
      assert.deepEqual([tokens['token_type'], tokens['scope']], ['Bearer', 'openid email']);

      const refresh = { ...asked, refresh_token: String(tokens['refresh_token']), grant_type: 'refresh_token' };
      for (let times = 0; times < 3; times += 1) {
        const renewed = await read(await post('/token', refresh));
        assert.deepEqual([typeof renewed['access_token'], renewed['refresh_token']], ['string', undefined]);
        issuer.advance(60_000);
      }

      await post('/device/code', { client_id: asked.client_id, scope: 'email' });
      const next = await issuer.nextPin();
      assert.equal(next.clientIdentifier, asked.client_id);
      await issuer.deny(next);
    }));

  it('describes itself, and has nothing of the service’s own paths, of plex.tv, or of GitHub', () =>
    withIssuer({ profile: 'google' }, async (issuer, post) => {
      const about = await read(await fetch(`${issuer.url}/.well-known/openid-configuration`));
      assert.equal(about['device_authorization_endpoint'], `${issuer.url}/device/code`);
      for (const path of ['/oauth/token', '/login/device/code', '/api/v2/pins', '/oauth/device_authorization']) {
        assert.equal((await post(path, asked)).status, 501, path);
      }
      assert.throws(() => issuer.calls('POST /oauth/token'), /has no path \/oauth\/token/);
      assert.throws(() => issuer.calls('POST /api/v2/pins'), /has no path/);
    }));
});

describe('faults of an issuer', () => {
  it('are in its words; a lost response can be asked for again', () =>
    withIssuer({ profile: 'google' }, async (issuer, post) => {
      const start = { client_id: 'tv', scope: 'email' };
      issuer.faults.next('POST /device/code', { kind: 'rate-limited' });
      const full = await post('/device/code', start);
      assert.deepEqual([full.status, await read(full)], [403, { error_code: 'rate_limit_exceeded' }]);
      issuer.faults.next('POST /device/code', { kind: 'missing', members: ['interval'] });
      const code = await read(await post('/device/code', start));
      assert.ok(!('interval' in code) && 'user_code' in code);
      const poll = { client_id: 'tv', client_secret: 's', device_code: String(code['device_code']), grant_type: grant };
      issuer.faults.next('POST /token', { kind: 'server-error', status: 503 });
      assert.equal((await post('/token', poll)).status, 503);
      await issuer.approve(String(code['user_code']));
      issuer.faults.next('POST /token', { kind: 'dropped', when: 'after' });
      await assert.rejects(post('/token', poll), TypeError);
      assert.equal((await post('/token', poll)).status, 200);
    }));
});

describe('@linkpin/client', () => {
  for (const [profile, device, token] of [
    ['oauth', '/oauth/device_authorization', '/oauth/token'],
    ['github', '/login/device/code', '/login/oauth/access_token'],
    ['google', '/device/code', '/token'],
  ] as const) {
    it(`waits as it is told by the profile ${profile}, is approved, and denied`, () =>
      withIssuer({ profile, people: ['ada', 'grace'] }, async (issuer) => {
        const clock = createLeapingClock((milliseconds) => issuer.advance(milliseconds));
        const client = createDeviceClient({
          endpoints: { deviceAuthorizationEndpoint: issuer.url + device, tokenEndpoint: issuer.url + token },
          clientId: 'tv',
          clientSecret: 'secret',
          scope: 'watch',
          clock,
          fetch: clock.fetch,
        });
        for (const [answer, kind] of [
          ['approve', 'approved'],
          ['deny', 'denied'],
        ] as const) {
          await issuer.reset();
          const signIn = await client.requestCode();
          assert.ok(signIn.verificationUri.startsWith(issuer.url));
          const pin = await issuer.nextPin();
          const outcome = signIn.wait();
          await issuer[answer](pin, { as: 'grace' });
          assert.equal((await outcome).kind, kind);
        }
      }));
  }

  it('finds the profile oauth by its issuer', () =>
    withIssuer({ profile: 'oauth' }, async (issuer) => {
      const client = createDeviceClient({ issuer: issuer.url, clientId: 'tv', scope: 'watch' });
      const signIn = await client.requestCode();
      await issuer.approve(signIn.code);
      const outcome = await signIn.wait();
      assert.ok(outcome.kind === 'approved');
      const tokens = await client.refresh(outcome.tokens);
      assert.equal(tokens.scope, 'watch');
    }));
});

describe('an issuer', () => {
  it('is met at its own address alone: no connection is diverted, and children get that address and no more', () =>
    withIssuer({ profile: 'github' }, async (issuer) => {
      assert.deepEqual(issuer.env, { LINKPIN_EMULATOR: issuer.url });
      assert.deepEqual(issuer.chromiumArgs, []);
      await (await emulator()).close();
      const own = await issuer.fetch('https://github.com/login/device/code', { method: 'POST', body: 'client_id=tv' });
      assert.match(await own.text(), /^device_code=/);
    }));

  it('is asked for with options that it has', async () => {
    await assert.rejects(
      emulator({ profile: 'gitlab' as never }),
      /There is no profile "gitlab"\. There are plex, oauth/,
    );
    await assert.rejects(emulator({ profile: 'github', scenario: 'media-server' }), /Scenarios are of plex\.tv/);
    await assert.rejects(emulator({ clients: [] }), /Clients are of an OAuth issuer/);
  });
});
