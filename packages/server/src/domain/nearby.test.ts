import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listedIn } from './nearby.ts';
import { aPin } from './pin.testing.ts';

describe('where a pin is listed', () => {
  const from = (address: string | null, kind: 'weak' | 'strong' | 'user' = 'weak') => {
    const pin = aPin();
    return listedIn({ kind, requester: { ...pin.requester, address } });
  };

  test('in the network of a device at home, whatever its host', () => {
    assert.equal(from('192.168.1.7'), from('192.168.1.99', 'user'));
    assert.notEqual(from('192.168.1.7'), null);
    assert.notEqual(from('192.168.1.7'), from('192.168.2.7'));
  });

  test('nowhere when its address says nothing of a home', () => {
    assert.equal(from('203.0.113.7'), null);
    assert.equal(from(null), null);
  });

  test('nowhere when its code is one that nobody types', () => assert.equal(from('192.168.1.7', 'strong'), null));
});
