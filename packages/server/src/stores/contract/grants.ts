import assert from 'node:assert/strict';
import { bindKey, collect, endToken, mostPasswordGrants, rename, see, type Grant } from '../../domain/grant.ts';
import { aGrant, anAccount, aPasswordHash, atOnce, deviceInfo, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** What the port of grants promises. */
export function grantContract({ describe, story }: Suite): void {
  describe('grants', () => {
    story('a member that only a newer version knows survives a change', async ({ grants }) => {
      const grant = { ...aGrant(), tomorrow: ['more', 'than is known'] };
      assert.equal(await grants.add(grant), true);
      const read = await grants.byId(grant.id);
      assert.deepEqual(read, grant);
      const next = { ...grant, name: 'Kitchen', version: grant.version + 1 };
      assert.equal(await grants.replace({ ...read, name: next.name, version: next.version }, grant.version), true);
      assert.deepEqual(await grants.byId(grant.id), next);
    });

    story('a grant is found by its id, by its token and in its account', async ({ grants }) => {
      const grant = aGrant({
        place: null,
        address: null,
        mayApprove: true,
        deviceInfo: { ...deviceInfo, product: 'a\u0000b 👾' },
        scopes: ['listen', 'library:read'],
        resources: ['https://music.example/api'],
        keyThumbprint: secret(),
      });
      assert.equal(await grants.add(grant), true);
      assert.deepEqual(await grants.byId(grant.id), grant);
      const hidden = aGrant({ address: null, hiddenBehind: '203.0.113.9', account: 'account-2' });
      await grants.add(hidden);
      assert.deepEqual(await grants.byId(hidden.id), hidden);
      const byRedirect = aGrant({ protocol: 'oauth', byRedirect: true, account: 'account-3' });
      await grants.add(byRedirect);
      assert.deepEqual(await grants.byId(byRedirect.id), byRedirect);
      assert.equal(await grants.byId('another'), undefined);
      assert.deepEqual(await grants.byTokenHash(grant.tokenHash ?? ''), grant);
      assert.deepEqual(await grants.listFor(grant.account), [grant]);
      assert.equal(await grants.byTokenHash('another'), undefined);
      assert.deepEqual(await grants.listFor('another'), []);
    });

    story('the grants of a client are found in all accounts, without those of other clients', async ({ grants }) => {
      const ofTv = { protocol: 'oauth', clientId: 'Tv 👾' } as const;
      const [one, two, ended] = [aGrant(ofTv), aGrant({ ...ofTv, account: 'account-2' }), aGrant(ofTv)];
      const others = [aGrant({ ...ofTv, protocol: 'plex' }), aGrant({ ...ofTv, clientId: 'tv 👾' }), aGrant()];
      for (const grant of [one, two, ended, ...others]) await grants.add(grant);
      await grants.revoke(ended.id, ended.account, t0);
      const renamed = rename(one, 'Kitchen');
      assert.equal(await grants.replace(renamed, one.version), true);
      const found = await grants.listOf('oauth', ofTv.clientId);
      assert.deepEqual(
        found.toSorted((left) => (left.id === one.id ? -1 : 1)),
        [renamed, two],
      );
      assert.deepEqual(await grants.listOf('oauth', 'device-1'), []);
    });

    story('the devices of everybody are listed by id, from one on, without those that ended', async ({ grants }) => {
      const all = Array.from({ length: 4 }, (_, index) => aGrant({ account: `account-${index}` }));
      for (const grant of all) await grants.add(grant);
      const [one, ended, two, three] = all.toSorted((left, right) => (left.id > right.id ? 1 : -1));
      assert.ok(one && ended && two && three);
      await grants.revoke(ended.id, ended.account, t0);
      assert.deepEqual(await grants.listAfter('', 9), [one, two, three]);
      assert.deepEqual(await grants.listAfter('', 2), [one, two]);
      assert.deepEqual(await grants.listAfter(two.id, 9), [three]);
    });

    story('adding again, by the approver or the redeeming read, changes nothing', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      const renamed = rename(grant, 'Kitchen');
      assert.equal(await grants.replace(renamed, grant.version), true);
      assert.deepEqual(await atOnce(8, () => grants.add(grant)), Array<boolean>(8).fill(true));
      assert.deepEqual(await grants.listFor(grant.account), [renamed]);
    });

    story('a grant by password rests on that password, checked in the step that adds it', async (store) => {
      const { accounts, grants } = store;
      const passwordHash = aPasswordHash;
      await accounts.add(anAccount({ id: 'account-1' }), { by: 'operator' }, t0);
      const byPassword = () => aGrant({ pinId: null, mayApprove: true });
      assert.equal(await grants.add(byPassword(), { passwordHash }), true);
      const change = { id: 'account-1', replaces: passwordHash, passwordHash: 'new', keep: null, at: t0 };
      await Promise.all([
        accounts.setPassword(change),
        ...Array.from({ length: 8 }, () => grants.add(byPassword(), { passwordHash })),
      ]);
      assert.deepEqual(await grants.listFor('account-1'), [], 'none survives the change');
      assert.equal(await grants.add(byPassword(), { passwordHash }), false);
      assert.equal(await grants.add({ ...byPassword(), account: 'nobody' }, { passwordHash }), false);
      assert.equal(await grants.add(byPassword(), { passwordHash: 'new' }), true);
    });

    story('of grants by password those that were not used for longest end when they are too many', async (store) => {
      const { accounts, grants } = store;
      const { ofAccount, ofHolder } = mostPasswordGrants;
      const passwordHash = aPasswordHash;
      await accounts.add(anAccount({ id: 'account-1' }), { by: 'operator' }, t0);
      const enter = async (parts: Partial<Grant>) => {
        const grant = aGrant({ pinId: null, ...parts });
        assert.equal(await grants.add(grant, { passwordHash }), true);
        return grant;
      };
      const byCode = aGrant({ linkedAt: 0 });
      await grants.add(byCode);
      const used = await enter({ clientId: 'app', linkedAt: t0 - 2 });
      const unused = await enter({ clientId: 'app', linkedAt: t0 - 1 });
      await grants.replace(see(used, t0 + 1), used.version);
      for (let turn = 2; turn <= ofHolder; turn += 1) await enter({ clientId: 'app', linkedAt: t0 + turn });
      assert.ok(await grants.byId(used.id));
      assert.equal(await grants.byId(unused.id), undefined);
      assert.equal(await grants.byTokenHash(unused.tokenHash ?? ''), undefined);
      for (let turn = 0; turn < ofAccount; turn += 1) await enter({ clientId: `app ${turn}`, linkedAt: t0 + 100 });
      const left = await grants.listFor('account-1');
      assert.equal(left.filter(({ pinId }) => pinId === null).length, ofAccount);
      assert.deepEqual(new Set(left.map(({ clientId }) => clientId)).has('app'), false, 'the least used went first');
      assert.ok(await grants.byId(byCode.id), 'what a person approved stays');
    });

    story('a revoked grant is gone at once and a late add does not revive it', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      assert.equal(await grants.revoke(grant.id, grant.account, t0), true);
      assert.equal(await grants.byId(grant.id), undefined);
      assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
      assert.equal(await grants.add(grant), false);
      assert.equal(await grants.byId(grant.id), undefined);
      assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
      assert.deepEqual(await grants.listFor(grant.account), []);
      assert.equal(await grants.revoke(grant.id, grant.account, t0), false);
      assert.equal(await grants.replace(rename(grant, 'x'), grant.version), false);
      assert.deepEqual(await grants.listFor(grant.account), []);
    });

    story('a grant ends with the one that approved it, however far down, and nobody else does', async ({ grants }) => {
      const approver = aGrant({ pinId: null, mayApprove: true });
      const child = aGrant({ approvedBy: approver.id, mayApprove: true });
      const grandchild = aGrant({ approvedBy: child.id });
      const bystander = aGrant();
      for (const grant of [approver, child, grandchild, bystander]) assert.equal(await grants.add(grant), true);
      assert.deepEqual(await grants.byTokenHash(approver.tokenHash ?? ''), approver);
      assert.deepEqual(await grants.byTokenHash(grandchild.tokenHash ?? ''), grandchild);
      assert.equal(await grants.revoke(approver.id, approver.account, t0), true);
      assert.deepEqual(await grants.listFor(approver.account), [bystander]);
      for (const grant of [approver, child, grandchild]) {
        assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
        assert.equal(await grants.add(grant), false);
        assert.equal(await grants.revoke(grant.id, grant.account, t0), false);
      }
    });

    story('a grant ends without the one that approved it', async ({ grants }) => {
      const approver = aGrant({ mayApprove: true });
      const child = aGrant({ approvedBy: approver.id });
      for (const grant of [approver, child]) await grants.add(grant);
      assert.equal(await grants.revoke(child.id, child.account, t0), true);
      assert.deepEqual(await grants.listFor(approver.account), [approver]);
    });

    story('nothing is added on the word of a grant that was revoked, not even late', async ({ grants }) => {
      const approver = aGrant({ mayApprove: true });
      await grants.add(approver);
      await grants.revoke(approver.id, approver.account, t0);
      const late = aGrant({ approvedBy: approver.id });
      assert.equal(await grants.add(late), false);
      assert.equal(await grants.byTokenHash(late.tokenHash ?? ''), undefined);
    });

    story('of an approver that ends as it approves, nothing stays behind', async ({ grants }) => {
      const approver = aGrant({ mayApprove: true });
      await grants.add(approver);
      const children = Array.from({ length: 8 }, () => aGrant({ approvedBy: approver.id }));
      const [before, after] = [children.slice(0, 4), children.slice(4)];
      await Promise.all([
        ...before.map((grant) => grants.add(grant)),
        grants.revoke(approver.id, approver.account, t0),
        ...after.map((grant) => grants.add(grant)),
      ]);
      assert.deepEqual(await grants.listFor(approver.account), []);
    });

    story('of callers that replace one version of a grant at once exactly one is told true', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      const keys = Array.from({ length: 16 }, (_, turn) => `key ${turn}`);
      const told = await Promise.all(keys.map((key) => grants.replace(bindKey(grant, key), grant.version)));
      assert.equal(told.filter(Boolean).length, 1);
      const bound = bindKey(grant, keys[told.indexOf(true)] ?? '');
      assert.deepEqual(await grants.byId(grant.id), bound);
      assert.equal(await grants.replace(rename(grant, 'Late'), grant.version), false);
      assert.equal(await grants.replace(rename(bound, 'Next'), bound.version), true);
      assert.deepEqual(await grants.byId(grant.id), rename(bound, 'Next'));
      assert.equal(await grants.replace(aGrant(), 1), false, 'and nothing is added by it');
    });

    story('of a grant that is replaced and revoked at once, nothing stays behind', async ({ grants }) => {
      const all = Array.from({ length: 8 }, () => aGrant());
      for (const grant of all) await grants.add(grant);
      await Promise.all(
        all.flatMap((grant, turn) => {
          const ends = () => grants.revoke(grant.id, grant.account, t0);
          const changes = () => grants.replace(see(grant, t0 + 1), grant.version);
          return turn % 2 === 0 ? [ends(), changes()] : [changes(), ends()];
        }),
      );
      assert.deepEqual(await grants.listFor('account-1'), []);
    });

    story('another account cannot revoke', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      assert.equal(await grants.revoke(grant.id, 'another', t0), false);
      assert.deepEqual(await grants.listFor(grant.account), [grant]);
    });

    story('of callers that revoke at once exactly one is told true', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      const told = await atOnce(8, () => grants.revoke(grant.id, grant.account, t0));
      assert.equal(told.filter(Boolean).length, 1);
    });

    story('a collection and a use are kept', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      const collected = collect(grant, t0 + 7, { reader: '198.51.100.1', elsewhere: true });
      assert.equal(await grants.replace(collected, grant.version), true);
      assert.deepEqual(await grants.byTokenHash(grant.tokenHash ?? ''), collected);
      const seen = see(collected, t0 + 9);
      assert.equal(await grants.replace(seen, collected.version), true);
      assert.deepEqual(await grants.byTokenHash(grant.tokenHash ?? ''), seen);
    });

    story('the last used comes first; one that was never used counts from its linking', async ({ grants }) => {
      const [idle, busy, fresh] = [aGrant(), aGrant(), aGrant({ linkedAt: t0 + 5 })];
      for (const grant of [idle, busy, fresh]) await grants.add(grant);
      await grants.replace(see(busy, t0 + 10), busy.version);
      const ids = (await grants.listFor('account-1')).map((grant) => grant.id);
      assert.deepEqual(ids, [busy.id, fresh.id, idle.id]);
    });

    story('a token ends, the device stays, and a late add brings no token back (C11)', async ({ grants }) => {
      const [grant, twin] = [aGrant(), aGrant()];
      for (const one of [grant, twin]) await grants.add(one);
      const ended = endToken(grant);
      assert.equal(await grants.replace(ended, grant.version), true);
      assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
      assert.deepEqual(await grants.byId(grant.id), ended);
      assert.equal(await grants.add(grant), true);
      assert.equal(await grants.byTokenHash(grant.tokenHash ?? ''), undefined);
      assert.deepEqual(await grants.byTokenHash(twin.tokenHash ?? ''), twin);
      assert.equal(await grants.revoke(grant.id, grant.account, t0), true);
    });

    story('grants without a token stand side by side', async ({ grants }) => {
      const [one, other] = [aGrant({ tokenHash: null }), aGrant({ tokenHash: null })];
      for (const grant of [one, other]) assert.equal(await grants.add(grant), true);
      for (const grant of [one, other]) assert.deepEqual(await grants.byId(grant.id), grant);
      assert.equal(await grants.revoke(one.id, one.account, t0), true);
      assert.deepEqual(await grants.listFor(other.account), [other]);
    });

    story('a second grant with the same token throws and is not added', async ({ grants }) => {
      const grant = aGrant();
      await grants.add(grant);
      await assert.rejects(grants.add(aGrant({ tokenHash: grant.tokenHash })));
      assert.deepEqual(await grants.listFor(grant.account), [grant]);
    });
  });
}
