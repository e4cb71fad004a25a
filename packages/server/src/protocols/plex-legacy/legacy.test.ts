import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { WireResponse } from '../constants/messages.ts';
import {
  adaptLocationToLegacy,
  adaptPinToLegacy,
  adaptUserToLegacy,
  legacyProfile,
  type LegacyProfile,
} from './legacy.ts';

const agentOf = (version: string, language = 'typescript'): string =>
  `speakeasy-sdk/${language} ${version} 2.349.6 0.0.3 @lukehagar/plexjs`;

const json = { 'content-type': 'application/json; charset=utf-8' };
const place = { city: 'Austin', postal_code: '78732' };

/** The response for an SDK of this version: status, postal code, and the two members that are null until approval. */
function told(
  version: string,
  status: 200 | 201,
  authToken: string | null,
  newRegistration: boolean | null,
): unknown[] {
  const body = JSON.stringify({ id: 1, location: place, authToken, newRegistration });
  const response: WireResponse = { status, headers: json, body };
  const profile = legacyProfile(agentOf(version));
  const dressed = profile === null ? response : adaptPinToLegacy(response, profile);
  const pin = JSON.parse(String(dressed.body)) as Record<string, unknown>;
  return [dressed.status, (pin['location'] as typeof place).postal_code, pin['authToken'], pin['newRegistration']];
}

function profileOf(version: string, language = 'typescript'): LegacyProfile {
  const profile = legacyProfile(agentOf(version, language));
  assert.ok(profile !== null);
  return profile;
}

describe('a generation of plexjs', () => {
  const rows = [
    {
      versions: ['0.7.0', '0.8.0', '0.9.3', '0.10.0', '0.16.99'],
      created: 200,
      code: 78732,
      waits: [undefined, undefined],
    },
    { versions: ['0.17.0', '0.17.12'], created: 201, code: '78732', waits: [undefined, undefined] },
    { versions: ['0.18.0', '0.18.2'], created: 201, code: '78732', waits: [undefined, null] },
    { versions: ['0.19.0', '0.20.1', '0.23.5'], created: 200, code: 78732, waits: [null, null] },
    { versions: ['0.6.9', '0.24.0', '0.32.1', '0.39.0', '1.7.0'], created: 201, code: '78732', waits: [null, null] },
  ] as const;
  for (const { versions, created, code, waits } of rows) {
    for (const version of versions) {
      it(`${version} hears ${created} for a new pin, and what it can read of one that waits and one that is claimed`, () => {
        const [token, registration] = waits;
        assert.deepEqual(told(version, 201, null, null), [created, code, token, registration]);
        const polled = version.startsWith('0.18.') ? undefined : registration;
        assert.deepEqual(told(version, 200, null, null), [200, code, token, polled]);
        const claimed = version.startsWith('0.18.') || registration === undefined ? undefined : true;
        assert.deepEqual(told(version, 200, 'a token', true), [200, code, 'a token', claimed]);
      });
    }
  }

  it('of another program, or of no version that there is, is nobody special', () => {
    const agents = [
      '',
      'plexjs/0.18.0',
      'Speakeasy-SDK/typescript 0.18.0 2.349.6',
      'Mozilla/5.0 speakeasy-sdk/typescript 0.18.0 2.349.6',
      'speakeasy-sdk/typescript',
      'speakeasy-sdk/typescript  0.18.0',
      agentOf('0.18'),
      agentOf('0.18.x'),
      agentOf('0.18.0.1'),
      agentOf('0.018.0'),
      agentOf('00.18.0'),
      agentOf('-0.18.0'),
      agentOf('0.1e1.0'),
      agentOf('0.0x12.0'),
      agentOf('0.18.0abc'),
      agentOf('18.0.0'),
      agentOf(`0.${'9'.repeat(400)}.0`),
      agentOf(`0.18.${'9'.repeat(400)}`),
      agentOf('0.18.0', 'constructor'),
      agentOf('0.18.0', '__proto__'),
      agentOf('0.18.0', 'go'),
      agentOf('0.18.0', 'csharp'),
    ];
    for (const agent of agents) assert.equal(legacyProfile(agent), null, agent);
  });

  it('is known by the first of two names in one header, and by a version with a suffix', () => {
    const profile = legacyProfile(agentOf('0.18.0'));
    assert.ok(profile !== null);
    assert.equal(legacyProfile(`${agentOf('0.18.0')}, ${agentOf('0.7.0')}`), profile);
    assert.equal(legacyProfile('speakeasy-sdk/typescript 0.18.0'), profile);
    assert.equal(legacyProfile(agentOf('0.18.0-beta.1')), profile);
    assert.equal(legacyProfile(`${agentOf('0.39.0')}, ${agentOf('0.18.0')}`), null);
  });

  it('is for C# only the one that we know', () => {
    const profile = profileOf('0.4.2', 'csharp');
    assert.equal(profile, profileOf('0.20.0'));
    for (const version of ['0.3.0', '0.5.0']) assert.equal(legacyProfile(agentOf(version, 'csharp')), null);
  });

  it('is read from any text without an exception', () => {
    const pieces = fc.constantFrom('speakeasy-sdk/', 'typescript', 'csharp', ' ', '0.', '18', '.0', '-', 'toString');
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
        legacyProfile(parts.join(''));
      }),
    );
  });

  it('hears refusals and XML as everybody does', () => {
    const profile = legacyProfile(agentOf('0.7.0'));
    assert.ok(profile !== null);
    const refusal: WireResponse = { status: 404, headers: json, body: '{"errors":[]}' };
    const xml: WireResponse = { status: 201, headers: { 'content-type': 'application/xml' }, body: '<pin/>' };
    for (const response of [refusal, xml]) assert.equal(adaptPinToLegacy(response, profile), response);
  });
});

