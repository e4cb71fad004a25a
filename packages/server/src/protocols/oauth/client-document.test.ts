import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readClientDocument } from './client-document.ts';

const url = 'https://app.example/client';
const document = { client_id: url, client_name: 'Notes', redirect_uris: ['http://127.0.0.1/callback'] };

describe('a metadata document', () => {
  it('is read like a registration, of a client that keeps no secret', () => {
    assert.deepEqual(readClientDocument(url, { ...document, logo_uri: 'https://app.example/logo' }), {
      ok: true,
      value: {
        name: 'Notes',
        authMethod: 'none',
        scopes: null,
        grants: ['authorization_code'],
        refreshes: true,
        redirectUris: ['http://127.0.0.1/callback'],
        applicationType: null,
        subjectType: 'public',
        idTokenAlgorithm: 'RS256',
        jwks: null,
        jwksUri: null,
      },
    });
  });

  it('may have keys, here or elsewhere', () => {
    const signs = { ...document, token_endpoint_auth_method: 'private_key_jwt' };
    const here = readClientDocument(url, { ...signs, jwks: { keys: [] } });
    assert.deepEqual(here.ok && [here.value.authMethod, here.value.jwks], ['private_key_jwt', { keys: [] }]);
    const there = readClientDocument(url, { ...signs, jwks_uri: 'https://app.example/keys' });
    assert.equal(there.ok && there.value.jwksUri, 'https://app.example/keys');
  });

  for (const [fault, lie] of [
    ['its client_id is not its own URL', { ...document, client_id: 'https://app.example/other' }],
    ['its client_id is not its own URL', { ...document, client_id: `${url}/` }],
    ['its client_id is not its own URL', { ...document, client_id: undefined }],
    ['its client_id is not its own URL', { ...document, client_id: [url] }],
    ['it has a secret, which everybody can read', { ...document, client_secret: 'x' }],
    ['it has a secret, which everybody can read', { ...document, client_secret_expires_at: 0 }],
    [
      'its token_endpoint_auth_method must be none or private_key_jwt',
      { ...document, token_endpoint_auth_method: 'client_secret_post' },
    ],
    ['private_key_jwt needs jwks or jwks_uri', { ...document, token_endpoint_auth_method: 'private_key_jwt' }],
    ['client_name must be a string', { ...document, client_name: 5 }],
    ['authorization_code needs redirect_uris', { client_id: url, grant_types: ['authorization_code'] }],
    ['it is not a JSON object', [document]],
    ['it is not a JSON object', null],
    ['it is not a JSON object', 'text'],
  ] as const) {
    it(`is not used when ${fault}: ${JSON.stringify(lie)}`, () => {
      assert.deepEqual(readClientDocument(url, lie), { ok: false, refusal: fault });
    });
  }
});
