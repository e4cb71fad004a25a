import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { approve, redeem } from '../../domain/pin.ts';
import { aPin, anApproval } from '../../domain/pin.testing.ts';
import type { Place } from '../../domain/place.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { locationOf } from './location.ts';
import { plexErrors } from '../constants/plex.ts';
import { nothing, plexPinOf, presentBody, presentError, presentPin, presentRefusal, withHeaders } from './present.ts';

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
    assert.deepEqual(location, {
      ...locationOf(breda),
      city: 'Unknown',
      time_zone: 'Etc/UTC',
      postal_code: 'Unknown',
      subdivisions: 'Unknown',
      coordinates: 'Unknown',
    });
  });
});

describe('an answer', () => {
  const [json, xml] = ['json', 'xml'].map((format) => ({
    'content-type': `application/${format}; charset=utf-8`,
    'cache-control': 'no-store',
  }));

  it('says its format and that nobody may keep it, and to our own client that somebody looks', () => {
    assert.deepEqual(presentBody(200, 'json', { a: 1 }, { name: 'a' }), {
      status: 200,
      headers: json,
      body: '{"a":1}',
    });
    assert.deepEqual(presentBody(201, 'xml', { a: 1 }, { name: 'a' }), {
      status: 201,
      headers: xml,
      body: '<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n',
    });
    const pin = plexPinOf(aPin(), surroundings);
    for (const [format, headers] of [
      ['json', json],
      ['xml', xml],
    ] as const) {
      assert.deepEqual(presentPin(200, pin, format, false).headers, headers);
      assert.deepEqual(presentPin(200, pin, format, true).headers, { ...headers, 'linkpin-opened': '1' });
      assert.equal(presentPin(201, pin, format, true).status, 201);
    }
  });

  it('may be nothing, and have more headers', () => {
    const headers = { 'cache-control': 'no-store' };
    assert.deepEqual(nothing, { status: 204, headers, body: null });
    const more = withHeaders(nothing, { 'retry-after': '7' });
    assert.deepEqual(more, { status: 204, headers: { ...headers, 'retry-after': '7' }, body: null });
  });

  it('is a pin in XML with the time as plex.tv writes it, to the byte', () => {
    const unknown = 'Unknown';
    const location =
      '<location code="ZZ" european_union_member="0" continent_code="ZZ" country="Unknown" city="Unknown"' +
      ' time_zone="Etc/UTC" postal_code="Unknown" in_privacy_restricted_country="0" in_privacy_restricted_region="0"' +
      ` subdivisions="${unknown}" coordinates="${unknown}"/>`;
    const pin =
      '<pin id="538114995" code="7RQZ" product="Plex for TV" trusted="0"' +
      ' qr="https://link.example/api/v2/pins/qr/7RQZ" clientIdentifier="living-room-tv" expiresIn="876"' +
      ' createdAt="1970-01-01 00:00:00 UTC" expiresAt="1970-01-01 00:15:00 UTC" authToken="" newRegistration="">';
    assert.equal(
      presentPin(201, plexPinOf(aPin(), surroundings), 'xml', false).body,
      `<?xml version="1.0" encoding="UTF-8"?>\n${pin}\n  ${location}\n</pin>\n`,
    );
  });
});

describe('a pin that is redeemed', () => {
  const approval = anApproval({ newRegistration: true });
  const approved = approve(aPin(), approval);
  assert.ok(approved.ok);
  const redeemed = redeem(approved.value, null, 2500);
  assert.ok(redeemed.ok);

  it('has the token, and ends ten seconds after it was first read', () => {
    const told = plexPinOf(redeemed.value, { ...surroundings, now: 3000, token: 't' });
    const { authToken, trusted, newRegistration, expiresIn, expiresAt } = told;
    assert.deepEqual([authToken, trusted, newRegistration, expiresIn, expiresAt], ['t', true, true, 10, 12_500]);
  });

  it('has the token only then', () => {
    const told = plexPinOf(approved.value, { ...surroundings, token: 't' });
    assert.deepEqual([told.authToken, told.trusted, told.newRegistration], [null, false, null]);
  });

  it('has no place where the approver’s is asked for and not known', () => {
    const told = plexPinOf(redeemed.value, { ...surroundings, approverPlace: true });
    assert.deepEqual(told.location, locationOf(null));
  });
});

