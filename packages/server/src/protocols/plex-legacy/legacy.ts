// Pure: adapts responses to the generated SDKs of 2024. plex.tv never responded like this, so these SDKs never worked
// with it (wire S20); what each of them rejects was measured by running it or read from its schemas.
import type { WireResponse } from '../constants/messages.ts';

/** The requirements of one family of old SDKs. */
export interface LegacyProfile {
  /** Requires 200 for a created pin. */
  readonly createdIs200: boolean;
  /** Requires a numeric `postal_code`; other values become 0. */
  readonly numericPostalCode: boolean;
  /** Members to omit if they are null. */
  readonly withoutNull: readonly string[];
  /** Members to omit always. */
  readonly without: readonly string[];
  /** Members to omit in the response to a poll. */
  readonly polledWithout: readonly string[];
  /** Members of a user's `profile` to omit unless they are text. */
  readonly withoutInProfile: readonly string[];
  /** Sends no `Accept` and expects JSON. */
  readonly alwaysJson: boolean;
}

/** No adaptations, for the current SDK. */
const nothingSpecial: LegacyProfile = {
  createdIs200: false,
  numericPostalCode: false,
  withoutNull: [],
  without: [],
  polledWithout: [],
  withoutInProfile: [],
  alwaysJson: false,
};

/** The first pins: `authToken` and `newRegistration` are text or absent. */
const textOrAbsent: LegacyProfile = {
  ...nothingSpecial,
  withoutNull: ['authToken'],
  without: ['newRegistration'],
};

/** Status 200 and a numeric postal code; nulls are accepted. */
const integerPostalCode: LegacyProfile = { ...nothingSpecial, createdIs200: true, numericPostalCode: true };

/** As above, plus an incompatible `profile`, and JSON expected without `Accept`. */
const integersAndProfile: LegacyProfile = {
  ...integerPostalCode,
  withoutInProfile: ['autoSelectSubtitle', 'defaultSubtitleAccessibility', 'defaultSubtitleForced', 'watchedIndicator'],
  alwaysJson: true,
};

/** A range of minor versions of 0.x, inclusive, and its profile. */
type Generation = readonly [first: number, last: number, profile: LegacyProfile];

/** Profiles by language of the generated SDK. */
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

/**
 * `speakeasy-sdk/LANGUAGE VERSION GENERATOR DOCUMENT PACKAGE`: the version is the SDK's own, and below 1.0 in all of
 * these.
 */
const agentOfSdk = /^speakeasy-sdk\/([a-z]{1,16}) 0\.(0|[1-9]\d{0,3})\.\d{1,6}(?=[-+ ]|$)/;

/** The profile for a `User-Agent`, or null; the first match in the header wins. */
export function legacyProfile(userAgent: string): LegacyProfile | null {
  const [, language = '', minor] = agentOfSdk.exec(userAgent) ?? [];
  const version = Number(minor);
  const generation = generations.get(language)?.find(([first, last]) => first <= version && version <= last);
  return generation?.[2] ?? null;
}

/** The members of a successful JSON response; errors and XML are not adapted. */
function membersOf({ status, headers, body }: WireResponse): Record<string, unknown> | undefined {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return status < 300 && isJson && typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : undefined;
}

/** Adapts a user response to an old SDK. */
export function adaptUserToLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const user = profile.withoutInProfile.length === 0 ? undefined : membersOf(response);
  if (user === undefined) return response;
  const kept = Object.entries(user['profile'] as object).filter(([name]) => !profile.withoutInProfile.includes(name));
  return { ...response, body: JSON.stringify({ ...user, profile: Object.fromEntries(kept) }) };
}

/** Converts the postal code to a number, or 0. */
function numberedPlace(place: Record<string, unknown>): Record<string, unknown> {
  const code = String(place['postal_code']);
  return { ...place, postal_code: /^\d{1,15}$/.test(code) ? Number(code) : 0 };
}

/** Adapts a location response to an old SDK. */
export function adaptLocationToLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const place = profile.numericPostalCode ? membersOf(response) : undefined;
  return place === undefined ? response : { ...response, body: JSON.stringify(numberedPlace(place)) };
}

/** Adapts a pin response to an old SDK. */
export function adaptPinToLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const pin = membersOf(response);
  if (pin === undefined) return response;
  const left = response.status === 201 ? profile.without : [...profile.without, ...profile.polledWithout];
  for (const name of left) delete pin[name];
  for (const name of profile.withoutNull) if (pin[name] === null) delete pin[name];
  if (profile.numericPostalCode) pin['location'] = numberedPlace(pin['location'] as Record<string, unknown>);
  const status = profile.createdIs200 ? 200 : response.status;
  return { ...response, status, body: JSON.stringify(pin) };
}
