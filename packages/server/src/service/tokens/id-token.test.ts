import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IdTokenOrder } from '../ports/id-tokens.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { aClient, anAccount } from '../../stores/contract/samples.ts';
import { makeIdToken, type IdTokenRequest } from './id-token.ts';
import { subjectOf } from './subject-of.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

/** What would be signed for a device of Ada's. */
async function begin(parts: Partial<OAuthClient> = {}) {
  const { ports, store, clock, grant: link } = await tokenHarness();
  await store.accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, clock.now());
  const signIn = { method: 'passkey', provider: null, signedInAt: 7_000, acr: null, amr: ['hwk'] } as const;
  const { grant } = await link({ signIn });
  const client = aClient({ id: 'radio', ...parts });
  const orders: IdTokenOrder[] = [];
  const idTokens = {
    async sign(order: IdTokenOrder) {
      orders.push(order);
      return 'an ID token';
    },
  };
  const make = (changes: Partial<IdTokenRequest> = {}) =>
    makeIdToken(
      { ...ports, accounts: store.accounts, idTokens },
      {
        client,
        grant,
        scopes: ['read', 'openid'],
        issuer,
        accessToken: { token: 'an access token', expiresIn: 600 },
        nonce: null,
        ...changes,
      },
    );
  return { ports: { ...ports, accounts: store.accounts }, clock, client, make, orders };
}

describe('an ID token', () => {
  it('says who signed in how, for whom, and until when, which is the end of its access token', async () => {
    const { make, orders, clock } = await begin();
    assert.equal(await make(), 'an ID token');
    const iat = Math.floor(clock.now() / 1000);
    assert.deepEqual(orders, [
      {
        claims: {
          iss: issuer,
          sub: 'ada',
          aud: 'radio',
          iat,
          exp: iat + 600,
          auth_time: 7,
          acr: 'phr',
          amr: ['hwk'],
        },
        accessToken: 'an access token',
        algorithm: 'RS256',
      },
    ]);
  });

  it('is none without the scope openid', async () => {
    const { make, orders } = await begin();
    assert.equal(await make({ scopes: ['read'] }), undefined);
    assert.deepEqual(orders, []);
  });

  it('repeats the nonce of its request', async () => {
    const { make, orders } = await begin();
    await make({ nonce: 'n' });
    assert.equal(orders[0]?.claims['nonce'], 'n');
  });

  it('is signed as its client wants it', async () => {
    const { make, orders } = await begin({ idTokenAlgorithm: 'ES256' });
    await make();
    assert.equal(orders[0]?.algorithm, 'ES256');
  });
});

describe('the subject of a person', () => {
  const pairwise = { subjectType: 'pairwise' } as const;

  it('is the account’s id, unless the client is pairwise', async () => {
    const { ports, client } = await begin();
    assert.equal(await subjectOf(ports, client, 'ada'), 'ada');
    assert.equal(await subjectOf(ports, { ...client, subjectType: 'public' }, 'ada'), 'ada');
  });

  it('is the same for a pairwise client each time, and another for the client of another sector and another person', async () => {
    const { ports, clock } = await begin();
    await ports.accounts.add(anAccount({ id: 'ben' }), { by: 'operator' }, clock.now());
    const of = (account: string, sectorIdentifier: string) =>
      subjectOf(ports, { id: 'radio', isVerified: true, ...pairwise, sectorIdentifier }, account);
    const first = await of('ada', 'one.example');
    assert.equal(await of('ada', 'one.example'), first);
    assert.notEqual(await of('ada', 'two.example'), first);
    assert.notEqual(await of('ben', 'one.example'), first);
    assert.ok(!first.includes('ada'));
  });

  it('is made with a secret of 256 bits', async () => {
    const { ports, client } = await begin();
    const drawn: string[] = [];
    const accounts = {
      async pairwiseSecret(_account: string, secret: string) {
        drawn.push(secret);
        return secret;
      },
    };
    await subjectOf({ ...ports, accounts }, { ...client, ...pairwise }, 'ada');
    assert.match(drawn.join(), /^[\w-]{44}$/);
  });

  it('of an account that is gone tells nothing that could be found again', async () => {
    const { ports, client } = await begin();
    const first = await subjectOf(ports, { ...client, ...pairwise }, 'nobody');
    assert.notEqual(await subjectOf(ports, { ...client, ...pairwise }, 'nobody'), first);
  });
});
