import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Place } from './place.ts';
import type { FarPolicy } from './far-policy.ts';
import { farnessOf, nearnessOf, type Spot } from './nearness.ts';
import { aPin } from './pin.testing.ts';

const place = (countryCode: string, latitude: number | null = null, longitude: number | null = null): Place => ({
  countryCode,
  continentCode: 'EU',
  country: countryCode,
  city: null,
  inEuropeanUnion: true,
  timeZone: null,
  postalCode: null,
  subdivisions: [],
  latitude,
  longitude,
});

const utrecht = place('NL', 52.0907, 5.1214);
const groningen = place('NL', 53.2194, 6.5665); // 160 km from Utrecht
const maastricht = place('NL', 50.8514, 5.691);
const aachen = place('DE', 50.7753, 6.0839); // 30 km from Maastricht
const munich = place('DE', 48.1351, 11.582);
const hamburg = place('DE', 53.5511, 9.9937); // 610 km from Munich

const at = (address: string | null, where: Place | null): Spot => ({ address, place: where });

describe('how near two spots are', () => {
  const table: readonly (readonly [what: string, Spot, Spot, ReturnType<typeof nearnessOf>])[] = [
    ['the same address', at('203.0.113.9', null), at('203.0.113.9', null), 'same-network'],
    ['one IPv6 household', at('2001:db8::1', utrecht), at('2001:db8::2', munich), 'same-network'],
    ['two machines of a home', at('192.168.1.2', null), at('10.0.0.3', null), 'same-network'],
    ['towns of one country', at('203.0.113.9', utrecht), at('198.51.100.1', groningen), 'near'],
    ['the ends of one country', at('203.0.113.9', munich), at('198.51.100.1', hamburg), 'far'],
    ['towns on two sides of a border', at('203.0.113.9', maastricht), at('198.51.100.1', aachen), 'far'],
    ['a country without a town', at('203.0.113.9', place('NL')), at('198.51.100.1', utrecht), 'unknown'],
    ['a latitude alone', at('203.0.113.9', place('NL', 52)), at('198.51.100.1', utrecht), 'unknown'],
    ['a longitude alone', at('203.0.113.9', place('NL', null, 5)), at('198.51.100.1', utrecht), 'unknown'],
    ['one address that nobody knows', at(null, utrecht), at('192.168.1.2', groningen), 'near'],
    ['two countries without towns', at('203.0.113.9', place('NL')), at('198.51.100.1', place('US')), 'far'],
    ['one place that nobody knows', at('203.0.113.9', utrecht), at('198.51.100.1', null), 'unknown'],
    ['addresses that nobody knows', at(null, null), at(null, null), 'unknown'],
    ['a home and the world', at('192.168.1.2', null), at('203.0.113.9', utrecht), 'unknown'],
  ];
  for (const [what, one, other, expected] of table) {
    it(`${what}: ${expected}`, () => {
      assert.equal(nearnessOf(one, other), expected);
      assert.equal(nearnessOf(other, one), expected);
    });
  }

  it('never is near across a border or without coordinates, and does not depend on the order', () => {
    const degrees = (limit: number) => fc.option(fc.double({ min: -limit, max: limit, noNaN: true }));
    const anyPlace = fc
      .tuple(fc.constantFrom('NL', 'DE'), degrees(90), degrees(180))
      .map(([country, north, east]) => place(country, north, east));
    const spot = fc.record({
      address: fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
      place: fc.option(anyPlace),
    });
    fc.assert(
      fc.property(spot, spot, (one, other) => {
        const nearness = nearnessOf(one, other);
        assert.equal(nearnessOf(other, one), nearness);
        if (nearness !== 'near') return;
        assert.ok(one.place !== null && other.place !== null);
        assert.equal(one.place.countryCode, other.place.countryCode);
        assert.ok(one.place.latitude !== null && other.place.longitude !== null);
      }),
    );
  });

  it('is near over the date line, and at the same place', () => {
    const east = place('FJ', -16.8, 179.9);
    const west = place('FJ', -16.8, -179.9);
    assert.equal(nearnessOf(at('203.0.113.9', east), at('198.51.100.1', west)), 'near');
    assert.equal(nearnessOf(at('203.0.113.9', east), at('198.51.100.1', east)), 'near');
  });
});

describe('how far a request is from whoever would approve it', () => {
  const policy: FarPolicy = { whenFar: 'type', scopeWhenFar: {}, unknownIsFar: false };
  const { requester } = aPin();
  const dutch = { ...requester, place: utrecht };
  const hidden = { ...dutch, address: null, hiddenBehind: '198.51.100.1' };

  it('is nothing to speak of on one network or nearby, and is told with the policy where it counts as far', () => {
    assert.equal(farnessOf(policy, dutch, at(requester.address, munich)), null);
    assert.equal(farnessOf(policy, dutch, at('198.51.100.1', groningen)), null);
    assert.deepEqual(farnessOf(policy, dutch, at('198.51.100.1', munich)), { nearness: 'far', policy });
  });

  it('is far where nothing is known of the person', () => {
    assert.deepEqual(farnessOf(policy, dutch, undefined), { nearness: 'far', policy });
  });

  it('is unknown only where the policy asks', () => {
    const wary = { ...policy, unknownIsFar: true };
    assert.equal(farnessOf(policy, dutch, at('198.51.100.1', null)), null);
    assert.deepEqual(farnessOf(wary, dutch, at('198.51.100.1', null)), { nearness: 'unknown', policy: wary });
  });

  it('is hidden where the requester hides and the person is seen', () => {
    assert.deepEqual(farnessOf(policy, hidden, at('203.0.113.9', utrecht)), { nearness: 'hidden', policy });
    assert.equal(farnessOf(policy, hidden, at(null, utrecht)), null, 'neither address is known: the places decide');
  });
});
