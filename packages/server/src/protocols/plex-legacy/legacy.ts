// Pure: answers as generated SDKs of 2024 read them. plex.tv itself never answered like this, so these SDKs never worked
// against it (wire S20); what each of them rejects was measured by running it, or read from its schemas.
import type { WireResponse } from '../constants/messages.ts';

/** What one family of old SDKs needs. */
export interface LegacyProfile {
  /** It wants 200 for a created pin. */
  readonly createdIs200: boolean;
  /** It wants `postal_code` as a number; one that is no number becomes 0. */
  readonly numericPostalCode: boolean;
  /** Members that it rejects when they are null, and is content without. */
  readonly withoutNull: readonly string[];
  /** Members that it rejects in any form that a current answer has. */
  readonly without: readonly string[];
  /** Members that it rejects so in the answer to a poll alone. */
  readonly polledWithout: readonly string[];
  /** Members of a user's `profile` that it reads as text only, and is content without. */
  readonly withoutInProfile: readonly string[];
  /** It sends no `Accept` and reads JSON. */
  readonly alwaysJson: boolean;
}

/** What the current SDK needs, which is nothing. */
const nothingSpecial: LegacyProfile = {
  createdIs200: false,
  numericPostalCode: false,
  withoutNull: [],
  without: [],
  polledWithout: [],
  withoutInProfile: [],
  alwaysJson: false,
};

/** The first pins: a token is a text or absent, and so is `newRegistration`. */
const textOrAbsent: LegacyProfile = {
  ...nothingSpecial,
  withoutNull: ['authToken'],
  without: ['newRegistration'],
};

/** Status 200 and an integer postal code; nulls are fine. */
const integerPostalCode: LegacyProfile = { ...nothingSpecial, createdIs200: true, numericPostalCode: true };

/** As well a `profile` that it cannot read whole, and an SDK that asks for JSON without saying so. */
const integersAndProfile: LegacyProfile = {
  ...integerPostalCode,
  withoutInProfile: ['autoSelectSubtitle', 'defaultSubtitleAccessibility', 'defaultSubtitleForced', 'watchedIndicator'],
  alwaysJson: true,
};

/** The minor versions below 1.0 that one profile is for, the last included. */
type Generation = readonly [first: number, last: number, profile: LegacyProfile];

/** By the language that the SDK is generated in. */
const generations = new Map<string, readonly Generation[]>([
  [
    'typescript',
    [
      [7, 16, { ...textOrAbsent, createdIs200: true, numericPostalCode: true }], // seed 001 is 0.7.0
      [17, 17, textOrAbsent],
      [18, 18, { ...nothingSpecial, withoutNull: ['authToken'], polledWithout: ['newRegistration'] }], // seed 003
      [19, 19, integerPostalCode],
      [20, 23, integersAndProfile], // seed 000
    ],
  ],
  ['csharp', [[4, 4, integersAndProfile]]], // seed 004
]);

/** `speakeasy-sdk/LANGUAGE VERSION GENERATOR DOCUMENT PACKAGE`: the version is the SDK's own, and below 1.0 in all of these. */
const agentOfSdk = /^speakeasy-sdk\/([a-z]{1,16}) 0\.(0|[1-9]\d{0,3})\.\d{1,6}(?=[-+ ]|$)/;

/** The profile of a `User-Agent`, or null for everybody else; of two in one header the first counts. */
export function legacyProfile(userAgent: string): LegacyProfile | null {
  if (!userAgent.startsWith('speakeasy-sdk/')) return null;
  const [, language = '', minor] = agentOfSdk.exec(userAgent) ?? [];
  const version = Number(minor);
  const generation = generations.get(language)?.find(([first, last]) => first <= version && version <= last);
  return generation?.[2] ?? null;
}

/** The members of a successful JSON answer; errors and XML stay as they are. */
function membersOf({ status, headers, body }: WireResponse): Record<string, unknown> | undefined {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return status < 300 && isJson && typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : undefined;
}

/** An answer about a person, dressed for an old SDK. */
export function dressUserForLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const user = profile.withoutInProfile.length === 0 ? undefined : membersOf(response);
  if (user === undefined) return response;
  const kept = Object.entries(user['profile'] as object).filter(([name]) => !profile.withoutInProfile.includes(name));
  return { ...response, body: JSON.stringify({ ...user, profile: Object.fromEntries(kept) }) };
}

/** A postal code as a number; one that is no number becomes 0. */
function numberedPlace(place: Record<string, unknown>): Record<string, unknown> {
  const code = String(place['postal_code']);
  return { ...place, postal_code: /^\d{1,15}$/.test(code) ? Number(code) : 0 };
}

/** An answer about a place, dressed for an old SDK. */
export function dressPlaceForLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const place = profile.numericPostalCode ? membersOf(response) : undefined;
  return place === undefined ? response : { ...response, body: JSON.stringify(numberedPlace(place)) };
}

/** An answer about a pin, 201 when it was made just now, dressed for an old SDK. */
export function dressForLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const pin = membersOf(response);
  if (pin === undefined) return response;
  const left = response.status === 201 ? profile.without : [...profile.without, ...profile.polledWithout];
  for (const name of left) delete pin[name];
  for (const name of profile.withoutNull) if (pin[name] === null) delete pin[name];
  if (profile.numericPostalCode) pin['location'] = numberedPlace(pin['location'] as Record<string, unknown>);
  const status = profile.createdIs200 ? 200 : response.status;
  return { ...response, status, body: JSON.stringify(pin) };
}
