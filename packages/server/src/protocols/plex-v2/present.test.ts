import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { approve, redeem } from '../../domain/pin.ts';
import { aPin, anApproval } from '../../domain/pin.testing.ts';
import type { Place } from '../../domain/place.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { locationOf } from './location.ts';
import { plexPinOf, presentPin, presentRefusal } from './present.ts';

const surroundings = { now: 24_000, baseUrl: 'https://link.example', token: null, approverPlace: false };
const breda: Place = {
  countryCode: 'NL',
  continentCode: 'EU',
  country: 'The Netherlands',
  city: 'Breda',
  inEuropeanUnion: true,
  timeZone: 'Europe/Amsterdam',
  postalCode: '4814',
  subdivisions: ['North Brabant'],
  latitude: 51.5869,
  longitude: 4.7471,
};

describe('a pin on the wire', () => {
  it('has the twelve members in plex.tv order, with both nulls while it waits (S16)', () => {
    const { body } = presentPin(200, plexPinOf(aPin(), surroundings), 'json', false);
    const pin = JSON.parse(String(body)) as Record<string, unknown>;
    const order =
      'id code product trusted qr clientIdentifier location expiresIn createdAt expiresAt authToken newRegistration';
    assert.deepEqual(Object.keys(pin), order.split(' '));
    assert.equal(pin['id'], 538114995);
    assert.equal(pin['expiresIn'], 876);
    assert.equal(pin['authToken'], null);
    assert.equal(pin['newRegistration'], null);
    assert.equal(pin['createdAt'], '1970-01-01T00:00:00Z');
    assert.equal(pin['expiresAt'], '1970-01-01T00:15:00Z');
  });

  it('counts whole seconds down from its full life to one, never to nothing while it lives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 899_999 }), (now) => {
        const { expiresIn } = plexPinOf(aPin(), { ...surroundings, now });
        assert.ok(expiresIn >= 1 && expiresIn <= 900);
      }),
    );
    assert.equal(plexPinOf(aPin(), { ...surroundings, now: 0 }).expiresIn, 900);
  });

  it('shows the approver the requester asked for only by country, and only when that is switched on', () => {
    const requester = { ...aPin().requester, place: { ...breda, countryCode: 'DE', country: 'Germany', city: 'Kiel' } };
    const approved = approve(aPin({ requester }), anApproval({ place: breda }));
    assert.ok(approved.ok);
    const redeemed = redeem(approved.value, null, 2000);
    assert.ok(redeemed.ok);
    assert.equal(plexPinOf(redeemed.value, surroundings).location.city, 'Kiel');
    const { location } = plexPinOf(redeemed.value, { ...surroundings, approverPlace: true });
    assert.equal(location.country, 'The Netherlands');
    assert.equal(location.city, 'Unknown');
    assert.equal(location.coordinates, 'Unknown');
  });
});

describe('a location', () => {
  it('has eleven members of which none is null or empty, whatever is known (S13)', () => {
    const text = fc.option(fc.string({ minLength: 1 }));
    const place = fc.record({
      countryCode: fc.constant('NL'),
      continentCode: fc.constant('EU'),
      country: fc.constant('The Netherlands'),
      city: text,
      inEuropeanUnion: fc.boolean(),
      timeZone: text,
      postalCode: text,
      subdivisions: fc.array(fc.string({ minLength: 1 })),
      latitude: fc.option(fc.double({ noNaN: true })),
      longitude: fc.option(fc.double({ noNaN: true })),
    });
    fc.assert(
      fc.property(fc.option(place), (known) => {
        const location = locationOf(known);
        assert.equal(Object.keys(location).length, 11);
        for (const value of Object.values(location)) {
          assert.ok(typeof value === 'boolean' || (typeof value === 'string' && value !== ''));
        }
      }),
    );
  });

  it('is written as plex.tv writes it', () => {
    assert.equal(locationOf(breda).coordinates, '51.5869, 4.7471');
    assert.equal(locationOf({ ...breda, subdivisions: ['England', 'Windsor'] }).subdivisions, 'England, Windsor');
    assert.equal(locationOf(null).code, 'ZZ');
  });
});

describe('a refusal', () => {
  const words: readonly [Refusal, status: number, code: number, outcome: string | undefined][] = [
    [{ kind: 'not-found' }, 404, 1020, undefined],
    [{ kind: 'wrong-client' }, 404, 1020, undefined],
    [{ kind: 'expired' }, 404, 1020, 'expired'],
    [{ kind: 'settled', as: 'denied' }, 404, 1020, 'denied'],
    [{ kind: 'settled', as: 'cancelled' }, 404, 1020, 'cancelled'],
    [{ kind: 'settled', as: 'approved' }, 404, 1020, 'taken'],
    [{ kind: 'settled', as: 'redeemed' }, 404, 1020, 'taken'],
    [{ kind: 'not-allowed' }, 403, 1068, undefined],
    [{ kind: 'over-budget', retryAfter: 7 }, 429, 1003, undefined],
    [{ kind: 'busy', retryAfter: 7 }, 503, 1007, undefined],
  ];
  for (const [refusal, status, code, outcome] of words) {
    it(`${JSON.stringify(refusal)} is ${status}/${code} in both formats, with the status inside (S11)`, () => {
      const json = presentRefusal(refusal, 'json');
      assert.equal(json.status, status);
      assert.equal(json.headers['linkpin-outcome'], outcome);
      assert.equal(json.headers['retry-after'], 'retryAfter' in refusal ? '7' : undefined);
      const { errors } = JSON.parse(String(json.body)) as {
        errors: { code: number; status: number; message: string }[];
      };
      assert.deepEqual(
        errors.map((error) => [error.code, error.status]),
        [[code, status]],
      );
      const [error] = errors;
      assert.match(
        String(presentRefusal(refusal, 'xml').body),
        new RegExp(`<errors>\\s+<error code="${code}" message="${error?.message}" status="${status}"/>`),
      );
    });
  }
});
