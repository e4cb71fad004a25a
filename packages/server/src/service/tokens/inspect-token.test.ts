import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT, UnsecuredJWT } from 'jose';
import { aClient } from '../../stores/contract/samples.ts';
import { makeAccessToken } from './access-tokens.ts';
import { inspectJwt, inspectOpaque } from './inspect-token.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

const api = 'https://music.example/api';

async function aToken(accessTokens: 'jwt' | 'opaque') {
  const harness = await tokenHarness();
  const { grant } = await harness.grant({ keyThumbprint: 'thumb' });
  const client = aClient({ accessTokens });
  const order = { client, grant, scopes: ['listen'], audiences: [api], issuer };
  const { token, expiresIn } = await makeAccessToken(harness.ports, order);
  const inspect = (text: string) =>
    accessTokens === 'opaque' ? inspectOpaque(harness.ports, text) : inspectJwt(harness.ports, text, issuer);
  return { ...harness, client, grant, token, expiresIn, inspect };
}

for (const kind of ['jwt', 'opaque'] as const) {
  describe(`an access token of the kind ${kind}, looked at`, () => {
    it('says whose it is, for whom, for what and until when', async () => {
      const { token, inspect, grant, client, clock, expiresIn } = await aToken(kind);
      const issuedAt = Math.floor(clock.now() / 1000);
      const live = await inspect(token);
      assert.ok(live && Math.abs(live.expiresAt - issuedAt - expiresIn) <= 1);
      assert.deepEqual(
        { ...live, expiresAt: 0 },
        {
          grantId: grant.id,
          account: 'ada',
          clientId: client.id,
          scopes: ['listen'],
          audiences: [api],
          keyThumbprint: 'thumb',
          issuedAt,
          expiresAt: 0,
        },
      );
    });

    it('is none any more when it has expired or its device was revoked', async () => {
      const expired = await aToken(kind);
      expired.clock.pass(expired.expiresIn * 1000 + 1000);
      assert.equal(await expired.inspect(expired.token), undefined);
      const revoked = await aToken(kind);
      await revoked.ports.grants.revoke(revoked.grant.id, 'ada', revoked.clock.now());
      assert.equal(await revoked.inspect(revoked.token), undefined);
    });

    it('is none when a character was changed, or another service made it', async () => {
      const { token, inspect } = await aToken(kind);
      const other = await aToken(kind);
      assert.equal(await inspect(other.token), undefined);
      for (const at of [5, Math.floor(token.length / 2), token.length - 3]) {
        const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
        assert.equal(await inspect(changed), undefined, `position ${at}`);
      }
      for (const text of ['', 'lpa_', 'a.b.c', '...', 'lpa_a.b.c']) assert.equal(await inspect(text), undefined);
    });
  });
}

describe('a JWT that is not an access token of ours', () => {
  it('is none: no signature, another type, another issuer, a grant that is not there', async () => {
    const { ports, grant, inspect, clock } = await aToken('jwt');
    const { kid, privateKey } = ports.signingKeys.current('EdDSA');
    const iat = Math.floor(clock.now() / 1000);
    const make = (typ: string, iss: string, jti: string): Promise<string> =>
      new SignJWT({ client_id: 'radio' })
        .setProtectedHeader({ typ, alg: 'EdDSA', kid })
        .setIssuer(iss)
        .setAudience(api)
        .setJti(jti)
        .setIssuedAt(iat)
        .setExpirationTime(iat + 60)
        .sign(privateKey);
    assert.ok(await inspect(await make('at+jwt', issuer, `${grant.id}.x`)), 'the rightful one');
    assert.equal(await inspect(await make('JWT', issuer, `${grant.id}.x`)), undefined);
    assert.equal(await inspect(await make('at+jwt', 'https://other.example', `${grant.id}.x`)), undefined);
    assert.equal(await inspect(await make('at+jwt', issuer, 'nobody.x')), undefined);
    const bare = new UnsecuredJWT({ jti: `${grant.id}.x` })
      .setIssuer(issuer)
      .setExpirationTime(iat + 60)
      .encode();
    assert.equal(await inspect(bare), undefined);
  });
});
