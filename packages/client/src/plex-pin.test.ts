import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { readPlexPin } from './plex-pin.ts';

const folder = new URL('../../../test/fixtures/plex/pins-v2/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const unreadable = (error: unknown): boolean => isLinkpinClientError(error, 'unreadable');

const expectations: Record<string, { id: number; code: string; expiresIn: number; token: string | null }> = {
  'create-strong-2019.json': { id: 123456789, code: 'authentication-code', expiresIn: 1799, token: null },
  'create-strong-2026.json': { id: 538114995, code: 'm6mijjn177ut0qaz02b9iedof', expiresIn: 1800, token: null },
  'create-weak-noproduct-2022.json': { id: 111222333, code: 'CODE', expiresIn: 900, token: null },
  'legacy-profile-a-plexjs-0.7.0.json': { id: 111222333, code: 'CODE', expiresIn: 900, token: null },
  'linked-2022.json': { id: 111222333, code: 'CODE', expiresIn: 900, token: 'auth_token' },
  'poll-claimed-2026.json': {
    id: 538114995,
    code: 'm6mijjn177ut0qaz02b9iedof',
    expiresIn: 10,
    token: 'exampleTOKEN-abcdefg',
  },
  'poll-unclaimed-2026.json': { id: 538114995, code: 'm6mijjn177ut0qaz02b9iedof', expiresIn: 1799, token: null },
  'spec-example-austin-2023.json': { id: 1272322473, code: '3patfx1a78ukcbr7x0n9bl26t', expiresIn: 1800, token: null },
  'spec-example-nl.json': { id: 373040866, code: '7RQZ', expiresIn: 876, token: null },
  'spec-example-vi-int-postal.json': { id: 308667304, code: '7RQZ', expiresIn: 876, token: null },
};

test('M7: every pin that any generation of the API was seen to answer is read', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.deepEqual(names.toSorted(), Object.keys(expectations).toSorted());
  for (const name of names) {
    const pin = readPlexPin(fixture(name));
    const { id, code, expiresIn, authToken: token } = pin;
    assert.deepEqual({ id, code, expiresIn, token }, expectations[name], name);
    assert.ok(pin.createdAt instanceof Date && pin.expiresAt instanceof Date, name);
    assert.deepEqual(readPlexPin(JSON.parse(fixture(name))), pin, `${name}, parsed before`);
  }
});

test('C3: a token that is null, empty or missing means that nobody approved', () => {
  for (const members of ['"authToken":null', '"authToken":""', '"x":1']) {
    assert.equal(readPlexPin(`{"id":1,"code":"A",${members}}`).authToken, null, members);
  }
});

test('C4: a place may have any member null or missing, a postal code that is a number, and "Unknown" for a boolean', () => {
  const read = (location: unknown): unknown => readPlexPin({ id: 1, code: 'A', location }).location;
  const nothing = {
    code: null,
    continentCode: null,
    country: null,
    city: null,
    europeanUnionMember: null,
    timeZone: null,
    postalCode: null,
    inPrivacyRestrictedCountry: null,
    inPrivacyRestrictedRegion: null,
    subdivisions: null,
    coordinates: null,
  };
  assert.equal(read(undefined), null);
  assert.equal(read(null), null);
  assert.deepEqual(read({}), nothing);
  assert.deepEqual(read({ postal_code: 802, european_union_member: 'Unknown', city: null }), {
    ...nothing,
    postalCode: '802',
  });
  assert.deepEqual(
    read({ code: 'NL', european_union_member: true, time_zone: 'Europe/Amsterdam', continent_code: 'EU' }),
    { ...nothing, code: 'NL', europeanUnionMember: true, timeZone: 'Europe/Amsterdam', continentCode: 'EU' },
  );
});

test('C5: dates are read in every form seen, and one that is none is null', () => {
  const read = (createdAt: unknown): string | undefined =>
    readPlexPin({ id: 1, code: 'A', createdAt }).createdAt?.toISOString();
  assert.equal(read('2024-06-20T06:55:56Z'), '2024-06-20T06:55:56.000Z');
  assert.equal(read('2019-03-28T00:56:17.247Z'), '2019-03-28T00:56:17.247Z');
  assert.equal(read('2024-06-20T08:55:56+02:00'), '2024-06-20T06:55:56.000Z');
  assert.equal(read('2024-06-20 06:55:56 UTC'), '2024-06-20T06:55:56.000Z');
  assert.equal(read('2023-04-12 17:00:03 +0000 UTC'), '2023-04-12T17:00:03.000Z');
  for (const nonsense of ['', 'soon', '5', 5, null, {}, '2024-13-45T99:99:99Z'])
    assert.equal(read(nonsense), undefined);
});

test('a body that is no pin is an error of its own, so that nobody polls /pins/undefined', () => {
  for (const body of [
    '',
    'not json',
    '<html>Sign in to our wireless network</html>',
    'null',
    '[]',
    '{}',
    '{"id":1}',
    '{"code":"A"}',
    '{"id":null,"code":"A"}',
    '{"id":"x","code":"A"}',
    '{"id":0,"code":"A"}',
    '{"id":1.5,"code":"A"}',
    '{"id":1,"code":""}',
    '{"id":1,"code":null}',
    '{"errors":[{"code":1000}]}',
  ]) {
    assert.throws(() => readPlexPin(body), unreadable, body);
  }
  for (const body of [undefined, null, 5, [], {}]) assert.throws(() => readPlexPin(body), unreadable);
});
