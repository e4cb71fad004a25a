import assert from 'node:assert/strict';
import { triedKeys } from '../../domain/device-key.ts';
import { aDeviceKey, aGrant, atOnce, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** What the port of device keys promises. */
export function deviceKeyContract({ describe, story }: Suite): void {
  describe('device keys', () => {
    story('a key is found by its client and by its grant', async ({ grants, deviceKeys }) => {
      const grant = aGrant();
      await grants.add(grant);
      const [key, elsewhere] = [aDeviceKey(grant), aDeviceKey(grant, { clientId: 'a browser 🦊' })];
      for (const one of [key, elsewhere]) assert.equal(await deviceKeys.register(one, false), 'ok');
      for (const one of [key, elsewhere]) {
        assert.deepEqual(await deviceKeys.listOf(one.clientId, ''), [one]);
        assert.deepEqual(await deviceKeys.ofGrant(grant.id, one.clientId), one);
      }
      assert.deepEqual(await deviceKeys.listOf('another', key.kid), []);
      assert.equal(await deviceKeys.ofGrant('another', key.clientId), undefined);
      assert.equal(await deviceKeys.ofGrant(grant.id, 'another'), undefined);
    });

    story('registering again renews what the device calls its key', async ({ grants, deviceKeys }) => {
      const grant = aGrant();
      await grants.add(grant);
      const key = aDeviceKey(grant);
      await deviceKeys.register(key, false);
      const renamed = { ...key, kid: 'new name', registeredAt: t0 + 5 };
      assert.deepEqual(
        await atOnce(4, () => deviceKeys.register(renamed, false)),
        Array.from({ length: 4 }, () => 'ok'),
      );
      assert.deepEqual(await deviceKeys.listOf(key.clientId, key.kid), [renamed]);
    });

    story('a new key comes in place of the one that its grant had for the client', async ({ grants, deviceKeys }) => {
      const grant = aGrant();
      await grants.add(grant);
      const [old, next] = [aDeviceKey(grant), aDeviceKey(grant)];
      for (const key of [old, next]) assert.equal(await deviceKeys.register(key, false), 'ok');
      assert.deepEqual(await deviceKeys.listOf(grant.clientId, old.kid), [next]);
    });

    story('another grant of the account takes its key over, and no other key', async ({ grants, deviceKeys }) => {
      const [before, after, bystander] = [aGrant(), aGrant(), aGrant()];
      for (const grant of [before, after, bystander]) await grants.add(grant);
      const key = aDeviceKey(before);
      const moved = { ...key, grantId: after.id };
      const left = aDeviceKey(bystander, { registeredAt: t0 + 1 });
      for (const one of [key, left, moved]) assert.equal(await deviceKeys.register(one, false), 'ok');
      assert.equal(await deviceKeys.ofGrant(before.id, key.clientId), undefined);
      assert.deepEqual(await deviceKeys.listOf(key.clientId, ''), [left, moved]);
    });

    story(
      'another account is told that key or client are taken, and changes nothing',
      async ({ grants, deviceKeys }) => {
        const [grant, stranger] = [aGrant(), aGrant({ account: 'account-2', clientId: 'device-2' })];
        for (const one of [grant, stranger]) await grants.add(one);
        const key = aDeviceKey(grant);
        await deviceKeys.register(key, false);
        const sameKey = aDeviceKey(stranger, { thumbprint: key.thumbprint });
        const sameClient = aDeviceKey(stranger, { clientId: key.clientId });
        for (const one of [sameKey, sameClient]) assert.equal(await deviceKeys.register(one, false), 'taken');
        assert.deepEqual(await deviceKeys.listOf(key.clientId, ''), [key]);
        assert.deepEqual(await deviceKeys.listOf(sameKey.clientId, ''), []);
        assert.equal(await deviceKeys.register(aDeviceKey(stranger), false), 'ok');
      },
    );

    story('whoever has proved the key takes it from whoever had it', async ({ grants, deviceKeys }) => {
      const [grant, next] = [aGrant(), aGrant({ account: 'account-2' })];
      for (const one of [grant, next]) await grants.add(one);
      const [key, other] = [aDeviceKey(grant), aDeviceKey(next)];
      await deviceKeys.register(key, false);
      assert.equal(await deviceKeys.register(other, true), 'ok');
      assert.equal((await deviceKeys.listOf(key.clientId, '')).length, 2, 'another key of the client stays');
      const moved = { ...key, grantId: next.id, account: next.account };
      assert.equal(await deviceKeys.register(moved, true), 'ok');
      assert.deepEqual(await deviceKeys.listOf(key.clientId, ''), [moved]);
    });

    story('the key that is named comes first, then the newest, and not too many', async ({ grants, deviceKeys }) => {
      const made = Array.from({ length: triedKeys + 4 }, () => aGrant());
      for (const grant of made) await grants.add(grant);
      const keys = made.map((grant, index) => aDeviceKey(grant, { registeredAt: t0 + index }));
      for (const key of keys) await deviceKeys.register(key, false);
      const [oldest] = keys;
      assert.ok(oldest);
      const newest = keys.toReversed();
      assert.deepEqual(await deviceKeys.listOf(oldest.clientId, 'nobody'), newest.slice(0, triedKeys));
      assert.deepEqual(await deviceKeys.listOf(oldest.clientId, oldest.kid), [
        oldest,
        ...newest.slice(0, triedKeys - 1),
      ]);
    });

    story('a key ends with its grant, and none is added to a grant that ended', async ({ grants, deviceKeys }) => {
      const approver = aGrant({ mayApprove: true });
      const child = aGrant({ approvedBy: approver.id, clientId: 'device-2' });
      for (const grant of [approver, child]) {
        await grants.add(grant);
        await deviceKeys.register(aDeviceKey(grant), true);
      }
      assert.equal(await deviceKeys.register(aDeviceKey(aGrant()), true), 'no-grant');
      await grants.revoke(approver.id, approver.account, t0);
      for (const grant of [approver, child]) {
        assert.deepEqual(await deviceKeys.listOf(grant.clientId, ''), []);
        assert.equal(await deviceKeys.ofGrant(grant.id, grant.clientId), undefined);
        for (const proven of [true, false]) {
          assert.equal(await deviceKeys.register(aDeviceKey(grant), proven), 'no-grant');
        }
      }
    });
  });
}
