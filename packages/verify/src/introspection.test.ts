import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOpaqueCheck } from './introspection.ts';

const issuer = 'https://link.example';
const audience = 'https://api.example';
const now = Date.UTC(2026, 10, 30);

const good = {
  active: true,
  iss: issuer,
  sub: 'ada',
  client_id: 'tv',
  grant_id: 'g',
  scope: 'watch',
  aud: audience,
  exp: now / 1000 + 60,
};

/** The verdict for an introspection response. */
const about = (told: Readonly<Record<string, unknown>>) =>
  createOpaqueCheck({
    issuer,
    audience,
    client: { clientId: 'api', clientSecret: 'secret' },
    fetch: async () => Response.json(told),
    clock: { now: () => now },
    report: () => {},
    discover: async () => ({
      jwksUri: new URL('/jwks', issuer),
      introspectionEndpoint: new URL('/introspect', issuer),
    }),
  })('lpa_token');

describe('what the issuer tells about an opaque token', () => {
  it('is believed when it is about a live token of this issuer for this API', async () => {
    assert.deepEqual(await about(good), {
      sub: 'ada',
      clientId: 'tv',
      scopes: ['watch'],
      audience: [audience],
      expiresAt: now + 60_000,
      grant: 'g',
      keyThumbprint: null,
    });
    assert.ok((await about({ ...good, aud: ['https://other.example', audience] })) !== undefined);
  });

  for (const [what, part] of [
    ['is not active', { active: false }],
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['is for another API', { aud: 'https://other.example' }],
    ['is for no API', { aud: undefined }],
    ['has expired', { exp: now / 1000 }],
    ['has no end', { exp: undefined }],
    ['is of nobody', { sub: undefined }],
  ] as const) {
    it(`is no good when the token ${what}`, async () => {
      assert.equal(await about({ ...good, ...part }), undefined);
    });
  }
});
