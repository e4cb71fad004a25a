import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Place } from '../domain/place.ts';
import { readPlace } from './read-place.ts';

const names = (en: string) => ({ en, de: `${en} (de)` });

/** A record of GeoLite2-City. */
const nested = {
  city: { names: names('Austin') },
  continent: { code: 'NA', names: names('North America') },
  country: { iso_code: 'US', names: names('United States') },
  location: { latitude: 30.3768, longitude: -97.8935, time_zone: 'America/Chicago', accuracy_radius: 20 },
  postal: { code: '78732' },
  registered_country: { iso_code: 'CA', names: names('Canada') },
  subdivisions: [{ iso_code: 'TX', names: names('Texas') }, { iso_code: '453' }],
};

const austin: Place = {
  countryCode: 'US',
  continentCode: 'NA',
  country: 'United States',
  city: 'Austin',
  inEuropeanUnion: false,
  timeZone: 'America/Chicago',
  postalCode: '78732',
  subdivisions: ['Texas', '453'],
  latitude: 30.3768,
  longitude: -97.8935,
};

const onlyCountry = { city: null, timeZone: null, postalCode: null, subdivisions: [], latitude: null, longitude: null };

describe('a record in nested layout', () => {
  it('is read in full', () => {
    assert.deepEqual(readPlace(nested), austin);
  });

  it('with a country alone is completed from the tables', () => {
    assert.deepEqual(readPlace({ country: { iso_code: 'NL' } }), {
      ...onlyCountry,
      countryCode: 'NL',
      continentCode: 'EU',
      country: 'Netherlands',
      inEuropeanUnion: true,
    });
  });

  it('is believed about the European Union where it says something', () => {
    const about = (is_in_european_union?: unknown) =>
      readPlace({ country: { iso_code: 'NL', is_in_european_union } })?.inEuropeanUnion;
    assert.equal(about(false), false);
    assert.equal(about(true), true);
    assert.equal(about(), true);
    assert.equal(about('Unknown'), true);
  });

  it('without a country is no place: the registered country is where the owner of the network is', () => {
    const { country: _, ...rest } = nested;
    assert.equal(readPlace(rest), null);
    assert.equal(readPlace({ ...rest, country: {} }), null);
  });

  it('as DB-IP City Lite writes it has no time zone and no postal code', () => {
    const lite = {
      city: { names: { en: 'Amsterdam (Centrum)' } },
      continent: { code: 'EU', geoname_id: 6255148, names: { en: 'Europe' } },
      country: { geoname_id: 2750405, is_in_european_union: true, iso_code: 'NL', names: { en: 'Netherlands' } },
      location: { latitude: 52.37, longitude: 4.89 },
      subdivisions: [{ names: { en: 'North Holland' } }],
    };
    assert.deepEqual(readPlace(lite), {
      ...onlyCountry,
      countryCode: 'NL',
      continentCode: 'EU',
      country: 'Netherlands',
      inEuropeanUnion: true,
      city: 'Amsterdam (Centrum)',
      subdivisions: ['North Holland'],
      latitude: 52.37,
      longitude: 4.89,
    });
  });
});

describe('a record in flat layout', () => {
  it('is read in full', () => {
    const flat = {
      city: 'Austin',
      country_code: 'US',
      latitude: '30.3768',
      longitude: '-97.8935',
      postcode: '78732',
      state1: 'Texas',
      state2: 'Travis',
      timezone: 'America/Chicago',
    };
    assert.deepEqual(readPlace(flat), { ...austin, subdivisions: ['Texas', 'Travis'] });
  });

  it('with a code alone is completed from the tables', () => {
    const germany = {
      ...onlyCountry,
      countryCode: 'DE',
      continentCode: 'EU',
      country: 'Germany',
      inEuropeanUnion: true,
    };
    assert.deepEqual(readPlace({ country_code: 'DE' }), germany);
    assert.deepEqual(readPlace({ country: 'de', continent: 'EU' }), germany);
    assert.deepEqual(readPlace({ country_code: 'DE', country: 'Germany', continent: 'Europe' }), germany);
  });
});

describe('odd records', () => {
  it('without a country that exists are no place', () => {
    for (const country_code of ['', '-', 'ZZ', 'AP', 'USA', '1', 'ÄÖ', null, 7, ['US']]) {
      assert.equal(readPlace({ country_code }), null, JSON.stringify(country_code));
    }
    for (const record of [null, undefined, 'US', 7, [], {}, { country: null }, { country: ['US'] }]) {
      assert.equal(readPlace(record), null, JSON.stringify(record));
    }
  });

  it('lose what cannot be: empty text, coordinates off the globe or alone, continents that are none', () => {
    const place = readPlace({
      ...nested,
      city: { names: { en: '  ' } },
      continent: { code: 'XX' },
      location: { latitude: 91, longitude: 4, time_zone: '' },
      postal: { code: 78732 },
      subdivisions: [{ names: {} }, 'Texas', { names: { en: 'Texas' } }],
    });
    const lost = { city: null, timeZone: null, postalCode: null, latitude: null, longitude: null };
    assert.deepEqual(place, { ...austin, ...lost, subdivisions: ['Texas'] });
    const coordinates = { country_code: 'US', latitude: '', longitude: '5' };
    assert.deepEqual(readPlace(coordinates)?.longitude, null);
  });

  it('of any make never throw, and a place never holds empty text', () => {
    const value = fc.anything({ withNullPrototype: true });
    const key = (...keys: string[]) => fc.constantFrom(...keys);
    const map = (keys: string[], inner: fc.Arbitrary<unknown>) => fc.dictionary(key(...keys), inner, { maxKeys: 8 });
    const code = fc.constantFrom('US', 'nl', '', 'ZZ', 5);
    const inner = map(
      ['iso_code', 'names', 'code', 'latitude', 'time_zone'],
      fc.oneof(code, value, map(['en'], value)),
    );
    const record = map(
      ['country', 'city', 'continent', 'location', 'postal', 'subdivisions', 'country_code', 'state1', 'lat', 'lng'],
      fc.oneof(inner, code, fc.array(inner), value),
    );
    fc.assert(
      fc.property(record, (odd) => {
        const place = readPlace(odd);
        if (place === null) return;
        const texts = [place.country, place.city, place.timeZone, place.postalCode, ...place.subdivisions];
        assert.ok(texts.every((text) => text === null || text.trim() !== ''));
        assert.match(place.countryCode + place.continentCode, /^[A-Z]{4}$/);
        assert.ok(place.latitude === null || Math.abs(place.latitude) <= 90);
      }),
      { numRuns: 1000 },
    );
  });
});
