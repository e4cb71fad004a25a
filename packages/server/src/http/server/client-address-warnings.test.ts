import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressWarnings, startWarnings } from './client-address-warnings.ts';

describe('warnings about the client address', () => {
  it('speak up for every reason that leaves it unknown, and say what follows', () => {
    const { direct, forwarded, ...unknown } = addressWarnings;
    assert.deepEqual([direct, forwarded], [null, null]);
    for (const sentence of Object.values(unknown)) assert.match(sentence ?? '', /unknown.+"trusted" is false/);
    for (const reason of ['undeclared-forwarding', 'bad-chain'] as const) {
      assert.match(unknown[reason] ?? '', /somebody hides where a request comes from: .* it counts as far away/);
    }
  });

  it('come at the start in a container with a gateway and no declared proxy, and only then', () => {
    const gateways = ['172.17.0.1'];
    const [sentence = '', ...more] = startWarnings({ trustedProxies: [], gateways }, true);
    assert.match(sentence, /172\.17\.0\.1/);
    assert.deepEqual(more, []);
    assert.deepEqual(startWarnings({ trustedProxies: [], gateways }, false), []);
    assert.deepEqual(startWarnings({ trustedProxies: ['172.17.0.1'], gateways }, true), []);
    assert.deepEqual(startWarnings({ trustedProxies: [], gateways: [] }, true), []);
  });
});