describe('a place for an old SDK', () => {
  const answer = (postalCode: unknown): WireResponse => ({
    status: 200,
    headers: json,
    body: JSON.stringify({ city: 'Austin', postal_code: postalCode }),
  });

  it('has its postal code as a number, and 0 where that is none', () => {
    const profile = profileOf('0.19.0');
    for (const [code, number] of [
      ['78732', 78_732],
      ['0', 0],
      ['9'.repeat(15), 999_999_999_999_999],
      ['9'.repeat(16), 0],
      ['SW1A 1AA', 0],
      ['1.5', 0],
      ['Unknown', 0],
    ] as const) {
      assert.deepEqual(adaptLocationToLegacy(answer(code), profile), answer(number), code);
    }
  });

  it('is left as it is for one that reads it', () => {
    const response = answer('78732');
    assert.equal(adaptLocationToLegacy(response, profileOf('0.17.0')), response);
    const refusal = { ...response, status: 400 };
    assert.equal(adaptLocationToLegacy(refusal, profileOf('0.19.0')), refusal);
  });
});

describe('a person for an old SDK', () => {
  const answer = (profile: object, status = 200): WireResponse => ({
    status,
    headers: json,
    body: JSON.stringify({ id: 7, profile, services: [] }),
  });
  const own = {
    autoSelectSubtitle: 0,
    defaultSubtitleAccessibility: 0,
    defaultSubtitleForced: 0,
    watchedIndicator: 0,
  };

  it('has no members of the profile that it cannot read', () => {
    const whole = answer({ autoSelectAudio: true, ...own });
    assert.deepEqual(adaptUserToLegacy(whole, profileOf('0.20.0')), answer({ autoSelectAudio: true }));
  });

  it('is left as it is for one that reads it, and when it is a refusal', () => {
    const whole = answer(own);
    assert.equal(adaptUserToLegacy(whole, profileOf('0.19.0')), whole);
    const refusal = answer(own, 300);
    assert.equal(adaptUserToLegacy(refusal, profileOf('0.20.0')), refusal);
  });
});

describe('an old SDK', () => {
  it('is given JSON without asking for it where it expects that', () => {
    const expecting = ['0.7.0', '0.17.0', '0.18.0', '0.19.0', '0.20.0', '0.23.0'].map(
      (version) => profileOf(version).alwaysJson,
    );
    assert.deepEqual(expecting, [false, false, false, false, true, true]);
  });

  it('is given a body that is no text, or of no type, as it is', () => {
    const profile = profileOf('0.7.0');
    const bytes: WireResponse = { status: 200, headers: json, body: new Uint8Array(2) };
    const untyped: WireResponse = { status: 200, headers: {}, body: '{}' };
    const refusal: WireResponse = { status: 300, headers: json, body: '{}' };
    for (const response of [bytes, untyped, refusal]) assert.equal(adaptPinToLegacy(response, profile), response);
  });
});
