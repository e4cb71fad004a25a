import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aGrant, deviceInfo } from '../stores/contract/samples.ts';
import type { Grant } from './grant.ts';
import { deviceKeyOf, linkedDevices } from './linked-devices.ts';

const signIn = (id: string, parts: Partial<Grant> = {}): Grant =>
  aGrant({
    id,
    protocol: 'oauth',
    clientId: 'notes',
    deviceInfo: { ...deviceInfo, product: 'Notes', deviceName: null, device: null },
    name: 'Notes',
    byRedirect: true,
    ...parts,
  });

const shown = (grants: readonly Grant[]): readonly Grant[] => [...linkedDevices(grants).values()];

describe('the devices that a person sees', () => {
  it('are one for all sign-ins by redirect with an app, where the one that was used last is', () => {
    const television = aGrant({ id: 'tv' });
    const device = aGrant({ id: 'd', protocol: 'oauth', clientId: 'notes' });
    const all = [signIn('a'), television, signIn('b'), signIn('c', { clientId: 'mail' }), device];
    assert.deepEqual(
      shown(all).map(({ id }) => id),
      ['a', 'tv', 'c', 'd'],
    );
    assert.deepEqual(shown([television, device]), [television, device]);
  });

  it('say what all the sign-ins may do, and the name that was given to one', () => {
    const named = signIn('b', { scopes: ['read', 'write'], name: 'My notes' });
    const [both] = shown([signIn('a', { scopes: ['read'] }), named]);
    assert.deepEqual([both?.id, both?.name, both?.scopes], ['a', 'My notes', ['read', 'write']]);
    const [plain] = shown([signIn('a'), signIn('b')]);
    assert.equal(plain?.name, 'Notes');
  });

  it('are never one for two people, two clients or two protocols', () => {
    const key = deviceKeyOf(signIn('a'));
    assert.equal(key, deviceKeyOf(signIn('b')));
    for (const other of [{ account: 'ben' }, { clientId: 'mail' }, { protocol: 'plex' }] as const) {
      assert.notEqual(key, deviceKeyOf(signIn('b', other)), JSON.stringify(other));
    }
  });
});
