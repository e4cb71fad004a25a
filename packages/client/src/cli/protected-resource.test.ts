import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProtectedResource } from './protected-resource.ts';
import { startServer, type TestServer } from './server.testing.ts';

/** An API that sends its metadata as it is told. */
function publish(
  { issuer, answers }: TestServer,
  members: Readonly<Record<string, unknown>> = {},
  path = '/.well-known/oauth-protected-resource/mcp',
): void {
  const body = { resource: `${issuer}/mcp`, authorization_servers: ['https://login.example'], ...members };
  answers[path] = () => ({ body });
}

test('RFC 9728 §5.1: the challenge says where the metadata is and which scope is wanted', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  publish(server, { scopes_supported: ['read', 'write'] }, '/elsewhere');
  const challenge = (more: string) => () => ({
    status: 401,
    headers: { 'www-authenticate': `Basic realm="a, b", Bearer error="invalid_token"${more}` },
  });
  answers['/mcp'] = challenge(`, resource_metadata="${issuer}/elsewhere", scope="read"`);
  const found = { resource: `${issuer}/mcp`, authorizationServers: ['https://login.example'], scope: 'read' };
  assert.deepEqual(await findProtectedResource(`${issuer}/mcp`), found);
  answers['/mcp'] = challenge(`,resource_metadata = "${issuer}/elsewhere"`);
  assert.deepEqual(await findProtectedResource(`${issuer}/mcp`), { ...found, scope: 'read write' });
});

test('RFC 9728 §3.1: without one it is at the well-known address, before the path', async (t) => {
  const server = await startServer(t);
  const { issuer } = server;
  publish(server);
  assert.equal((await findProtectedResource(`${issuer}/mcp`)).scope, null);
  publish(server, { resource: issuer }, '/.well-known/oauth-protected-resource');
  assert.equal((await findProtectedResource(`${issuer}/`)).resource, issuer);
  assert.equal((await findProtectedResource(issuer)).resource, issuer);
});

test('RFC 9728 §3.3: metadata of another API is not used, nor an issuer that could be read on the way', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  for (const [members, code] of [
    [{ resource: `${issuer}/other` }, 'untrusted'],
    [{ resource: 'https://api.example/mcp' }, 'untrusted'],
    [{ resource: `${issuer}/mcp#x` }, 'untrusted'],
    [{ resource: 7 }, 'untrusted'],
    [{ resource: undefined }, 'unreadable'],
    [{ authorization_servers: ['https://login.example', 'http://login.example'] }, 'untrusted'],
    [{ authorization_servers: [] }, 'unreadable'],
    [{ authorization_servers: 'https://login.example' }, 'unreadable'],
  ] as const) {
    publish(server, members);
    await assert.rejects(findProtectedResource(`${issuer}/mcp`), { code }, JSON.stringify(members));
  }
  publish(server);
  answers['/mcp'] = () => ({
    status: 401,
    headers: { 'www-authenticate': 'Bearer resource_metadata="http://api.example/metadata"' },
  });
  await assert.rejects(findProtectedResource(`${issuer}/mcp`), { code: 'untrusted', message: /without https/ });
});

test('redirects are not followed, and what has no metadata, is no address or is in the open is told', async (t) => {
  const server = await startServer(t);
  const { issuer, answers } = server;
  await assert.rejects(findProtectedResource(`${issuer}/mcp`), { code: 'refused' });
  publish(server);
  answers['/mcp'] = () => ({ status: 307, headers: { location: 'https://api.example/mcp' } });
  await assert.rejects(findProtectedResource(`${issuer}/mcp`), { code: 'untrusted', message: /redirects/ });
  answers['/mcp'] = () => ({ status: 401 });
  answers['/.well-known/oauth-protected-resource/mcp'] = () => ({ status: 302, headers: { location: '/' } });
  await assert.rejects(findProtectedResource(`${issuer}/mcp`), { code: 'redirected' });
  for (const wrong of ['', 'api', 'http://api.example', `${issuer}/mcp#a`, 'ftp://api.example']) {
    await assert.rejects(findProtectedResource(wrong), { code: 'bad_option' }, wrong);
  }
});