describe('a pin that waits', () => {
  it('shows where it was requested, whatever may be shown later, and 0 for a product that is not said', () => {
    const { requester } = aPin();
    const silent = { ...requester, place: breda, deviceInfo: { ...requester.deviceInfo, product: null } };
    const told = plexPinOf(aPin({ requester: silent }), { ...surroundings, approverPlace: true });
    assert.equal(told.location.city, 'Breda');
    assert.equal(told.product, '0');
  });
});

describe('the catalogue of errors', () => {
  it('has plex’s numbers and words', () => {
    const words: Readonly<Record<keyof typeof plexErrors, string>> = {
      clientIdentifierMissing: '1000 400 X-Plex-Client-Identifier is missing',
      unauthenticated: '1001 401 User could not be authenticated',
      notFound: '1002 404 The requested resource or endpoint could not be found',
      rateLimit: '1003 429 API rate limit exceeded',
      malformed: '1004 400 The request is malformed or invalid',
      tooLarge: '1004 413 The request body is too large',
      methodNotAllowed: '1005 405 The method is not allowed for this endpoint',
      cannotProcess: '1008 422 The request cannot be processed',
      alreadyTaken: '1014 422 This key or this client identifier is already taken',
      jwtExpired: '1001 498 The token has expired',
      internal: '1007 500 Internal error',
      busy: '1007 503 The service is busy',
      notForThisUser: '1043 403 This action is not available for this user.',
      pinGone: '1020 404 Code not found or expired',
      notForThisDevice: '1068 403 This action is not available for this device.',
    };
    const told = Object.entries(plexErrors).map(([name, error]) => {
      const { status, body } = presentError(error, 'json');
      const { errors } = JSON.parse(String(body)) as { errors: [{ code: number; message: string; status: number }] };
      const [{ code, message, status: inside }] = errors;
      assert.equal(inside, status);
      return [name, `${code} ${status} ${message}`];
    });
    assert.deepEqual(Object.fromEntries(told), words);
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
    assert.equal(locationOf({ ...breda, latitude: null }).coordinates, 'Unknown');
    assert.equal(locationOf({ ...breda, longitude: null }).coordinates, 'Unknown');
    assert.equal(locationOf({ ...breda, city: '' }).city, 'Unknown');
    assert.deepEqual(locationOf(breda), {
      code: 'NL',
      european_union_member: true,
      continent_code: 'EU',
      country: 'The Netherlands',
      city: 'Breda',
      time_zone: 'Europe/Amsterdam',
      postal_code: '4814',
      in_privacy_restricted_country: true,
      in_privacy_restricted_region: true,
      subdivisions: 'North Brabant',
      coordinates: '51.5869, 4.7471',
    });
  });

  it('is of no real place where nothing is known', () => {
    const { code, continent_code, time_zone, ...rest } = locationOf(null);
    assert.deepEqual([code, continent_code, time_zone], ['ZZ', 'ZZ', 'Etc/UTC']);
    assert.deepEqual(rest, {
      european_union_member: false,
      country: 'Unknown',
      city: 'Unknown',
      postal_code: 'Unknown',
      in_privacy_restricted_country: false,
      in_privacy_restricted_region: false,
      subdivisions: 'Unknown',
      coordinates: 'Unknown',
    });
  });
});

describe('a refusal', () => {
  const words: readonly [Refusal, status: number, code: number, outcome: string | undefined][] = [
    [{ kind: 'not-found' }, 404, 1020, undefined],
    [{ kind: 'wrong-client' }, 404, 1020, undefined],
    [{ kind: 'wrong-key' }, 404, 1020, undefined],
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
