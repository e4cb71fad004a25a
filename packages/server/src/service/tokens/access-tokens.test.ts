import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { aClient } from '../../stores/contract/samples.ts';
import { accessTokenLife, makeAccessToken } from './access-tokens.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

const api = 'https://music.example/api';

describe('an access token', () => {
  for (const signingAlgorithm of ['EdDSA', 'ES256'] as const) {
    it(`is a JWT that others can check by themselves, signed with ${signingAlgorithm} (RFC 9068, B8 B9)`, async () => {
      const harness = await tokenHarness();
      const { grant } = await harness.grant();
      const client = aClient({ accessTokens: 'jwt', signingAlgorithm });
      const order = { client, grant, scopes: ['listen'], audiences: [api], issuer };
      const { token, expiresIn } = await makeAccessToken(harness.ports, order);
      const { payload, protectedHeader } = await jwtVerify(
        token,
        createLocalJWKSet({ keys: [...harness.ports.signingKeys.publicKeys] }),
        {
          typ: 'at+jwt',
          issuer,
          audience: api,
          algorithms: [signingAlgorithm],
          currentDate: new Date(harness.clock.now()),
        },
      );
      const { jti, iat, exp, ...rest } = payload;
      assert.equal(protectedHeader.kid, harness.ports.signingKeys.current(signingAlgorithm).kid);
      assert.deepEqual(rest, {
        client_id: client.id,
        grant_id: grant.id,
        scope: 'listen',
        iss: issuer,
        sub: 'ada',
        aud: api,
      });
      assert.equal(expiresIn, 600);
      assert.equal(exp, (iat ?? 0) + 600);
      assert.ok(jti?.startsWith(`${grant.id}.`));
    });
  }

  it('has an id of its own each time, all resources as its audience, and no empty scope', async () => {
    const harness = await tokenHarness();
    const { grant } = await harness.grant();
    const client = aClient({ accessTokens: 'jwt' });
    const order = { client, grant, scopes: [], audiences: [api, 'https://other.example'], issuer };
    const tokens = [await makeAccessToken(harness.ports, order), await makeAccessToken(harness.ports, order)];
    const bodies = tokens.map(({ token }) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
    );
    assert.deepEqual(bodies[0].aud, [api, 'https://other.example']);
    assert.ok(!('scope' in bodies[0]));
    assert.notEqual(bodies[0].jti, bodies[1].jti);
  });

  it('is bound to the key that the device proved (B6)', async () => {
    const harness = await tokenHarness();
    const { grant } = await harness.grant({ keyThumbprint: 'thumb' });
    const order = { grant, scopes: [], audiences: [api], issuer };
    const jwt = await makeAccessToken(harness.ports, { ...order, client: aClient({ accessTokens: 'jwt' }) });
    const deviceInfo = JSON.parse(Buffer.from(jwt.token.split('.')[1] ?? '', 'base64url').toString()) as {
      cnf: unknown;
    };
    assert.deepEqual(deviceInfo.cnf, { jkt: 'thumb' });
    const opaque = await makeAccessToken(harness.ports, { ...order, client: aClient({ accessTokens: 'opaque' }) });
    const kept = await harness.ports.tokens.accessToken(harness.ports.keys.hash(opaque.token), harness.clock.now());
    assert.equal(kept?.keyThumbprint, 'thumb');
  });

  it('that is opaque is remembered by its hash only, for an hour (B28)', async () => {
    const harness = await tokenHarness();
    const { grant } = await harness.grant();
    const order = { client: aClient(), grant, scopes: ['listen'], audiences: [api], issuer };
    const { token, expiresIn } = await makeAccessToken(harness.ports, order);
    assert.match(token, /^lpa_[\w-]{44}$/);
    assert.equal(expiresIn, 3600);
    const hash = harness.ports.keys.hash(token);
    const kept = await harness.ports.tokens.accessToken(hash, harness.clock.now());
    assert.ok(kept);
    assert.ok(!JSON.stringify(kept).includes(token));
    assert.equal(await harness.ports.tokens.accessToken(hash, harness.clock.now() + 3_600_000), undefined);
  });

  it('lives as long as its client is set to (B8)', async () => {
    const harness = await tokenHarness();
    const { grant } = await harness.grant();
    for (const accessTokens of ['jwt', 'opaque'] as const) {
      const client = aClient({ accessTokens, accessTokenLife: 77 });
      const { expiresIn } = await makeAccessToken(harness.ports, {
        client,
        grant,
        scopes: [],
        audiences: [api],
        issuer,
      });
      assert.deepEqual([expiresIn, accessTokenLife(client)], [77, 77]);
    }
  });

  it('of a grant that was revoked is remembered by nobody', async () => {
    const harness = await tokenHarness();
    const { grant } = await harness.grant();
    await harness.ports.grants.revoke(grant.id, 'ada', harness.clock.now());
    const order = { client: aClient(), grant, scopes: [], audiences: [api], issuer };
    const { token } = await makeAccessToken(harness.ports, order);
    assert.equal(
      await harness.ports.tokens.accessToken(harness.ports.keys.hash(token), harness.clock.now()),
      undefined,
    );
  });
});
