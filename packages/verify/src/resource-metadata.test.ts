import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resourceMetadata, type ProtectedResource } from './resource-metadata.ts';
import { createVerifier, requireScope } from './verify.ts';

const authorizationServers = ['https://link.example'];

describe('what an API says of itself', () => {
  for (const [resource, url] of [
    ['https://api.example', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/mcp', 'https://api.example/.well-known/oauth-protected-resource/mcp'],
    ['https://api.example/mcp/', 'https://api.example/.well-known/oauth-protected-resource/mcp/'],
    ['https://api.example:8443/a?b=c', 'https://api.example:8443/.well-known/oauth-protected-resource/a?b=c'],
  ] as const) {
    it(`is found for ${resource} at ${url} (RFC 9728 §3.1)`, () => {
      const metadata = resourceMetadata({ resource, authorizationServers });
      assert.equal(metadata.url, url);
      assert.equal(`${new URL(resource).origin}${metadata.path}`, url);
      assert.equal(metadata.document['resource'], resource); // §3.3: the client compares it with what it asked for
    });
  }

  it('names its issuers, its scopes, and that tokens come in the header', () => {
    const { document } = resourceMetadata({
      resource: 'https://api.example/mcp',
      authorizationServers,
      scopes: ['notes'],
      name: 'Notes',
      documentation: 'https://api.example/docs',
      onlyBoundTokens: true,
    });
    assert.deepEqual(document, {
      resource: 'https://api.example/mcp',
      authorization_servers: authorizationServers,
      scopes_supported: ['notes'],
      bearer_methods_supported: ['header'],
      resource_name: 'Notes',
      resource_documentation: 'https://api.example/docs',
      dpop_signing_alg_values_supported: ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'],
      dpop_bound_access_tokens_required: true,
    });
  });

  it('leaves out what nobody said', () => {
    const { document } = resourceMetadata({ resource: 'https://api.example', authorizationServers });
    const told = ['resource', 'authorization_servers', 'bearer_methods_supported', 'dpop_signing_alg_values_supported'];
    assert.deepEqual(Object.keys(document), told);
  });

  for (const [what, part] of [
    ['a resource with a fragment', { resource: 'https://api.example/#part' }],
    ['a resource that is no URL', { resource: 'api.example' }],
    ['a resource of another scheme', { resource: 'urn:example:api' }],
    ['no resource', { resource: undefined }],
    ['no issuer', { authorizationServers: [] }],
    ['an issuer that is no URL', { authorizationServers: ['link.example'] }],
  ] as const) {
    it(`is not made of ${what}`, () => {
      const given = { resource: 'https://api.example', authorizationServers, ...part } as ProtectedResource;
      assert.throws(() => resourceMetadata(given), TypeError);
    });
  }
});

describe('a refusal of an API that says where its metadata is', () => {
  const { url } = resourceMetadata({ resource: 'https://api.example/mcp', authorizationServers });
  const verifier = createVerifier({
    issuer: 'https://link.example',
    audience: 'https://api.example/mcp',
    resourceMetadata: url,
  });
  const headerOf = async (headers: Record<string, string>): Promise<string | undefined> => {
    const verdict = await verifier.verify({ method: 'GET', url: 'https://api.example/mcp', headers });
    return verdict.ok ? undefined : verdict.refusal.headers['www-authenticate'];
  };

  it('tells whoever comes without a token, in the challenges of both schemes (RFC 9728 §5.1)', async () => {
    const named = `resource_metadata="${url}"`;
    const algorithms = 'algs="EdDSA ES256 ES384 RS256 PS256"';
    assert.equal(await headerOf({}), `Bearer ${named}, DPoP ${named}, ${algorithms}`);
  });

  it('tells whoever comes with a token that is not good here, after what is wrong with it', async () => {
    const told = await headerOf({ authorization: 'Bearer something' });
    const wrong = 'error="invalid_token", error_description="the token is not good here"';
    assert.equal(told, `Bearer ${wrong}, resource_metadata="${url}"`);
  });

  it('tells whoever lacks a scope, with the scopes that are needed', () => {
    const token = { sub: 'a', clientId: 'c', scopes: [], audience: [], expiresAt: 0, grant: 'g', keyThumbprint: null };
    const verdict = requireScope({ ok: true, token, resourceMetadata: url }, 'notes', 'write');
    assert.ok(!verdict.ok);
    assert.equal(verdict.refusal.status, 403);
    const wrong = 'error="insufficient_scope", error_description="the token is not for this", scope="notes write"';
    assert.equal(verdict.refusal.headers['www-authenticate'], `Bearer ${wrong}, resource_metadata="${url}"`);
  });

  it('says nothing of it when nobody said where it is', async () => {
    const plain = createVerifier({ issuer: 'https://link.example', audience: 'https://api.example' });
    const verdict = await plain.verify({ method: 'GET', url: 'https://api.example/', headers: {} });
    assert.ok(!verdict.ok);
    assert.equal(verdict.refusal.headers['www-authenticate'], 'Bearer, DPoP algs="EdDSA ES256 ES384 RS256 PS256"');
  });

  for (const wrong of ['/metadata', 'https://api.example/"x', '']) {
    it(`is not made of ${JSON.stringify(wrong)}`, () => {
      const options = { issuer: 'https://link.example', audience: 'https://api.example', resourceMetadata: wrong };
      assert.throws(() => createVerifier(options), { name: 'TypeError', message: /resourceMetadata/ });
    });
  }
});
