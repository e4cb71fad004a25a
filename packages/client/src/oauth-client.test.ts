import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginDevice, beginDeviceWith, codeBody, endpoints, oauthError, pending } from './device-scene.testing.ts';
import { isLinkpinClientError } from './errors.ts';
import { createHandClock } from './hand-clock.testing.ts';
import { createDeviceClient } from './oauth-client.ts';
import {
  type Line,
  type ScriptedFetch,
  createScriptedFetch,
  json,
  noNetwork,
  silence,
} from './scripted-fetch.testing.ts';

const metadata = (issuer: string, members: Record<string, unknown> = {}): Line =>
  json({
    issuer,
    device_authorization_endpoint: 'https://auth.example/device',
    token_endpoint: 'https://auth.example/token',
    ...members,
  });

const discover = async (issuer: string, ...lines: Line[]): Promise<ScriptedFetch> => {
  const server = createScriptedFetch(...lines, json(codeBody()));
  const client = createDeviceClient({ issuer, clientId: 'tv', fetch: server.fetch, clock: createHandClock() });
  await client.requestCode();
  return server;
};

const asked = ({ seen }: ScriptedFetch): string[] => seen.map(({ url }) => url.href);

test('D42: metadata is looked for where RFC 8414 puts it, also for an issuer with a path', async () => {
  const device = 'https://auth.example/device';
  for (const [issuer, url] of [
    ['https://auth.example', 'https://auth.example/.well-known/oauth-authorization-server'],
    ['https://auth.example/', 'https://auth.example/.well-known/oauth-authorization-server'],
    ['https://auth.example/a/b', 'https://auth.example/.well-known/oauth-authorization-server/a/b'],
  ] as const) {
    assert.deepEqual(asked(await discover(issuer, metadata(issuer))), [url, device]);
  }
});

test('D42: where that place has nothing, or a page, or another issuer’s, OpenID’s place is looked at', async () => {
  const issuer = 'https://auth.example/a';
  const page: Line = () => new Response('<html></html>');
  const noDevice = metadata(issuer, { device_authorization_endpoint: undefined });
  for (const first of [json({}, 404), page, metadata('https://auth.example'), noDevice]) {
    const server = await discover(issuer, first, metadata(issuer));
    assert.equal(asked(server)[1], 'https://auth.example/a/.well-known/openid-configuration');
  }
});

test('metadata of another issuer, or with endpoints of plain http, is refused', async () => {
  const issuer = 'https://auth.example';
  for (const wrong of [
    metadata('https://auth.example/'),
    metadata('https://AUTH.example'),
    metadata(issuer, { token_endpoint: 'http://auth.example/token' }),
    metadata(issuer, { revocation_endpoint: 'http://auth.example/revoke' }),
  ]) {
    await assert.rejects(discover(issuer, wrong, wrong), (error) => isLinkpinClientError(error, 'unreadable'));
  }
});

test('metadata is asked for once; when that failed, again at the next request', async () => {
  const issuer = 'https://auth.example';
  const server = createScriptedFetch(noNetwork, json({}, 503), metadata(issuer), json(codeBody()));
  const client = createDeviceClient({ issuer, clientId: 'tv', fetch: server.fetch, clock: createHandClock() });
  await assert.rejects(client.requestCode(), (error) => isLinkpinClientError(error, 'network'));
  await assert.rejects(client.requestCode(), (error) => isLinkpinClientError(error, 'server'));
  await client.requestCode();
  await client.requestCode();
  assert.equal(asked(server).filter((url) => url.includes('.well-known')).length, 3);
});

