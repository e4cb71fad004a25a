import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aPin } from './pin.testing.ts';
import {
  reportedAddressOf,
  requesterIdentityOf,
  requesterKeyOf,
  requesterKeysOf,
  senderOf,
  type RequesterIdentity,
} from './requester-key.ts';

const tv: RequesterIdentity = { protocol: 'plex', clientId: 'tv', key: null, address: '2001:db8::7' };

describe('the key that a block is stored under', () => {
  it('is the key of the requester, which it cannot leave at home', () => {
    assert.equal(requesterKeyOf({ ...tv, key: 'thumbprint' }), 'key thumbprint');
  });

  it('is the client id with the prefix that it came from, where there is no key', () => {
    assert.equal(requesterKeyOf(tv), 'plex 2001:db8:0:0::/64 tv');
    assert.equal(requesterKeyOf({ ...tv, address: null }), null);
  });

  it('is looked for as it was before the requester had a key, too', () => {
    const both = ['key thumbprint', 'plex 2001:db8:0:0::/64 tv'];
    assert.deepEqual(requesterKeysOf({ ...tv, key: 'thumbprint' }), both);
    assert.deepEqual(requesterKeysOf(tv), ['plex 2001:db8:0:0::/64 tv']);
    assert.deepEqual(requesterKeysOf({ ...tv, key: 'thumbprint', address: null }), ['key thumbprint']);
    assert.deepEqual(requesterKeysOf({ ...tv, address: null }), []);
  });
});

describe('the origin of a request, for blocks', () => {
  it('is its address, else what it hides behind, else nothing', () => {
    assert.equal(senderOf({ address: '203.0.113.7', hiddenBehind: '198.51.100.1' }), '203.0.113.7');
    assert.equal(senderOf({ address: null, hiddenBehind: '198.51.100.1' }), '198.51.100.1');
    assert.equal(senderOf({ address: null }), null);
  });
});

describe('the address that a reported requester is blocked by', () => {
  const hidden = { address: null, hiddenBehind: '198.51.100.1' };

  it('is what it hides behind only where the person is seen', () => {
    assert.equal(reportedAddressOf(hidden, '203.0.113.9'), '198.51.100.1');
    assert.equal(reportedAddressOf(hidden, null), null);
    assert.equal(reportedAddressOf({ address: '203.0.113.7' }, null), '203.0.113.7');
  });
});

describe('the identity of a pin’s requester', () => {
  const deviceKey = { thumbprint: 'of the device', x: 'x', kid: 'k' };

  it('is its protocol, its client, its address and whichever key the pin is bound to', () => {
    const plain = { protocol: 'plex', clientId: 'living-room-tv', key: null, address: '203.0.113.7' };
    assert.deepEqual(requesterIdentityOf(aPin()), plain);
    assert.deepEqual(requesterIdentityOf(aPin({ deviceKey })), { ...plain, key: 'of the device' });
    const both = aPin({ deviceKey, keyThumbprint: 'of the proof' });
    assert.deepEqual(requesterIdentityOf(both), { ...plain, key: 'of the proof' });
  });
});
