// What each client rejects, fact by fact, as asked of what it saw.
import assert from 'node:assert/strict';
import type { Answer, Seen } from './replay.ts';

type Check = (seen: Seen) => void;

const pins = ({ created, pending, claimed }: Seen): readonly Answer[] => [created, pending, claimed];

const locationOf = ({ members }: Answer): Record<string, unknown> => {
  assert.ok(typeof members['location'] === 'object' && members['location'] !== null);
  return members['location'] as Record<string, unknown>;
};

/** A fact about one member of every answer about the pin. */
const every =
  (look: (answer: Answer) => void): Check =>
  (seen) =>
    pins(seen).forEach(look);

const member =
  (names: readonly string[], allowed: (value: unknown) => boolean): Check =>
  (seen) => {
    for (const answer of pins(seen)) {
      for (const name of names) {
        const value = answer.members[name];
        assert.ok(allowed(value), `${name}: ${JSON.stringify(value)}`);
      }
    }
  };

const postalCode = (type: string): Check =>
  every((answer) => {
    const value = locationOf(answer)['postal_code'];
    assert.ok(type === 'integer' ? Number.isInteger(value) : typeof value === type, `postal_code: ${String(value)}`);
  });

/** Complete, with strings that say something and booleans (wire S13). */
const wholeLocation: Check = every((answer) => {
  const location = locationOf(answer);
  assert.equal(Object.keys(location).length, 11);
  for (const [name, value] of Object.entries(location)) {
    const isFlag = name === 'european_union_member' || name.startsWith('in_privacy_restricted_');
    if (isFlag) assert.equal(typeof value, 'boolean', name);
    else assert.ok(value !== null && value !== '' && value !== undefined, name);
  }
});

/** What a client accepts besides leaves the service free. */
const free: Check = () => {};

const given = (value: unknown): boolean => typeof value === 'string' && value !== '';
const absent = (value: unknown): boolean => value === undefined;

const all = (seen: Seen): readonly Answer[] => [...pins(seen), ...(seen.user === null ? [] : [seen.user]), seen.gone];

const json: Check = (seen) => {
  for (const { headers } of all(seen)) {
    assert.match(String(headers['content-type']), /^application\/json(; charset=utf-8)?$/);
  }
};

const xml: Check = (seen) => {
  for (const { headers, body } of all(seen)) {
    assert.equal(headers['content-type'], 'application/xml; charset=utf-8');
    assert.match(body, /^<\?xml version="1\.0" encoding="UTF-8"\?>/);
  }
};

const noneIs498: Check = (seen) => {
  for (const { status } of all(seen)) assert.notEqual(status, 498);
};

/** By the fact's name and by what it says. */
const checks: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  create_status: {
    '200': ({ created }) => assert.equal(created.status, 200),
    '201': ({ created }) => assert.equal(created.status, 201),
  },
  postal_code: {
    'number or absent': postalCode('number'),
    number: postalCode('number'),
    integer: postalCode('integer'),
    string: postalCode('string'),
  },
  null_authToken: { rejected: member(['authToken'], (value) => value !== null), accepted: free },
  null_newRegistration: { rejected: member(['newRegistration'], (value) => value !== null), accepted: free },
  newRegistration_type: {
    'string or absent': member(['newRegistration'], (value) => typeof value === 'string' || absent(value)),
    'boolean, null or absent': member(
      ['newRegistration'],
      (value) => typeof value === 'boolean' || value === null || absent(value),
    ),
  },
  newRegistration: { any: free },
  location: {
    'may be absent or {}, nulls inside rejected': wholeLocation,
    'may be absent; null rejected; nulls inside rejected': wholeLocation,
    'required, no nulls; in_privacy_restricted_region may be absent': wholeLocation,
    'required, no nulls': wholeLocation,
    'required; string members not null; the three boolean members may be null or absent': wholeLocation,
  },
  product: { 'may be absent': free, 'required, not null': member(['product'], given) },
  product_qr: { 'may be absent': free, required: member(['product', 'qr'], given) },
  go_style_date: {
    rejected: member(['createdAt', 'expiresAt'], (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(value))),
  },
  millisecond_date: { accepted: free },
  poll_reads: {
    'status only': ({ pending, claimed }) => assert.deepEqual([pending.status, claimed.status], [200, 200]),
    'JSON 200': (seen) => {
      assert.deepEqual([seen.pending.status, seen.claimed.status], [200, 200]);
      json(seen);
    },
  },
  sends_accept: {
    false: ({ recorded }) => assert.ok(recorded.every(({ headers }) => headers['accept'] === undefined)),
  },
  content_type: {
    'application/json': json,
    'application/json with or without charset': json,
    'must be application/json (charset allowed)': json,
  },
  format: {
    'XML when no Accept JSON; JSON body -> ParseError': xml,
    XML: ({ user }) => assert.equal(user?.headers['content-type'], 'application/xml; charset=utf-8'),
  },
  token: {
    'authToken attribute, empty = pending': ({ created, pending, claimed }) => {
      assert.equal(created.members['authToken'], '');
      assert.equal(pending.members['authToken'], '');
      assert.match(String(claimed.members['authToken']), /^[0-9A-Za-z]{20}$/);
    },
  },
  any_non_2xx_poll: {
    'treated as expired (404, 429, 500, 498 alike)': ({ pending, claimed, gone }) =>
      assert.deepEqual([pending.status, claimed.status, gone.status], [200, 200, 404]),
  },
  needs: {
    'subscription element,profile element,scrobbleTypes attribute': ({ user }) => {
      for (const name of ['subscription', 'profile', 'scrobbleTypes']) assert.ok(user && name in user.members, name);
    },
  },
  '498': { 'raises TypeError (status unknown to requests)': noneIs498 },
};

/** Asserts one fact of a client. @throws for a fact that nobody here knows, so that none is passed over */
export function assertFact(name: string, says: unknown, seen: Seen): void {
  const check = checks[name]?.[String(says)];
  assert.ok(check, `nothing checks "${name}": ${String(says)}`);
  check(seen);
}
