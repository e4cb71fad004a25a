// What a client is told of its person (OpenID Connect Core §5.3).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Grant } from '../../domain/grant.ts';
import type { Identity } from '../../domain/identity.ts';
import { accepted, refused } from '../../domain/result.ts';
import { aClient, anAccount, anIdentity } from '../../stores/contract/samples.ts';
import { StoreBusyError } from '../ports/busy.ts';
import type { NewAccount } from '../ports/accounts.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { makeAccessToken } from './access-tokens.ts';
import { tellPerson } from './tell-person.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

interface Story {
  readonly scopes?: readonly string[];
  readonly account?: Partial<NewAccount>;
  readonly client?: Partial<OAuthClient>;
  readonly grant?: Partial<Grant>;
  readonly identity?: Partial<Identity>;
}

/** Ada's device, its token, and what its client is told. */
async function begin({ scopes = ['openid'], ...parts }: Story = {}) {
  const harness = await tokenHarness();
  const { store, ports, clock } = harness;
  const added = await store.accounts.add(
    anAccount({ id: 'ada', username: 'Ada', ...parts.account }),
    { by: 'operator' },
    clock.now(),
  );
  assert.ok('added' in added);
  if (parts.identity !== undefined) {
    const identity = anIdentity({ account: 'ada', ...parts.identity });
    assert.equal(await store.identities.join(identity, added.added.passwordHash), 'joined');
  }
  const client = aClient({ id: 'radio', ...parts.client });
  await store.oauthClients.add(client);
  const { grant } = await harness.grant(parts.grant);
  const order = { client, grant, scopes, audiences: [issuer], issuer };
  const { token } = await makeAccessToken(ports, order);
  const all = { ...ports, accounts: store.accounts };
  const tell = (changes: { readonly token?: string; readonly provenKey?: string } = {}, given = all) =>
    tellPerson(given, { token, provenKey: null, issuer, ...changes });
  return { ...harness, ports: all, grant, client, tell };
}

const told = async (story: Story) => (await begin(story)).tell();
const claims = { email: 'a@work.example', emailVerified: true, name: 'Ada L.', groups: [], acr: null, amr: [] };

describe('what a client is told of its person', () => {
  it('is the subject alone with the scope openid alone', async () => {
    assert.deepEqual(await told({}), accepted({ sub: 'ada' }));
    assert.deepEqual(await told({ client: { accessTokens: 'jwt' } }), accepted({ sub: 'ada' }));
  });

  it('is their names with the scope profile, that of their provider if it says one', async () => {
    const scopes = ['openid', 'profile'];
    assert.deepEqual(await told({ scopes }), accepted({ preferred_username: 'Ada', sub: 'ada' }));
    const there = { identity: { claims: { ...claims, authTime: null } } };
    assert.deepEqual(
      await told({ scopes, ...there }),
      accepted({ name: 'Ada L.', preferred_username: 'Ada', sub: 'ada' }),
    );
  });

  it('is the account’s address with the scope email, and whether that was proved', async () => {
    const scopes = ['openid', 'email'];
    for (const emailConfirmed of [true, false]) {
      const account = { email: 'ada@home.example', emailConfirmed };
      assert.deepEqual(
        await told({ scopes, account, identity: {} }),
        accepted({ email: 'ada@home.example', email_verified: emailConfirmed, sub: 'ada' }),
      );
    }
  });

  it('is the provider’s address if the account has none, and nothing if nobody has', async () => {
    const scopes = ['openid', 'email'];
    for (const emailVerified of [true, false]) {
      const identity = { claims: { ...claims, emailVerified, authTime: null } };
      assert.deepEqual(
        await told({ scopes, identity }),
        accepted({ email: 'a@work.example', email_verified: emailVerified, sub: 'ada' }),
      );
    }
    assert.deepEqual(await told({ scopes }), accepted({ sub: 'ada' }));
    const silent = { claims: { ...claims, email: null, name: null, authTime: null } };
    assert.deepEqual(await told({ scopes, identity: silent }), accepted({ sub: 'ada' }));
  });

  it('is what the operator lets it know, whatever its scopes', async () => {
    const client = { personClaims: ['groups'] } as const;
    const told = await (await begin({ client, identity: {} })).tell();
    assert.deepEqual(told, accepted({ groups: ['staff'], sub: 'ada' }));
  });

  it('is a subject of its own for a pairwise client, the same each time', async () => {
    const { tell } = await begin({ client: { subjectType: 'pairwise' } });
    const first = await tell();
    assert.ok(first.ok && first.value['sub'] !== 'ada');
    assert.deepEqual(await tell(), first);
  });
});

describe('nothing is told of a person', () => {
  it('for a token without the scope openid', async () => {
    assert.deepEqual(await told({ scopes: ['profile', 'email'] }), refused('insufficient-scope'));
  });

  it('for a token that is none, or that is bound to a key that was not proved', async () => {
    const { tell } = await begin({ grant: { keyThumbprint: 'key' } });
    assert.deepEqual(await tell({ token: 'lpa_none', provenKey: 'key' }), refused('invalid-token'));
    assert.deepEqual(await tell(), refused('invalid-token'));
    assert.deepEqual(await tell({ provenKey: 'another' }), refused('invalid-token'));
    assert.ok((await tell({ provenKey: 'key' })).ok);
    const unbound = await begin();
    assert.deepEqual(await unbound.tell({ provenKey: 'key' }), refused('invalid-token'));
  });

  it('once the account, the client or the device is gone', async () => {
    const { tell, ports } = await begin();
    const nobody = { byId: async () => undefined };
    assert.deepEqual(
      await tell({}, { ...ports, accounts: { ...ports.accounts, ...nobody } }),
      refused('invalid-token'),
    );
    assert.deepEqual(
      await tell({}, { ...ports, oauthClients: { ...ports.oauthClients, ...nobody } }),
      refused('invalid-token'),
    );
    let looks = 0;
    const vanishing = { byId: async (id: string) => ((looks += 1) === 1 ? ports.grants.byId(id) : undefined) };
    assert.deepEqual(await tell({}, { ...ports, grants: { ...ports.grants, ...vanishing } }), refused('invalid-token'));
  });

  it('once their provider says that they are gone, or while it says nothing', async () => {
    const { tell, ports } = await begin();
    const ended = { ...ports, personCheck: { check: async () => 'ended' as const } };
    assert.deepEqual(await tell({}, ended), refused('invalid-token'));
    const unknown = { ...ports, personCheck: { check: async () => 'unknown' as const } };
    await assert.rejects(tell({}, unknown), (error) => {
      assert.ok(error instanceof StoreBusyError);
      return /provider/.test(error.message);
    });
  });
});
