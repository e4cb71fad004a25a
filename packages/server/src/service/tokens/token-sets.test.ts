import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aClient } from '../../stores/contract/samples.ts';
import { makeSecretKey } from '../../tokens/keys.ts';
import { inspectToken } from './inspect-token.ts';
import { audiencesOf, firstTokens } from './token-sets.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

interface Body {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly scope?: string;
}

describe('the first tokens of a grant', () => {
  it('come out the same for everybody who makes them at once, so only one set is ever stored', async () => {
    const harness = await tokenHarness();
    const { grant, approval } = await harness.grant();
    const client = aClient();
    const makers = Array.from({ length: 8 }, () => firstTokens(harness.ports, client, issuer, grant, approval));
    const bodies = new Set(await Promise.all(makers));
    assert.equal(bodies.size, 1);
    const [body] = bodies;
    const made = JSON.parse(body ?? '') as Body;
    const { access_token: access, refresh_token: refresh, ...rest } = made;
    assert.match(access, /^lpa_[\w-]{43}$/);
    assert.match(refresh ?? '', /^lpr_[\w-]{43}$/);
    assert.notEqual(access.slice(4), refresh?.slice(4));
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3600, scope: 'listen library:read' });
    const family = await harness.ports.tokens.familyOf(harness.ports.keys.hash(refresh ?? ''));
    assert.deepEqual([family?.version, family?.currentSealed, family?.clientId], [1, null, client.id]);
  });

  it('cannot be worked out from what the store has: another pin, salt or key gives others', async () => {
    const ring = [makeSecretKey()];
    const harness = await tokenHarness(ring);
    const { grant, approval } = await harness.grant();
    const other = await tokenHarness();
    const tokens = await Promise.all([
      firstTokens(harness.ports, aClient(), issuer, grant, approval),
      firstTokens(harness.ports, aClient(), issuer, grant, { ...approval, salt: 'another' }),
      firstTokens(harness.ports, aClient(), issuer, grant, { ...approval, grantId: 'another' }),
      firstTokens(other.ports, aClient(), issuer, grant, { ...approval, keyId: other.ports.keys.current }),
    ]);
    assert.equal(new Set(tokens.map((body) => (JSON.parse(body) as Body).refresh_token)).size, 4);
  });

  it('cannot be made when the key of the approval is gone', async () => {
    const harness = await tokenHarness();
    const { grant, approval } = await harness.grant();
    await assert.rejects(
      firstTokens(harness.ports, aClient(), issuer, grant, { ...approval, keyId: 'gone' }),
      /is gone/,
    );
  });

  it('have a refresh token only where the client may have one (B21), and no scope where none was left', async () => {
    const harness = await tokenHarness();
    const { grant, approval } = await harness.grant({ scopes: [] });
    const body = JSON.parse(
      await firstTokens(harness.ports, aClient({ refreshTokenLife: 0 }), issuer, grant, approval),
    ) as Body;
    assert.equal(body.refresh_token, undefined);
    assert.ok(!('scope' in body));
  });

  it('live at once, also without a refresh token', async () => {
    const { ports, grant: link } = await tokenHarness();
    const { grant, approval } = await link();
    for (const accessTokens of ['opaque', 'jwt'] as const) {
      for (const refreshTokenLife of [0, null]) {
        const client = aClient({ accessTokens, refreshTokenLife });
        const body = JSON.parse(await firstTokens(ports, client, issuer, grant, approval)) as Body;
        assert.ok(await inspectToken(ports, body.access_token, issuer), `${accessTokens} ${refreshTokenLife}`);
      }
    }
  });

  it('can be refreshed for a month without use, and for half a year in all, if the client has no lives of its own', async () => {
    const { ports, clock, grant: link } = await tokenHarness();
    const { grant, approval } = await link();
    const body = JSON.parse(await firstTokens(ports, aClient(), issuer, grant, approval)) as Body;
    const family = await ports.tokens.familyOf(ports.keys.hash(body.refresh_token ?? ''));
    const days = (end = 0) => (end - clock.now()) / 86_400_000;
    assert.deepEqual([days(family?.idleUntil), days(family?.endsAt)], [30, 180]);
  });

  it('have an ID token beside them with the scope openid, which repeats the nonce', async () => {
    const { ports: others, grant: link } = await tokenHarness();
    const { grant, approval } = await link({ scopes: ['openid'] });
    const idTokens = { sign: async ({ claims }: { readonly claims: object }) => JSON.stringify(claims) };
    const ports = { ...others, idTokens };
    const text = await firstTokens(ports, aClient(), issuer, grant, approval, 'n');
    const { id_token: idToken } = JSON.parse(text) as { readonly id_token: string };
    assert.equal((JSON.parse(idToken) as { readonly nonce: string }).nonce, 'n');
    const without = await firstTokens(ports, aClient(), issuer, { ...grant, scopes: ['read'] }, approval);
    assert.ok(!('id_token' in (JSON.parse(without) as object)));
  });

  it('say DPoP when they are bound to a key (B6)', async () => {
    const harness = await tokenHarness();
    const { grant, approval } = await harness.grant({ keyThumbprint: 'thumb' });
    assert.equal(
      (JSON.parse(await firstTokens(harness.ports, aClient(), issuer, grant, approval)) as Body).token_type,
      'DPoP',
    );
  });

  it('are for what was asked, else for the first resource of the client, else for this service (B8)', () => {
    const client = aClient({ audiences: ['https://a.example', 'https://b.example'] });
    assert.deepEqual(audiencesOf(client, ['https://b.example'], issuer), ['https://b.example']);
    assert.deepEqual(audiencesOf(client, [], issuer), ['https://a.example']);
    assert.deepEqual(audiencesOf(aClient({ audiences: [] }), [], issuer), [issuer]);
  });
});
