import assert from 'node:assert/strict';
import { BlockList, isIP, SocketAddress } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  isPublic,
  plainAddress,
  prefixOf,
  sameHousehold,
  samePrefix,
  wideNetworkOf,
  localNetworkOf,
} from './address.ts';

/** Node's own reading of addresses, which ours is held against. */
function ranges(...subnets: string[]): { has: (address: string) => boolean } {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 4 ? 'ipv4' : 'ipv6');
  }
  return { has: (address) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6') };
}

const closedV4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
);
const openV6 = ranges('2000::/3');
const closedV6 = ranges('2001::/23', '2002::/16');
const v4InV6 = ranges('::ffff:0:0/96', '64:ff9b::/96');

const dotted = (word: number) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255].join('.');
const word = fc.nat({ max: 0xffff_ffff });
/** Half of them near the edges of special ranges, where mistakes are made. */
const v4 = fc.oneof(
  word.map(dotted),
  fc
    .tuple(fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 223, 224, 239, 240, 255), fc.nat(255), fc.nat(2))
    .map(([first, second, third]) => `${first}.${second}.${third}.1`),
);
const group = fc.nat(0xffff);
const heads = [0x2000, 0x2001, 0x2002, 0x2003, 0x3fff, 0x4000, 0x1fff, 0x64, 0, 0xfc00, 0xfdff, 0xfe80, 0xfec0, 0xff02];
const groups = fc.tuple(
  fc.oneof(group, fc.constantFrom(...heads)),
  fc.oneof(group, fc.constantFrom(0, 0x1ff, 0x200, 0xff9b, 0xdb8)),
  ...Array.from({ length: 3 }, () => fc.oneof(fc.constant(0), group)),
  fc.oneof(fc.constantFrom(0, 0xffff), group),
  group,
  group,
);
/** One address in one of its spellings: long, in capitals, compressed, or with a dotted tail. */
const v6 = fc.tuple(groups, fc.constantFrom('long', 'capitals', 'short', 'dotted')).map(([parts, spelling]) => {
  const hex = parts.map((part) => part.toString(16));
  const long = hex.join(':');
  if (spelling === 'capitals') return long.toUpperCase();
  if (spelling === 'short') return new SocketAddress({ address: long, family: 'ipv6' }).address;
  const [high = 0, low = 0] = parts.slice(6);
  return spelling === 'dotted' ? `${hex.slice(0, 6).join(':')}:${dotted(((high << 16) | low) >>> 0)}` : long;
});
const address = fc.oneof(v4, v6);
/** Text that is nearly an address. */
const nearly = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdf:.%g+- '), maxLength: 42 }),
  fc.tuple(address, fc.nat(45), fc.constantFrom(':', '::', '.', '0', 'f', '256', 'g', '')).map(([text, at, wedge]) => {
    const place = at % (text.length + 1);
    return `${text.slice(0, place)}${wedge}${text.slice(place + 1)}`;
  }),
);

const often = { numRuns: 2000 };

