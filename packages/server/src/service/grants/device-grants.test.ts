import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import type { Grant } from '../../domain/grant.ts';
import { aGrant } from '../../stores/contract/samples.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { revokeDevice } from './device-grants.ts';
import { renameGrant } from './rename-grant.ts';

/** Two sign-ins of Ada's by redirect with one app, one of Bob's, and a device of the same client. */
async function begin() {
  const { grants } = testDependencies().store;
  const signIn = (parts: Partial<Grant>) =>
    aGrant({ account: 'ada', protocol: 'oauth', clientId: 'notes', byRedirect: true, ...parts });
  const [laptop, phone, other] = [signIn({}), signIn({}), signIn({ account: 'bob' })];
  const device = aGrant({ account: 'ada', protocol: 'oauth', clientId: 'notes' });
  for (const grant of [laptop, phone, other, device]) assert.ok(await grants.add(grant));
  const live = async (): Promise<readonly string[]> =>
    [...(await grants.listFor('ada')), ...(await grants.listFor('bob'))].map(({ id }) => id).toSorted();
  return { grants, signIn, laptop, phone, other, device, live };
}

describe('an app that signs in by redirect', () => {
  it('is unlinked with all its sign-ins of the person, and with no other', async () => {
    const { grants, laptop, other, device, live } = await begin();
    assert.equal(await revokeDevice(grants, laptop.id, 'bob', 0), false, 'whose it is not');
    assert.equal(await revokeDevice(grants, laptop.id, 'ada', 0), true);
    assert.deepEqual(await live(), [other.id, device.id].toSorted());
    assert.equal(await revokeDevice(grants, laptop.id, 'ada', 0), false, 'again');
  });

  it('is unlinked with a sign-in that another one approved', async () => {
    const { grants, signIn, laptop, other, device, live } = await begin();
    assert.ok(await grants.add(signIn({ approvedBy: laptop.id, lastSeenAt: 9_999_999_999_999 })));
    assert.equal(await revokeDevice(grants, laptop.id, 'ada', 0), true);
    assert.deepEqual(await live(), [other.id, device.id].toSorted());
  });

  it('is renamed as one', async () => {
    const { grants, laptop, phone, other, device } = await begin();
    assert.equal(await renameGrant(grants, phone.id, 'ada', 'My notes'), true);
    const names = await Promise.all(
      [laptop, phone, other, device].map(async ({ id }) => (await grants.byId(id))?.name),
    );
    assert.deepEqual(names, ['My notes', 'My notes', 'Living Room', 'Living Room']);
    assert.equal(await renameGrant(grants, phone.id, 'bob', 'His'), false);
  });
});

describe('a device', () => {
  it('is unlinked alone', async () => {
    const { grants, laptop, phone, other, device, live } = await begin();
    assert.equal(await revokeDevice(grants, device.id, 'ada', 0), true);
    assert.deepEqual(await live(), [laptop.id, phone.id, other.id].toSorted());
  });

  it('has not been unlinked or renamed when it ends at that very moment', async () => {
    const { grants, device } = await begin();
    const ended = standIn(grants, { revoke: async () => false });
    assert.equal(await revokeDevice(ended, device.id, 'ada', 0), false);
    const gone = standIn(grants, {
      async byId(id) {
        const grant = await grants.byId(id);
        await grants.revoke(id, 'ada', 0);
        return grant;
      },
      replace: async () => false,
    });
    assert.equal(await renameGrant(gone, device.id, 'ada', 'Kitchen'), false);
  });
});