test('an abort ends a request for a code, also while the metadata is on its way', async () => {
  const controller = new AbortController();
  const server = createScriptedFetch(silence);
  const issuer = 'https://auth.example';
  const client = createDeviceClient({ issuer, clientId: 'tv', fetch: server.fetch, clock: createHandClock() });
  const code = client.requestCode({ signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(code, (error) => error === 'enough');
});

test('the error of a request for a code is thrown, also one that comes with status 200', async () => {
  for (const status of [200, 400, 401]) {
    const server = createScriptedFetch(oauthError('unauthorized_client', status));
    const client = createDeviceClient({ endpoints, clientId: 'tv', fetch: server.fetch, clock: createHandClock() });
    await assert.rejects(client.requestCode(), (error) => {
      assert.ok(isLinkpinClientError(error, 'refused'));
      assert.equal(error.oauthError, 'unauthorized_client');
      return true;
    });
  }
});

test('D9: an answer without something to show or to poll with is no code', async () => {
  for (const members of [
    { device_code: '' },
    { user_code: undefined },
    { verification_uri: undefined },
    { verification_uri: 'javascript:alert(1)' },
    { expires_in: 'soon' },
  ]) {
    await assert.rejects(beginDeviceWith({}, codeBody(members), pending), (error) =>
      isLinkpinClientError(error, 'unreadable'),
    );
  }
  const { signIn } = await beginDeviceWith({}, codeBody({ verification_uri_complete: 'javascript:alert(1)' }), pending);
  assert.equal(signIn.verificationUriComplete, null);
});

test('a code’s life is counted from before the request for it', async () => {
  const clock = createHandClock();
  const fetch = async (): Promise<Response> => {
    await clock.pass(3000);
    return Response.json(codeBody());
  };
  const signIn = await createDeviceClient({ endpoints, clientId: 'tv', fetch, clock }).requestCode();
  assert.equal(signIn.remaining, 897);
  assert.equal(signIn.expiresAt.toISOString(), '2026-06-01T12:15:00.000Z');
});

test('only a sign-in of the same server and client is resumed', async () => {
  const { client, signIn } = await beginDevice(pending);
  const saved = signIn.save();
  assert.deepEqual(client.resume(saved).save(), saved);
  for (const wrong of [
    { server: 'https://b.example' },
    { clientId: 'b' },
    { deviceCode: '' },
    { interval: NaN },
    { expiresAt: null },
  ]) {
    assert.throws(
      () => client.resume({ ...saved, ...wrong } as never),
      (error) => isLinkpinClientError(error, 'bad_option'),
    );
  }
  for (const nothing of [null, undefined, 'nonsense']) {
    assert.throws(
      () => client.resume(nothing as never),
      (error) => isLinkpinClientError(error, 'bad_option'),
    );
  }
});

test('refreshing sends the refresh token, and keeps the old one and the old scope when the answer has none', async () => {
  const { client, server } = await beginDevice(json({ access_token: 'b', token_type: 'bearer', expires_in: 60 }));
  const fresh = await client.refresh({ refreshToken: 'r1', scope: 'read' });
  const nothing = { idToken: null };
  assert.deepEqual(fresh, {
    accessToken: 'b',
    tokenType: 'bearer',
    expiresIn: 60,
    refreshToken: 'r1',
    scope: 'read',
    ...nothing,
  });
  assert.equal(server.seen[1]?.body, 'client_id=tv&grant_type=refresh_token&refresh_token=r1');
});

test('B23: a refresh token that the server replaces is used once, however many ask, at once or later', async () => {
  const { client, server } = await beginDevice(
    json({ access_token: 'b', refresh_token: 'r2' }),
    json({ access_token: 'c', refresh_token: 'r3' }),
  );
  const old = { refreshToken: 'r1', scope: null };
  const [one, two] = await Promise.all([client.refresh(old), client.refresh(old)]);
  assert.equal(one, two);
  assert.equal((await client.refresh(old)).accessToken, 'b');
  assert.equal(server.seen.length, 2);
  assert.equal((await client.refresh(one)).refreshToken, 'r3');
  assert.equal(server.seen.length, 3);
});

test('a refresh token that stays is good for another time, and so is one whose refresh failed', async () => {
  const { client, server } = await beginDevice(noNetwork, json({ access_token: 'b' }), json({ access_token: 'c' }));
  const old = { refreshToken: 'r1', scope: null };
  await assert.rejects(client.refresh(old), (error) => isLinkpinClientError(error, 'network'));
  assert.equal((await client.refresh(old)).accessToken, 'b');
  assert.equal((await client.refresh(old)).accessToken, 'c');
  assert.equal(server.seen.length, 4);
});

test('a refresh that the server refuses says so, without the token', async () => {
  const { client } = await beginDevice(json({ error: 'invalid_grant', error_description: 'r1 is over' }, 400));
  await assert.rejects(client.refresh({ refreshToken: 'r1', scope: null }), (error) => {
    assert.ok(isLinkpinClientError(error, 'refused'));
    assert.equal(error.oauthError, 'invalid_grant');
    assert.equal(error.message, 'https://auth.example/token answered 400 invalid_grant … is over');
    return true;
  });
  await assert.rejects(client.refresh({ refreshToken: null, scope: null }), (error) =>
    isLinkpinClientError(error, 'bad_option'),
  );
});

test('revoking posts the token, and throws when it is not confirmed', async () => {
  const { client, server } = await beginDevice(json({}), json({ error: 'unsupported_token_type' }, 400));
  await client.revoke('t');
  assert.equal(server.seen[1]?.url.href, endpoints.revocationEndpoint);
  assert.equal(server.seen[1]?.body, 'client_id=tv&token=t');
  await assert.rejects(client.revoke('t'), (error) => isLinkpinClientError(error, 'refused'));
});

test('a client without an identifier, or without a server, is refused at once', () => {
  for (const wrong of [
    { clientId: '', issuer: 'https://a.example' },
    { clientId: 'tv' },
    { clientId: 'tv', issuer: '', insecureHttp: true },
  ]) {
    assert.throws(
      () => createDeviceClient(wrong),
      (error) => isLinkpinClientError(error, 'bad_option'),
    );
  }
});