describe('plainAddress', () => {
  it('takes IPv4 out of its IPv6 dress', () => {
    for (const dressed of ['::ffff:192.0.2.1', '::FFFF:c000:0201', '0:0:0:0:0:ffff:192.0.2.1', '64:ff9b::192.0.2.1']) {
      assert.equal(plainAddress(dressed), '192.0.2.1', dressed);
    }
    const longest = '0000:0000:0000:0000:0000:ffff:255.255.255.255';
    assert.equal(longest.length, 45);
    assert.equal(plainAddress(longest), '255.255.255.255');
  });

  it('leaves everything else as it is', () => {
    const others = ['192.0.2.1', '2001:db8::1', '::1', '::192.0.2.1', '::fffe:192.0.2.1', '64:ff9b:1::192.0.2.1'];
    for (const other of [...others, '::ffff:999.1.1.1', '::ffff:1.2.3', '', 'localhost']) {
      assert.equal(plainAddress(other), other);
    }
  });

  it('finds exactly the addresses that stand for IPv4, however they are spelled', () => {
    fc.assert(
      fc.property(v6, (text) => {
        assert.equal(isIP(plainAddress(text)), v4InV6.has(text) ? 4 : 6);
      }),
    );
    fc.assert(
      fc.property(word, (number) => {
        const hex = `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
        for (const prefix of ['::ffff:', '64:ff9b::']) {
          assert.equal(plainAddress(`${prefix}${hex}`), dotted(number));
          assert.equal(plainAddress(`${prefix}${dotted(number)}`), dotted(number));
        }
      }),
    );
  });
});

describe('isPublic', () => {
  it('agrees with the registered ranges of IPv4', () => {
    fc.assert(
      fc.property(v4, (text) => assert.equal(isPublic(text), !closedV4.has(text))),
      often,
    );
  });

  it('is false from the first address of each closed range of IPv4 to its last, and true on both sides', () => {
    const closed = [
      ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255'],
      ...['127.0.0.0', '127.255.255.255', '169.254.0.0', '169.254.255.255', '172.16.0.0', '172.31.255.255'],
      ...['192.0.0.0', '192.0.0.255', '192.168.0.0', '192.168.255.255', '198.18.0.0', '198.19.255.255'],
      ...['224.0.0.0', '255.255.255.255'],
    ];
    const open = [
      ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
      ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.0.0.0', '192.0.1.0', '192.1.0.0'],
      ...['192.167.255.255', '192.169.0.0', '193.0.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ];
    for (const text of closed) assert.equal(isPublic(text), false, text);
    for (const text of open) assert.equal(isPublic(text), true, text);
  });

  it('is true in global unicast alone, protocol assignments and 6to4 excepted', () => {
    const closed = ['1fff:ffff::1', '2001::1', '2001:1ff:ffff::1', '2002::1', '2002:ffff::1', '4000::1', '::1'];
    for (const text of closed) assert.equal(isPublic(text), false, text);
    for (const text of ['2000::1', '2001:200::1', '2003::1', '3fff:ffff::1']) assert.equal(isPublic(text), true, text);
  });

  it('agrees with the registered ranges of IPv6', () => {
    fc.assert(
      fc.property(v6, (text) => {
        const inside = plainAddress(text);
        const expected = inside === text ? openV6.has(text) && !closedV6.has(text) : !closedV4.has(inside);
        assert.equal(isPublic(text), expected);
      }),
      often,
    );
  });

  it('is false for text that is no address', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        fc.pre(isIP(text) === 0);
        assert.equal(isPublic(text), false);
      }),
      often,
    );
    const odd = [
      '',
      'localhost',
      '8.8.8',
      '8.8.8.8.8',
      '8.8.8.256',
      '08.8.8.8',
      '2600:::1',
      '2600::1%eth0',
      '2600::1::2',
    ];
    for (const text of [...odd, '2600:1', '2600:1:2:3:4:5:6:7:8', '2600:1:2:3:4:5:6:7::', '2600::1.2.3']) {
      assert.equal(isPublic(text), false, text);
    }
  });

  it('reads :: as one group of zeros or more', () => {
    for (const text of ['2600:1:2:3:4:5:6::', '2600:1:2:3::4:5:6', '2600::']) assert.equal(isPublic(text), true, text);
  });

  it('counts tunnels whose /64 strangers share as not public', () => {
    assert.equal(isPublic('2001:0:4137:9e76::1'), false, 'Teredo');
    assert.equal(isPublic('2002:c000:201::1'), false, '6to4');
  });
});

describe('prefixOf', () => {
  it('puts two IPv6 addresses together exactly when they share a /64', () => {
    fc.assert(
      fc.property(groups, groups, fc.integer({ min: 0, max: 8 }), (one, other, shared) => {
        const first = one.map((part) => part.toString(16)).join(':');
        const second = [...one.slice(0, shared), ...other.slice(shared)].map((part) => part.toString(16)).join(':');
        fc.pre(!v4InV6.has(first) && !v4InV6.has(second));
        assert.equal(samePrefix(first, second), ranges(`${first}/64`).has(second));
      }),
    );
  });

  it('keeps each IPv4 address by itself, in whatever dress', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        assert.equal(samePrefix(dotted(one), dotted(other)), one === other);
        assert.equal(samePrefix(`64:ff9b::${dotted(one)}`, `64:ff9b::${dotted(other)}`), one === other);
        assert.equal(samePrefix(`::ffff:${dotted(one)}`, dotted(one)), true);
      }),
    );
  });

  it('is shared by no address that is not known', () => {
    assert.equal(samePrefix(null, '203.0.113.9'), false);
    assert.equal(samePrefix('203.0.113.9', null), false);
    assert.equal(samePrefix(null, null), false);
  });

  it('spells a /64 in one way', () => {
    for (const text of ['2001:DB8:0:1::1', '2001:db8:0:1:ffff::', '2001:0db8:0000:0001::1.2.3.4']) {
      assert.equal(prefixOf(text), '2001:db8:0:1::/64');
    }
    assert.equal(prefixOf('203.0.113.9'), '203.0.113.9');
  });
});

describe('sameHousehold (wire: trusted)', () => {
  it('needs two known, public addresses in one prefix', () => {
    assert.equal(sameHousehold('203.0.113.9', '203.0.113.9'), true);
    assert.equal(sameHousehold('2001:db8:0:1::1', '2001:db8:0:1::2'), true);
    assert.equal(sameHousehold('2001:db8:0:1::1', '2001:db8:0:2::1'), false);
    assert.equal(sameHousehold('192.168.1.2', '192.168.1.2'), false);
    assert.equal(sameHousehold('::ffff:10.0.0.1', '10.0.0.1'), false);
    assert.equal(sameHousehold(null, null), false);
    assert.equal(sameHousehold(null, '203.0.113.9'), false);
  });

  it('never trusts text that is no address', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        fc.pre(isIP(text) === 0);
        assert.equal(sameHousehold(text, text), false);
      }),
    );
  });

  it('looks both ways alike', () => {
    fc.assert(
      fc.property(address, address, (one, other) => assert.equal(sameHousehold(one, other), sameHousehold(other, one))),
    );
  });
});

it('the wide network of an address is its /24 or /48, whatever dress it comes in', () => {
  const wide: Readonly<Record<string, string | null>> = {
    '203.0.113.9': '203.0.113.0/24',
    '::ffff:203.0.113.9': '203.0.113.0/24',
    '2001:db8:7:8:9::1': '2001:db8:7::/48',
    '2001:db8:7:8::/64': '2001:db8:7::/48',
    '::1': '0:0:0::/48',
    '203.0.113.9.9': null,
    '2001:db8': null,
    elsewhere: null,
    '': null,
  };
  for (const [address, network] of Object.entries(wide)) assert.equal(wideNetworkOf(address), network, address);
});

it('the local network of an address is what a home shares, and nothing that strangers share', () => {
  const local: Readonly<Record<string, string | null>> = {
    '127.0.0.1': 'loopback',
    '::1': 'loopback',
    '10.1.2.3': '10.1.2.0/24',
    '172.16.0.9': '172.16.0.0/24',
    '172.31.255.1': '172.31.255.0/24',
    '172.32.0.1': null,
    '192.168.178.20': '192.168.178.0/24',
    '::ffff:192.168.178.20': '192.168.178.0/24',
    '192.169.1.1': null,
    '169.254.7.7': '169.254.7.0/24',
    '100.64.1.1': null,
    '203.0.113.9': null,
    'fd12:3456:789a:1::2': 'fd12:3456:789a:1::/64',
    'fe80::1': 'fe80:0:0:0::/64',
    '2a02:8108:1:2:aaaa::1': '2a02:8108:1:2::/64',
    '2002:c000:204::1': null,
    '64:ff9b::cb00:7109': null,
    'fec0::1': null,
    '192.168.1': null,
    elsewhere: null,
    '': null,
  };
  for (const [address, network] of Object.entries(local)) assert.equal(localNetworkOf(address), network, address);
  assert.equal(localNetworkOf(null), null);
});

it('addresses at the edges of private ranges are no home', () => {
  for (const address of [
    '9.255.255.255',
    '11.0.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '173.16.0.1',
    '192.167.1.1',
    '192.169.1.1',
    '193.168.1.1',
    '169.253.1.1',
    '169.255.1.1',
    '170.254.1.1',
    '10.16.0.256',
    'fec0::1::2',
  ]) {
    assert.equal(localNetworkOf(address), null, address);
  }
});

describe('text that is far too long', () => {
  it('is no address, and that is told without looking at all of it again and again', () => {
    for (const text of [`:${'1'.repeat(1_000_000)}`, '1.'.repeat(500_000), ':'.repeat(1_000_000)]) {
      assert.equal(isPublic(text), false);
      assert.equal(plainAddress(text), text);
    }
  });
});
