import assert from 'node:assert/strict';
import type { RefreshFamily } from '../../domain/refresh-family.ts';
import type { AccessToken } from '../../service/ports/oauth-tokens.ts';
import type { Store } from '../../service/ports/store.ts';
import { aFamily, aGrant, anAccessToken, atOnce, rotated, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** A live grant's id. */
async function linked({ grants }: Store, approvedBy: string | null = null): Promise<string> {
  const grant = aGrant({ protocol: 'oauth', approvedBy, mayApprove: true });
  assert.equal(await grants.add(grant), true);
  return grant.id;
}

/** What the port of OAuth tokens promises. */
export function oauthTokenContract(suite: Suite): void {
  refreshTokenContract(suite);
  accessTokenContract(suite);
  revocationContract(suite);
}

function refreshTokenContract({ describe, story }: Suite): void {
  describe('refresh tokens', () => {
    story('a family is found by its tokens, whole', async (store) => {
      const first = aFamily(await linked(store));
      const second = rotated(aFamily(await linked(store)), { idleUntil: t0 + 1, endsAt: t0 + 2 });
      for (const family of [first, second]) {
        await store.oauthTokens.addFamily(family);
        assert.deepEqual(await store.oauthTokens.familyOf(family.currentHash), family);
      }
      assert.deepEqual(await store.oauthTokens.familyOf(second.previousHash ?? ''), second);
      assert.equal(await store.oauthTokens.familyOf('another'), undefined);
      assert.equal(await store.oauthTokens.familyOf(''), undefined);
    });

    story('a family comes with the first access token in one step, or neither does', async (store) => {
      const { oauthTokens, grants } = store;
      const family = aFamily(await linked(store));
      const [first, later] = [anAccessToken(family.grantId), anAccessToken(family.grantId)];
      const found = async ({ hash }: AccessToken) => oauthTokens.accessToken(hash, t0);
      await oauthTokens.addFamily(family, first);
      assert.deepEqual(await oauthTokens.familyOf(family.currentHash), family);
      assert.deepEqual(await found(first), first);
      await oauthTokens.addFamily(family, { ...first, scopes: ['more'] });
      assert.deepEqual(await found(first), first, 'one that is there is left as it is');
      await oauthTokens.addFamily(aFamily(family.grantId), later);
      assert.deepEqual(await oauthTokens.familyOf(family.currentHash), family, 'and so is the family');
      assert.deepEqual(await found(later), later);

      const taken = aFamily(await linked(store), { currentHash: family.currentHash });
      const ofTaken = anAccessToken(taken.grantId);
      await assert.rejects(oauthTokens.addFamily(taken, ofTaken));
      assert.equal(await found(ofTaken), undefined);
      await grants.revoke(taken.grantId, 'account-1', t0);
      await oauthTokens.addFamily(aFamily(taken.grantId), ofTaken);
      assert.equal(await found(ofTaken), undefined);
    });

    story('of 32 that add the family of one grant at once exactly one counts, now and later', async (store) => {
      const grantId = await linked(store);
      const families = Array.from({ length: 32 }, () => aFamily(grantId));
      await atOnce(32, (index) => store.oauthTokens.addFamily(families[index] as RefreshFamily));
      const found = await Promise.all(families.map(({ currentHash }) => store.oauthTokens.familyOf(currentHash)));
      const [kept, ...others] = found.filter((family) => family !== undefined);
      assert.ok(kept !== undefined && others.length === 0);
      assert.deepEqual(kept, families[found.indexOf(kept)]);
      const next = rotated(kept);
      assert.equal(await store.oauthTokens.replaceFamily(next, 1), true);
      await store.oauthTokens.addFamily(kept);
      assert.deepEqual(await store.oauthTokens.familyOf(next.currentHash), next);
    });

    story('of 32 that rotate at once exactly one wins, and only its token is known', async (store) => {
      const family = aFamily(await linked(store));
      await store.oauthTokens.addFamily(family);
      const nexts = Array.from({ length: 32 }, () => rotated(family));
      const told = await atOnce(32, (index) => store.oauthTokens.replaceFamily(nexts[index] as RefreshFamily, 1));
      assert.equal(told.filter(Boolean).length, 1);
      const winner = nexts[told.indexOf(true)] as RefreshFamily;
      for (const next of nexts) {
        const expected = next === winner ? winner : undefined;
        assert.deepEqual(await store.oauthTokens.familyOf(next.currentHash), expected);
      }
      assert.deepEqual(await store.oauthTokens.familyOf(family.currentHash), winner);
    });

    story('a family is replaced only over the version that was read', async (store) => {
      const family = aFamily(await linked(store));
      await store.oauthTokens.addFamily(family);
      const used = { ...family, version: 2 };
      assert.equal(await store.oauthTokens.replaceFamily(used, 2), false);
      assert.equal(await store.oauthTokens.replaceFamily(used, 1), true);
      assert.equal(await store.oauthTokens.replaceFamily(rotated(family), 1), false);
      assert.deepEqual(await store.oauthTokens.familyOf(family.currentHash), used);
      assert.equal(await store.oauthTokens.replaceFamily(aFamily(await linked(store)), 1), false);
    });

    story('every token that a family ever had still finds it, so that no reuse goes unnoticed (B23)', async (store) => {
      let family = aFamily(await linked(store));
      const bystander = aFamily(await linked(store));
      for (const one of [family, bystander]) await store.oauthTokens.addFamily(one);
      const hashes = [family.currentHash];
      for (let turn = 0; turn < 12; turn += 1) {
        const next = rotated(family, turn === 6 ? { previousHash: null } : {});
        assert.equal(await store.oauthTokens.replaceFamily(next, family.version), true);
        family = next;
        hashes.push(family.currentHash);
      }
      for (const hash of hashes) assert.deepEqual(await store.oauthTokens.familyOf(hash), family);
      assert.deepEqual(await store.oauthTokens.familyOf(bystander.currentHash), bystander);
    });

    story("another family's token throws and changes nothing", async (store) => {
      const [one, other] = [aFamily(await linked(store)), aFamily(await linked(store))];
      for (const family of [one, other]) await store.oauthTokens.addFamily(family);
      const stolen = rotated(one, { currentHash: other.currentHash });
      await assert.rejects(store.oauthTokens.replaceFamily(stolen, 1));
      await assert.rejects(store.oauthTokens.addFamily(aFamily(await linked(store), { currentHash: one.currentHash })));
      assert.deepEqual(await store.oauthTokens.familyOf(one.currentHash), one);
      assert.deepEqual(await store.oauthTokens.familyOf(other.currentHash), other);
    });

    story(
      'a sweep forgets what was over before the instant, at most as many as asked: B23 to the end',
      async (store) => {
        const { oauthTokens } = store;
        const add = async (parts: Partial<RefreshFamily>) => {
          const family = aFamily(await linked(store), parts);
          await oauthTokens.addFamily(family);
          return family;
        };
        const idle = await add({ idleUntil: t0 - 1 });
        const ended = await add({ endsAt: t0 - 1 });
        const edges = [await add({ idleUntil: t0 }), await add({ endsAt: t0 })];
        const token = anAccessToken(idle.grantId, { expiresAt: t0 - 1 });
        const edge = anAccessToken(idle.grantId, { expiresAt: t0 });
        for (const one of [token, edge]) await oauthTokens.addAccessToken(one);
        const next = rotated(ended);
        await oauthTokens.replaceFamily(next, 1);

        // One access token, three refresh tokens, two families.
        assert.equal(await oauthTokens.sweep(t0 - 1, 10), 0);
        assert.deepEqual(await oauthTokens.familyOf(ended.currentHash), next);
        for (const count of [4, 2, 0]) assert.equal(await oauthTokens.sweep(t0, 4), count);
        for (const { currentHash } of [idle, ended, next])
          assert.equal(await oauthTokens.familyOf(currentHash), undefined);
        for (const family of edges) assert.deepEqual(await oauthTokens.familyOf(family.currentHash), family);
        assert.equal(await oauthTokens.accessToken(token.hash, t0 - 2), undefined);
        assert.deepEqual(await oauthTokens.accessToken(edge.hash, t0 - 1), edge);
      },
    );

    story('a sweep goes by the latest times of a family', async (store) => {
      const { oauthTokens } = store;
      const moved = aFamily(await linked(store), { idleUntil: t0 });
      await oauthTokens.addFamily(moved);
      const next = rotated(moved, { idleUntil: t0 + 5 });
      await oauthTokens.replaceFamily(next, 1);
      assert.equal(await oauthTokens.sweep(t0 + 5, 10), 0);
      assert.equal(await oauthTokens.sweep(t0 + 6, 10), 3);
      assert.equal(await oauthTokens.familyOf(next.currentHash), undefined);
    });
  });
}

function accessTokenContract({ describe, story }: Suite): void {
  describe('access tokens', () => {
    story('an access token is found until its instant, whole', async (store) => {
      const bound = { scopes: [], audiences: ['https://a.example/', 'https://b.example/'], keyThumbprint: secret() };
      for (const parts of [{}, bound]) {
        const token = anAccessToken(await linked(store), parts);
        await store.oauthTokens.addAccessToken(token);
        assert.deepEqual(await store.oauthTokens.accessToken(token.hash, token.expiresAt - 1), token);
        assert.equal(await store.oauthTokens.accessToken(token.hash, token.expiresAt), undefined);
      }
      assert.equal(await store.oauthTokens.accessToken('another', t0), undefined);
    });

    story('of 32 that add one access token at once exactly one counts, and stays', async (store) => {
      const token = anAccessToken(await linked(store));
      const added = Array.from({ length: 32 }, (_, index) => ({ ...token, expiresAt: token.expiresAt + index }));
      await atOnce(32, (index) => store.oauthTokens.addAccessToken(added[index] ?? token));
      const kept = await store.oauthTokens.accessToken(token.hash, t0);
      assert.deepEqual(
        added.filter(({ expiresAt }) => expiresAt === kept?.expiresAt),
        [kept],
      );
      await store.oauthTokens.addAccessToken({ ...token, expiresAt: token.expiresAt + 99 });
      assert.deepEqual(await store.oauthTokens.accessToken(token.hash, t0), kept);
    });

    story('an ended access token is gone at once, a late add does not revive it, others stay', async (store) => {
      const grantId = await linked(store);
      const [token, other] = [anAccessToken(grantId), anAccessToken(grantId)];
      for (const one of [token, other]) await store.oauthTokens.addAccessToken(one);
      await store.oauthTokens.endAccessToken(token.hash);
      await store.oauthTokens.endAccessToken('another');
      assert.equal(await store.oauthTokens.accessToken(token.hash, t0), undefined);
      await store.oauthTokens.addAccessToken(token);
      assert.equal(await store.oauthTokens.accessToken(token.hash, t0), undefined);
      assert.deepEqual(await store.oauthTokens.accessToken(other.hash, t0), other);
      assert.equal(await store.oauthTokens.sweep(token.expiresAt + 1, 10), 2);
    });
  });
}

function revocationContract({ describe, story }: Suite): void {
  describe('tokens of a grant that ends', () => {
    story(
      'they end with it and with the one that approved it, nothing is left to sweep, others stay',
      async (store) => {
        const { grants, oauthTokens } = store;
        const approver = await linked(store);
        const child = await linked(store, approver);
        const bystander = await linked(store);
        const given = async (grantId: string) => {
          const [family, token, over] = [aFamily(grantId), anAccessToken(grantId), anAccessToken(grantId)];
          const next = rotated(family);
          await oauthTokens.addFamily(family);
          await oauthTokens.replaceFamily(next, 1);
          for (const one of [token, over]) await oauthTokens.addAccessToken(one);
          await oauthTokens.endAccessToken(over.hash);
          return { family, next, token };
        };
        const gone = [await given(approver), await given(child)];
        const kept = await given(bystander);

        assert.equal(await grants.revoke(approver, 'another', t0), false);
        assert.deepEqual(await oauthTokens.familyOf(gone[0]?.family.currentHash ?? ''), gone[0]?.next);
        assert.equal(await grants.revoke(approver, 'account-1', t0), true);
        for (const { family, next, token } of gone) {
          assert.equal(await oauthTokens.familyOf(family.currentHash), undefined);
          assert.equal(await oauthTokens.familyOf(next.currentHash), undefined);
          assert.equal(await oauthTokens.accessToken(token.hash, t0), undefined);
          assert.equal(await oauthTokens.replaceFamily(rotated(next), next.version), false);
        }
        assert.deepEqual(await oauthTokens.familyOf(kept.family.currentHash), kept.next);
        assert.deepEqual(await oauthTokens.accessToken(kept.token.hash, t0), kept.token);
        // No hash of theirs is left: another family may have them.
        for (const { family, next } of gone) {
          for (const { currentHash } of [family, next]) {
            const heir = aFamily(await linked(store), { currentHash, endsAt: t0 - 1 });
            await oauthTokens.addFamily(heir);
            assert.deepEqual(await oauthTokens.familyOf(currentHash), heir);
          }
        }
        assert.equal(await oauthTokens.sweep(t0, 100), 8);
        // Only what the bystander has: two access tokens, two refresh tokens, a family.
        assert.equal(await oauthTokens.sweep(kept.next.endsAt + 1, 100), 5);
      },
    );

    story('a late add for a revoked grant, or one that never was, stores nothing and says nothing', async (store) => {
      const { grants, oauthTokens } = store;
      const revoked = await linked(store);
      const [family, token] = [aFamily(revoked), anAccessToken(revoked)];
      await oauthTokens.addFamily(family);
      await grants.revoke(revoked, 'account-1', t0);
      for (const grantId of [revoked, 'never']) {
        await oauthTokens.addFamily({ ...family, grantId });
        await oauthTokens.addAccessToken({ ...token, grantId });
        assert.equal(await oauthTokens.familyOf(family.currentHash), undefined);
        assert.equal(await oauthTokens.accessToken(token.hash, t0), undefined);
      }
      assert.equal(await oauthTokens.sweep(family.endsAt + 1, 100), 0);
    });

    story('of a revocation, adds and rotations at once, nothing stays behind', async (store) => {
      const { grants, oauthTokens } = store;
      const grantId = await linked(store);
      const family = aFamily(grantId);
      const next = rotated(family);
      const tokens = Array.from({ length: 8 }, () => anAccessToken(grantId));
      const use = (some: typeof tokens) => [
        oauthTokens.addFamily(family),
        oauthTokens.replaceFamily(next, 1),
        ...some.map((token) => oauthTokens.addAccessToken(token)),
      ];
      await Promise.all([...use(tokens.slice(0, 4)), grants.revoke(grantId, 'account-1', t0), ...use(tokens.slice(4))]);
      for (const { currentHash } of [family, next]) assert.equal(await oauthTokens.familyOf(currentHash), undefined);
      for (const { hash } of tokens) assert.equal(await oauthTokens.accessToken(hash, t0), undefined);
      assert.equal(await oauthTokens.sweep(family.endsAt + 1, 100), 0);
    });
  });
}
