import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createClientAddress, type ClientAddress } from './client-address.ts';

const trustedProxies = ['10.0.0.0/8', '192.0.2.80', '2001:db8:aaaa::/48'];
const gateways = ['172.17.0.1', 'fd00:0000:0000:0000:0000:0000:0000:0001', 'fe80::1'];
const read = createClientAddress({ trustedProxies, gateways });

/** What the rule says to a request from `peer` with these headers. */
const ask = (peer: string | undefined, headers: Record<string, string> = {}): ClientAddress =>
  read(peer, (name) => headers[name]);

const direct = (address: string): ClientAddress => ({ address, reason: 'direct' });
const forwarded = (address: string): ClientAddress => ({ address, reason: 'forwarded' });
const badChain = (hiddenBehind: string): ClientAddress => ({ address: null, reason: 'bad-chain', hiddenBehind });
const undeclared = (peer: string): ClientAddress => ({
  address: null,
  reason: 'undeclared-forwarding',
  hiddenBehind: peer.replace('::ffff:', ''),
});
const gateway: ClientAddress = { address: null, reason: 'gateway' };

describe('a peer that speaks for itself', () => {
  it('is the client', () => {
    assert.deepEqual(ask('203.0.113.9'), direct('203.0.113.9'));
    assert.deepEqual(ask('2001:db8::9'), direct('2001:db8::9'));
    assert.deepEqual(ask('127.0.0.1'), direct('127.0.0.1'));
  });

  it('loses its IPv6 dress and its zone', () => {
    assert.deepEqual(ask('::ffff:203.0.113.9'), direct('203.0.113.9'));
    assert.deepEqual(ask('fe80::5%eth0'), direct('fe80::5'));
  });

  it('is unknown when the connection has no address', () => {
    for (const peer of [undefined, '', '@', '/run/linkpin.sock']) {
      assert.deepEqual(ask(peer), { address: null, reason: 'no-peer' });
    }
  });
});

describe('an undeclared peer with forwarding headers', () => {
  it('is unknown, whichever of them it sends and wherever it is', () => {
    const names = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip'];
    for (const name of names) {
      for (const peer of ['203.0.113.9', '127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.2']) {
        assert.deepEqual(ask(peer, { [name]: '198.51.100.7' }), undeclared(peer), `${name} from ${peer}`);
      }
    }
  });

  it('is unknown even when the header is empty', () => {
    assert.deepEqual(ask('203.0.113.9', { 'x-forwarded-for': '' }), undeclared('203.0.113.9'));
  });

  it('cannot borrow a proxy: no header and no address lets it name its own', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, fc.array(address, { minLength: 1 }), (peer, chain) => {
        const { address: client, reason } = ask(peer, { 'x-forwarded-for': chain.join(', ') });
        assert.ok(client === null || reason === 'forwarded');
        assert.ok(client === null || peer.startsWith('10.') || peer === '192.0.2.80', peer);
      }),
    );
  });
});

describe('a gateway', () => {
  it('is unknown, with headers and without, in every spelling', () => {
    for (const peer of ['172.17.0.1', '::ffff:172.17.0.1', 'fd00::1', 'fe80::1%eth0']) {
      assert.deepEqual(ask(peer), gateway, peer);
      assert.deepEqual(ask(peer, { 'x-forwarded-for': '198.51.100.7' }), gateway, peer);
    }
  });

  it('is believed once it is declared a proxy', () => {
    const declared = createClientAddress({ trustedProxies: ['172.17.0.1'], gateways });
    const headers: Record<string, string> = { 'x-forwarded-for': '198.51.100.7' };
    assert.deepEqual(
      declared('172.17.0.1', (name) => headers[name]),
      forwarded('198.51.100.7'),
    );
  });
});

