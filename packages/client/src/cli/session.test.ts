import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkpinClientError } from '../errors.ts';
import type { SignInError } from './errors.ts';
import { acme, clientId, remembering, stored } from './scene.testing.ts';
import { startServer } from './server.testing.ts';
import { openSession, signIn, signOut } from './sign-in.ts';
import { memoryTokenStore } from './token-store.ts';

test('tokens are kept: the next call asks nobody, until more scope or another API is wanted', async (t) => {
  const server = await startServer(t);
  const { issuer } = server;
  const store = memoryTokenStore();
  const options = { issuer, ...acme, scope: 'read write', store, screen: remembering(), openPage: null } as const;
  await signIn(options);
  await signIn(options);
  await signIn({ ...options, scope: 'write' });
  assert.equal(server.count('/device'), 1);
  await signIn({ ...options, scope: 'read admin' });
  await signIn({ ...options, resource: 'https://api.example' });
  await signIn({ ...options, resource: 'https://api.example', again: true });
  assert.equal(server.count('/device'), 4);
});

test('tokens are refreshed once for many who want them, and again when an API no longer takes them', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  const store = memoryTokenStore();
  const key = { issuer, clientId };
  const old = { accessToken: 'old', tokenType: 'Bearer', expiresAt: '2020-01-01T00:00:00.000Z', refreshToken: 'r0' };
  await store.update(key, async () => ({ tokens: old }));
  const session = await openSession({ ...key, ...acme, store });
  const all = await Promise.all(Array.from({ length: 5 }, () => session.tokens()));
  assert.deepEqual(new Set(all.map(({ accessToken }) => accessToken)), new Set(['access-1']));
  assert.deepEqual(
    server.arrived.filter(({ path }) => path === '/token').map(({ form }) => form['refresh_token']),
    ['r0'],
  );
  answers['/api'] = ({ authorization }) => ({ status: authorization === 'Bearer access-2' ? 200 : 401 });
  assert.equal((await session.fetch(`${issuer}/api`)).status, 200);
  assert.equal((await session.tokens()).accessToken, 'access-2');
  answers['/api'] = () => ({ status: 401 });
  const posted = await session.fetch(`${issuer}/api`, { method: 'POST', body: 'x' });
  assert.equal(posted.status, 401, 'once more, and then it is the answer');
  assert.equal(server.count('/token'), 3);
});

test('tokens go to no other API than the one that they are for', async (t) => {
  const { issuer } = await startServer(t);
  const options = { issuer, ...acme, store: memoryTokenStore(), screen: remembering(), openPage: null };
  const session = await signIn({ ...options, resource: `${issuer}/api` });
  await assert.rejects(session.fetch('https://127.0.0.1:1/x'), { code: 'bad_option', message: /not for https/ });
  assert.equal((await session.fetch(`${issuer}/other`)).status, 404);
});

test('tokens go to no address in the open', async (t) => {
  const { issuer } = await startServer(t);
  const session = await signIn({ issuer, ...acme, store: memoryTokenStore(), screen: remembering(), openPage: null });
  for (const url of ['http://api.example/x', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example/']) {
    await assert.rejects(session.fetch(url), { code: 'bad_option' }, url);
  }
});

test('tokens are over when the server says so, which is told by a name, and then somebody is asked again', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  const store = memoryTokenStore();
  const stale = { accessToken: 'old', tokenType: 'Bearer', expiresAt: '2020-01-01T00:00:00.000Z' };
  const token = answers['/token'];
  await store.update({ issuer, clientId }, async () => ({ tokens: { ...stale, refreshToken: 'spent' } }));
  answers['/token'] = ({ form }) =>
    form['grant_type'] === 'refresh_token'
      ? { status: 400, body: { error: 'invalid_grant', error_description: 'spent is over' } }
      : (token?.({ path: '', form, authorization: undefined }) ?? {});
  const session = await openSession({ issuer, ...acme, store });
  await assert.rejects(session.tokens(), (error: SignInError) => {
    assert.deepEqual([error.code, error.oauthError], ['signed_out', 'invalid_grant']);
    return !error.message.includes('spent');
  });
  await signIn({ issuer, ...acme, store, screen: remembering(), openPage: null });
  assert.equal((await session.tokens()).accessToken, 'access-1');
  answers['/token'] = () => ({ status: 503 });
  await store.update({ issuer, clientId }, async () => ({ tokens: { ...stale, refreshToken: 'r' } }));
  await assert.rejects(signIn({ issuer, ...acme, store, screen: remembering(), openPage: null }), { code: 'server' });
});

test('tokens are revoked and forgotten by signing out, also where the server cannot be told', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  const store = memoryTokenStore();
  const options = { issuer, ...acme, store, screen: remembering(), openPage: null } as const;
  await signIn(options);
  assert.equal(await signOut(options), null);
  assert.equal(server.arrived.find(({ path }) => path === '/revoke')?.form['token'], 'refresh-1');
  assert.equal(await stored(store, issuer), undefined);
  await signIn(options);
  answers['/revoke'] = () => ({ status: 500 });
  assert.equal(((await signOut(options)) as LinkpinClientError).code, 'server');
  assert.equal(await stored(store, issuer), undefined);
  await assert.rejects((await openSession(options)).tokens(), { code: 'signed_out' });
});
