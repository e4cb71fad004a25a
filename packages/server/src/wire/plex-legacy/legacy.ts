// Pure: answers as generated SDKs of 2024 read them. plex.tv itself never answered like this, so these SDKs never worked
// against it (wire S20); what each of them rejects was measured by running it.
import type { WireResponse } from '../../vocabulary/messages.ts';

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
  /** Members of a user's `profile` that it reads as text only, and is content without. */
  readonly withoutInProfile: readonly string[];
  /** It sends no `Accept` and reads JSON. */
  readonly alwaysJson: boolean;
}

const profiles: readonly (readonly [agent: RegExp, profile: LegacyProfile])[] = [
  [
    /^speakeasy-sdk\/typescript 0\.7\./, // seed 001: a null token and any newRegistration but text are rejected
    {
      createdIs200: true,
      numericPostalCode: true,
      withoutNull: ['authToken'],
      without: ['newRegistration'],
      withoutInProfile: [],
      alwaysJson: false,
    },
  ],
  [
    /^speakeasy-sdk\/typescript 0\.18\./, // seed 003: a null token is rejected
    {
      createdIs200: false,
      numericPostalCode: false,
      withoutNull: ['authToken'],
      without: [],
      withoutInProfile: [],
      alwaysJson: false,
    },
  ],
  [
    /^speakeasy-sdk\/(typescript 0\.2[0-3]\.|csharp 0\.4\.)/, // seeds 000 and 004: status 200 and an integer postal code
    {
      createdIs200: true,
      numericPostalCode: true,
      withoutNull: [],
      without: [],
      withoutInProfile: [
        'autoSelectSubtitle',
        'defaultSubtitleAccessibility',
        'defaultSubtitleForced',
        'watchedIndicator',
      ],
      alwaysJson: true,
    },
  ],
];

/** The profile of a `User-Agent`, or null for everybody else. */
export function legacyProfile(userAgent = ''): LegacyProfile | null {
  if (!userAgent.startsWith('speakeasy-sdk/')) return null;
  return profiles.find(([agent]) => agent.test(userAgent))?.[1] ?? null;
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

/** An answer about a pin, dressed for an old SDK. */
export function dressForLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const pin = membersOf(response);
  if (pin === undefined) return response;
  for (const name of profile.without) delete pin[name];
  for (const name of profile.withoutNull) if (pin[name] === null) delete pin[name];
  if (profile.numericPostalCode) pin['location'] = numberedPlace(pin['location'] as Record<string, unknown>);
  const status = profile.createdIs200 ? 200 : response.status;
  return { ...response, status, body: JSON.stringify(pin) };
}
