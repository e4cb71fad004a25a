import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { algorithms, jwkThumbprint, signCompact } from './jws.ts';

const importKey = (alg: 'EdDSA' | 'ES256', jwk: JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', jwk, algorithms[alg], false, ['sign']);

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/plex/jwt/${name}.json`, import.meta.url), 'utf8'));

// RFC 8037, appendix A.
const ed25519 = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

test('RFC 8037 A.4: the signature of the Ed25519 example, byte by byte', async () => {
  const privateKey = await importKey('EdDSA', ed25519);
  const compact = await signCompact({ alg: 'EdDSA', privateKey }, {}, 'Example of Ed25519 signing');
  assert.equal(
    compact,
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.' +
      'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  );
});

test('RFC 8037 A.3: the thumbprint of the Ed25519 example, whatever else is in the JWK', async () => {
  assert.equal(await jwkThumbprint(ed25519), 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test('RFC 7638 §3.1: the thumbprint of its RSA example', async () => {
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs' +
    'tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI' +
    'SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
  const key = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' };
  assert.equal(await jwkThumbprint(key), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
});

test('RFC 7515 A.3: what its ES256 key signs, another implementation verifies', async () => {
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
  };
  const payload = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}';
  const compact = await signCompact({ alg: 'ES256', privateKey: await importKey('ES256', jwk) }, {}, payload);
  const [header = '', claims = '', signature = ''] = compact.split('.');
  // The first two parts are from the RFC.
  assert.equal(header, 'eyJhbGciOiJFUzI1NiJ9');
  assert.ok(claims.startsWith('eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt'));
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  assert.ok(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url')));
});

test('wire 1.9: the device JWT that plex clients make, byte by byte', async () => {
  const {
    seed_hex: seed,
    public_jwk: jwk,
    kid_forms: kids,
  } = fixture('device-key') as {
    seed_hex: string;
    public_jwk: { kty: string; crv: string; x: string };
    kid_forms: Record<string, string>;
  };
  const { header, claims, compact } = fixture('device-jwt') as { header: object; claims: object; compact: string };
  const { kty, crv, x } = jwk;
  const privateKey = await importKey('EdDSA', { kty, crv, x, d: Buffer.from(seed, 'hex').toString('base64url') });
  assert.equal(await signCompact({ alg: 'EdDSA', privateKey }, header, JSON.stringify(claims)), compact);
  assert.equal(await jwkThumbprint(jwk), kids['RFC 7638 thumbprint']);
});
