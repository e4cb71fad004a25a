// Pure: no I/O, no clock, no randomness.
import {
  type Readers,
  asBoolean,
  asDate,
  asInteger,
  asMembers,
  asText,
  notThe,
  readBody,
  readMembers,
} from './lenient.ts';

/** The location of a request, as the server determined it. Every member may be unknown. */
export interface PlexPlace {
  /** ISO 3166-1 alpha-2, such as `NL`. */
  readonly code: string | null;
  readonly continentCode: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly europeanUnionMember: boolean | null;
  /** IANA name, such as `Europe/Amsterdam`. */
  readonly timeZone: string | null;
  /** As sent; one sent as a number may have lost leading zeros. */
  readonly postalCode: string | null;
  readonly inPrivacyRestrictedCountry: boolean | null;
  readonly inPrivacyRestrictedRegion: boolean | null;
  readonly subdivisions: string | null;
  /** Latitude, comma, space, longitude. */
  readonly coordinates: string | null;
}

/** A plex pin, as in a response. */
export interface PlexPin {
  /** Id for polling; always a positive integer. */
  readonly id: number;
  /** The code that the person enters; never empty. */
  readonly code: string;
  /** The requesting app, `"0"` if unknown to the server; null in responses of 2019. */
  readonly product: string | null;
  /** Whether approver and requester share a network. */
  readonly trusted: boolean | null;
  /** URL of a QR image; null in responses from before 2023. */
  readonly qr: string | null;
  readonly clientIdentifier: string | null;
  readonly location: PlexPlace | null;
  /** Seconds until expiry at the time of the response. */
  readonly expiresIn: number | null;
  readonly createdAt: Date | null;
  readonly expiresAt: Date | null;
  /** The token; null before approval, however the server writes that. */
  readonly authToken: string | null;
  /** Whether the account was created during the sign-in. */
  readonly newRegistration: boolean | null;
}

const placeReaders: Readers<PlexPlace> = {
  code: asText,
  continentCode: asText,
  country: asText,
  city: asText,
  europeanUnionMember: asBoolean,
  timeZone: asText,
  postalCode: asText,
  inPrivacyRestrictedCountry: asBoolean,
  inPrivacyRestrictedRegion: asBoolean,
  subdivisions: asText,
  coordinates: asText,
};

const pinReaders: Readers<{ [Name in keyof PlexPin]: PlexPin[Name] | null }> = {
  id: asInteger,
  code: asText,
  product: asText,
  trusted: asBoolean,
  qr: asText,
  clientIdentifier: asText,
  location: (value) => (value ? readMembers(asMembers(value), placeReaders) : null),
  expiresIn: asInteger,
  createdAt: asDate,
  expiresAt: asDate,
  authToken: asText,
  newRegistration: asBoolean,
};

/**
 * Reads a pin from the response to a creation or a poll, of any version of the API.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` without an id or a code, so that `/pins/undefined` is never polled
 */
export const readPlexPin = (body: unknown): PlexPin => {
  const pin = readMembers(readBody(body), pinReaders);
  if (pin.id && pin.id > 0 && pin.code) return pin as PlexPin;
  throw notThe('pin');
};
