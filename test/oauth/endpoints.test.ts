// What the OAuth endpoints owe to browsers and to those who read what the service offers.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ask, form } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, begin, errorIn, linkDevice, post, type Issued, type Tokens } from './asking.ts';

async function aHarness(seed: string): Promise<Harness> {
  const harness = createHarness(seed);
  after(() => harness.service.close());
  await registerClient(harness, 'tv');
  await registerClient(harness, 'watcher', {}, 'watcher secret');
  return harness;
}

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the OAuth endpoints', () => {
  it('may be called from pages of any origin; the page for codes may not be read by any (B14)', async () => {
    const harness = await aHarness('cors');
    const headers = { origin: 'https://app.example' };
    for (const path of ['/oauth/token', '/oauth/device_authorization']) {
      const answer = await ask(harness, 'POST', path, { headers: { ...headers, ...formHeaders } });
      assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
      assert.equal(answer.headers.get('access-control-allow-credentials'), null);
    }
    const metadata = await ask(harness, 'GET', '/.well-known/oauth-authorization-server', { headers });
    assert.equal(metadata.headers.get('access-control-allow-origin'), '*');
    for (const path of ['/link', '/pin', '/devices', '/signin']) {
      const page = await ask(harness, 'GET', path, { headers });
      assert.equal(page.headers.get('access-control-allow-origin'), null, path);
    }
  });

  it('take Basic without a secret from public clients, and from no other (RFC 6749 §2.3.1)', async () => {
    const harness = await aHarness('empty-secret');
    const asking = (path: string, id: string, values: Readonly<Record<string, string>>) => {
      const { headers, body = '' } = form(values);
      return ask(harness, 'POST', path, { headers: { ...headers, authorization: `Basic ${btoa(`${id}:`)}` }, body });
    };
    const issued = (await asking('/oauth/device_authorization', 'tv', {})).json as Issued;
    const ada = await harness.person('ada');
    const polling = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: issued.device_code };
    assert.equal(errorIn(await asking('/oauth/token', 'tv', polling)), 'authorization_pending');
    await approve(harness, ada, issued.user_code);
    const { refresh_token: first } = (await asking('/oauth/token', 'tv', polling)).json as Tokens;
    const refreshing = { grant_type: 'refresh_token', refresh_token: first };
    const { access_token: token } = (await asking('/oauth/token', 'tv', refreshing)).json as Tokens;
    const asked = await asking('/oauth/introspect', 'tv', { token });
    assert.deepEqual(asked.json, {
      error: 'invalid_client',
      error_description: 'introspection needs a client that authenticates',
    });
    assert.equal((await asking('/oauth/revoke', 'tv', { token })).status, 200);

    const paths = ['/oauth/device_authorization', '/oauth/token', '/oauth/revoke', '/oauth/introspect'];
    for (const path of paths) {
      for (const id of ['watcher', 'nobody']) {
        const answer = await asking(path, id, { ...refreshing, token });
        assert.deepEqual([answer.status, errorIn(answer)], [401, 'invalid_client'], `${path} ${id}`);
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic /);
      }
    }
  });

  it('offer codes by redirect, no passwords and no implicit answers in their metadata (B3 B4 B5 B10 B12)', async () => {
    const harness = await aHarness('metadata');
    const { json } = await ask(harness, 'GET', '/.well-known/oauth-authorization-server');
    const metadata = json as Record<string, unknown>;
    assert.deepEqual(metadata['response_types_supported'], ['code']);
    assert.deepEqual(metadata['response_modes_supported'], ['query']);
    assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256']);
    assert.equal(metadata['authorization_response_iss_parameter_supported'], true);
    const grants = metadata['grant_types_supported'] as readonly string[];
    assert.deepEqual([...grants].sort(), [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
    ]);
    const page = await ask(harness, 'GET', '/oauth/authorize', { headers: { origin: 'https://elsewhere.example' } });
    assert.equal(page.status, 400);
    assert.equal(page.headers.get('access-control-allow-origin'), null, 'and it is a page, for browsers alone (B14)');
  });

  it('say what the log calls a request that failed, and not why', async () => {
    const harness = await aHarness('failing');
    Object.assign(harness.store.pins, { byPublicId: () => Promise.reject(new Error('disk full')) });
    const failed = await post(harness, '/oauth/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: 'tv',
      device_code: 'unknown',
    });
    const reference = failed.headers.get('x-request-id');
    assert.match(reference ?? '', /^[\w-]{36}$/);
    assert.deepEqual(
      [failed.status, failed.json],
      [500, { error: 'server_error', error_description: `something went wrong here; reference: ${reference}` }],
    );
  });

  it('take nothing from the query: no token and no code gets into logs that way (B18)', async () => {
    const harness = await aHarness('query');
    const { access_token: token, refresh_token: refreshToken } = await linkDevice(
      harness,
      await harness.person('ada'),
      'tv',
    );
    const asked = [
      ['/oauth/introspect', { client_id: 'watcher', client_secret: 'watcher secret', token }],
      ['/oauth/revoke', { client_id: 'tv', token }],
      ['/oauth/token', { grant_type: 'refresh_token', client_id: 'tv', refresh_token: refreshToken }],
      ['/oauth/device_authorization', { client_id: 'tv' }],
    ] as const;
    for (const [path, values] of asked) {
      const query = new URLSearchParams(values).toString();
      const answer = await ask(harness, 'POST', `${path}?${query}`, { headers: formHeaders, body: 'a=b' });
      assert.equal(errorIn(answer), 'invalid_request', path);
    }
    const live = await post(harness, '/oauth/introspect', {
      client_id: 'watcher',
      client_secret: 'watcher secret',
      token,
    });
    assert.equal((live.json as { active: boolean }).active, true, 'nothing was revoked');
  });

  it('give no code for a scope or a resource that the client is not registered for (B9 B22)', async () => {
    const harness = await aHarness('overreach');
    const asking = async (more: Readonly<Record<string, string>>) =>
      errorIn(await post(harness, '/oauth/device_authorization', { client_id: 'tv', ...more }));
    assert.equal(await asking({ scope: 'watch delete' }), 'invalid_scope');
    assert.equal(await asking({ resource: 'https://elsewhere.example' }), 'invalid_target');
    assert.equal(await asking({ scope: 'watch', resource: 'https://api.example' }), undefined);
  });

  it('answer about a token only to those that it is for (B9)', async () => {
    const harness = await aHarness('audience');
    await registerClient(harness, 'elsewhere', { audiences: ['https://elsewhere.example'] }, 'other secret');
    const { access_token: token } = await linkDevice(harness, await harness.person('ada'), 'tv');
    const asking = (id: string, secret: string) =>
      post(harness, '/oauth/introspect', { client_id: id, client_secret: secret, token });
    assert.equal(((await asking('watcher', 'watcher secret')).json as { active: boolean }).active, true);
    assert.deepEqual((await asking('elsewhere', 'other secret')).json, { active: false });
    assert.equal(errorIn(await asking('watcher', 'wrong')), 'invalid_client');
    assert.equal(errorIn(await post(harness, '/oauth/introspect', { client_id: 'tv', token })), 'invalid_client');
  });

  it('name people by ids that no client could have chosen (B13)', async () => {
    const harness = await aHarness('subjects');
    const ada = await harness.person('ada');
    const { access_token: token } = await linkDevice(harness, ada, 'tv');
    const { json } = await post(harness, '/oauth/introspect', {
      client_id: 'watcher',
      client_secret: 'watcher secret',
      token,
    });
    const { sub, client_id: clientId } = json as { sub: string; client_id: string };
    assert.equal(sub, ada.id);
    assert.match(sub, /^[\w-]{22}$/, '128 random bits');
    assert.notEqual(sub, clientId);
  });

  it('tell a short address without the code, to be typed by hand (D12 D20)', async () => {
    const harness = await aHarness('address');
    const issued = (await begin(harness, 'tv')) as unknown as Record<string, string>;
    assert.equal(issued['verification_uri'], 'http://127.0.0.1:4747/link');
  });
});