describe('a declared proxy with X-Forwarded-For', () => {
  const chain = (value: string, peer = '10.0.0.1') => ask(peer, { 'x-forwarded-for': value });

  it('tells the client', () => {
    assert.deepEqual(chain('203.0.113.9'), forwarded('203.0.113.9'));
    assert.deepEqual(chain('203.0.113.9', '::ffff:10.0.0.1'), forwarded('203.0.113.9'));
    assert.deepEqual(chain('203.0.113.9', '2001:db8:aaaa::5'), forwarded('203.0.113.9'));
  });

  it('is read from the right: what the client wrote itself stands further left and is not believed', () => {
    assert.deepEqual(chain('198.51.100.7, 203.0.113.9'), forwarded('203.0.113.9'));
    assert.deepEqual(chain('10.0.0.7, 203.0.113.9'), forwarded('203.0.113.9'));
    assert.deepEqual(chain('<script>, ,,203.0.113.9'), forwarded('203.0.113.9'));
  });

  it('is read past further declared proxies', () => {
    assert.deepEqual(chain('198.51.100.7, 203.0.113.9, 192.0.2.80, 10.9.9.9'), forwarded('203.0.113.9'));
  });

  it('tells the farthest when all of the chain are declared proxies', () => {
    assert.deepEqual(chain('10.0.0.7, 10.0.0.8'), forwarded('10.0.0.7'));
  });

  it('may write ports, brackets, zones and any spelling', () => {
    for (const text of ['203.0.113.9:567', '::ffff:203.0.113.9', '[::ffff:cb00:7109]:567', '64:ff9b::203.0.113.9']) {
      assert.deepEqual(chain(text), forwarded('203.0.113.9'), text);
    }
    for (const text of ['2001:db8::1', '[2001:db8::1]', '[2001:DB8:0:0::1]:567', '2001:0db8::0001%eth0']) {
      assert.deepEqual(chain(text), forwarded('2001:db8::1'), text);
    }
  });

  it('makes the client unknown where the chain cannot be read before a client is found', () => {
    const bad = ['', ',', '203.0.113.9,', 'unknown', '203.0.113', '203.0.113.9:', '[203.0.113.9]', '203.0.113.9, x'];
    for (const text of [
      ...bad,
      '203.0.113.9, unknown, 10.0.0.2',
      '[2001:db8::1',
      '203.0.113.9 198.51.100.7',
      '0x7f.1',
    ]) {
      assert.deepEqual(chain(text), badChain('10.0.0.1'), text);
    }
  });

  it('makes the client unknown when it says nothing: the proxy is not the client', () => {
    assert.deepEqual(ask('10.0.0.1'), badChain('10.0.0.1'));
    assert.deepEqual(ask('10.0.0.1', { 'x-real-ip': '203.0.113.9' }), badChain('10.0.0.1'));
  });

  it('always yields what the nearest undeclared hop is, whatever the client put before it', () => {
    const anything = fc.string().filter((text) => !text.includes(','));
    const proxy = fc.constantFrom('10.1.2.3', '192.0.2.80', '[2001:db8:aaaa::7]:80');
    fc.assert(
      fc.property(fc.array(anything), fc.array(proxy, { maxLength: 5 }), (forged, proxies) => {
        assert.deepEqual(chain([...forged, '203.0.113.9', ...proxies].join(', ')), forwarded('203.0.113.9'));
      }),
    );
  });

  it('never throws and never yields what is no address', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789af:.,[]%" ;=for') }), (text) => {
        for (const name of ['x-forwarded-for', 'forwarded']) {
          const { address } = ask('10.0.0.1', { [name]: text });
          assert.ok(address === null || isIP(address) !== 0, text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a declared proxy with Forwarded (RFC 7239)', () => {
  const chain = (value: string) => ask('10.0.0.1', { forwarded: value });

  it('tells the client, in each form of the RFC', () => {
    for (const text of ['for=203.0.113.9', 'For="203.0.113.9:567"', 'proto=https;for=203.0.113.9;by=10.0.0.1']) {
      assert.deepEqual(chain(text), forwarded('203.0.113.9'), text);
    }
    assert.deepEqual(chain('for="[2001:db8::1]:4711";host="a,b;c"'), forwarded('2001:db8::1'));
    assert.deepEqual(chain('for="\\203.0.113.\\9"'), forwarded('203.0.113.9'));
  });

  it('is read from the right, past further declared proxies', () => {
    assert.deepEqual(chain('for=198.51.100.7, for=203.0.113.9;proto=http,for=10.0.0.2'), forwarded('203.0.113.9'));
  });

  it('makes the client unknown when it is hidden or the grammar is broken anywhere', () => {
    const bad = [
      '',
      'for=unknown',
      'for=_hidden',
      'proto=https',
      'for=203.0.113.9,',
      'for=203.0.113.9;for=198.51.100.7',
    ];
    for (const text of [...bad, 'for="203.0.113.9', 'for= 203.0.113.9', '203.0.113.9', 'for=2001:db8::1']) {
      assert.deepEqual(chain(text), badChain('10.0.0.1'), text);
    }
  });

  it('cannot be bent by a quote that the client left open', () => {
    for (const forged of ['for="198.51.100.7', 'for="198.51.100.7\\', 'x="', 'for=198.51.100.7;x="\\"']) {
      assert.deepEqual(chain(`${forged}, for=203.0.113.9`), badChain('10.0.0.1'), forged);
      assert.deepEqual(chain(`${forged}, for="[2001:db8::1]"`), badChain('10.0.0.1'), forged);
    }
  });
});

describe('a declared proxy with both headers', () => {
  const both = (one: string, other: string) => ask('10.0.0.1', { 'x-forwarded-for': one, forwarded: other });

  it('is believed when they name the same client', () => {
    assert.deepEqual(both('203.0.113.9', 'for=203.0.113.9'), forwarded('203.0.113.9'));
    assert.deepEqual(both('[2001:db8::1]:5', 'for="[2001:DB8::1]"'), forwarded('2001:db8::1'));
  });

  it('makes the client unknown when they differ: one was passed through from the client', () => {
    assert.deepEqual(both('203.0.113.9', 'for=198.51.100.7'), badChain('203.0.113.9'));
    assert.deepEqual(both('203.0.113.9', 'for=unknown'), badChain('203.0.113.9'));
    assert.deepEqual(both('unknown', 'for=203.0.113.9'), badChain('203.0.113.9'));
  });
});

describe('the declaration of proxies', () => {
  it('takes ranges in IPv6 dress', () => {
    const declared = createClientAddress({ trustedProxies: ['::ffff:10.0.0.0/104'], gateways: [] });
    assert.deepEqual(
      declared('10.1.1.1', (name) => (name === 'x-forwarded-for' ? '203.0.113.9' : undefined)),
      forwarded('203.0.113.9'),
    );
  });

  it('throws on what is no address and no range', () => {
    for (const text of ['proxy.example', '10.0.0.0/33', '10.0.0.0/x', '']) {
      assert.throws(() => createClientAddress({ trustedProxies: [text], gateways: [] }), text);
    }
  });
});
