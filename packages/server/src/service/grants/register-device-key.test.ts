import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { accepted, refused } from '../../domain/result.ts';
import { aGrant } from '../../stores/contract/samples.ts';
import { registerDeviceKey } from './register-device-key.ts';

const deviceKey = { thumbprint: 'thumbprint', x: 'x', kid: 'mine' };
const address = '203.0.113.9';

async function begin(settings = {}) {
  const { store, ports, clock } = testDependencies({ settings });
  const grant = aGrant({ account: 'ada', clientId: 'tv' });
  await store.grants.add(grant);
  return { store, ports, clock, grant };
}

describe('the key of a device', () => {
  it('is registered for the client identifier of its token', async () => {
    const { store, ports, clock, grant } = await begin();
    const registration = { grant, clientId: 'tv', deviceKey, address };
    assert.deepEqual(await registerDeviceKey(ports, registration), accepted(undefined));
    assert.deepEqual(await store.deviceKeys.listOf('tv', 'mine'), [
      { ...deviceKey, grantId: grant.id, account: 'ada', clientId: 'tv', registeredAt: clock.now() },
    ]);
  });

  it('is registered for no other client identifier', async () => {
    const { store, ports, grant } = await begin();
    const registration = { grant, clientId: 'radio', deviceKey, address };
    assert.deepEqual(await registerDeviceKey(ports, registration), refused({ kind: 'not-allowed' }));
    assert.deepEqual(await store.deviceKeys.listOf('radio', 'mine'), []);
  });

  it('is registered within the limit of its network', async () => {
    const { ports, grant } = await begin({ issuesPerMinute: 1 });
    const registration = { grant, clientId: 'tv', deviceKey, address };
    assert.ok((await registerDeviceKey(ports, registration)).ok);
    const over = await registerDeviceKey(ports, registration);
    assert.equal(over.ok ? 'ok' : over.refusal.kind, 'over-budget');
  });

  it('is taken from no other account, and not given to a device that was unlinked', async () => {
    const { store, ports, grant } = await begin();
    const registration = { grant, clientId: 'tv', deviceKey, address };
    await registerDeviceKey(ports, registration);
    const theirs = aGrant({ account: 'bob', clientId: 'tv' });
    await store.grants.add(theirs);
    assert.deepEqual(await registerDeviceKey(ports, { ...registration, grant: theirs }), refused({ kind: 'taken' }));
    await store.grants.revoke(grant.id, 'ada', 0);
    assert.deepEqual(await registerDeviceKey(ports, registration), refused({ kind: 'no-grant' }));
  });
});
