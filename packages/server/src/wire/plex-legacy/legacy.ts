// Pure: answers about pins as generated SDKs of 2024 read them. plex.tv itself never answered like this, so these SDKs
// never worked against it (wire S20); what each of them rejects was measured by running it.
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
      alwaysJson: false,
    },
  ],
  [
    /^speakeasy-sdk\/typescript 0\.18\./, // seed 003: a null token is rejected
    { createdIs200: false, numericPostalCode: false, withoutNull: ['authToken'], without: [], alwaysJson: false },
  ],
  [
    /^speakeasy-sdk\/(typescript 0\.2[0-3]\.|csharp 0\.4\.)/, // seeds 000 and 004: status 200 and an integer postal code
    { createdIs200: true, numericPostalCode: true, withoutNull: [], without: [], alwaysJson: true },
  ],
];

/** The profile of a `User-Agent`, or null for everybody else. */
export function legacyProfile(userAgent: string | undefined): LegacyProfile | null {
  return profiles.find(([agent]) => agent.test(userAgent ?? ''))?.[1] ?? null;
}

/** An answer about a pin, dressed for an old SDK; errors and XML stay as they are. */
export function dressForLegacy(response: WireResponse, profile: LegacyProfile): WireResponse {
  const { status, headers, body } = response;
  if (status >= 300 || typeof body !== 'string' || !headers['content-type']?.startsWith('application/json')) {
    return response;
  }
  const pin = JSON.parse(body) as Record<string, unknown> & { location?: Record<string, unknown> };
  for (const name of profile.without) delete pin[name];
  for (const name of profile.withoutNull) if (pin[name] === null) delete pin[name];
  if (profile.numericPostalCode && pin.location !== undefined) {
    const code = String(pin.location['postal_code']);
    pin.location['postal_code'] = /^\d{1,15}$/.test(code) ? Number(code) : 0;
  }
  return { status: profile.createdIs200 ? 200 : status, headers, body: JSON.stringify(pin) };
}
