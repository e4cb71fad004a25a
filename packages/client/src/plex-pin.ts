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

/** Where a request came from, as the server believes. Every member may be unknown (wire C4). */
export interface PlexPlace {
  /** ISO 3166-1 alpha-2, such as `NL`. */
  readonly code: string | null;
  readonly continentCode: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly europeanUnionMember: boolean | null;
  /** IANA name, such as `Europe/Amsterdam`. */
  readonly timeZone: string | null;
  /** As the server wrote it; one that came as a number may have lost zeros at its front. */
  readonly postalCode: string | null;
  readonly inPrivacyRestrictedCountry: boolean | null;
  readonly inPrivacyRestrictedRegion: boolean | null;
  readonly subdivisions: string | null;
  /** Latitude, comma, space, longitude. */
  readonly coordinates: string | null;
}

/** A plex pin as one answer shows it. */
export interface PlexPin {
  /** Key for polling; always a positive whole number. */
  readonly id: number;
  /** What the person gives to the page; never empty. */
  readonly code: string;
  /** The asking app, `"0"` where the server knows of none; null in answers of 2019. */
  readonly product: string | null;
  /** Whether approver and asker were seen in one network. */
  readonly trusted: boolean | null;
  /** Address of a QR picture; null in answers of before 2023. */
  readonly qr: string | null;
  readonly clientIdentifier: string | null;
  readonly location: PlexPlace | null;
  /** Seconds left when the answer was made. */
  readonly expiresIn: number | null;
  readonly createdAt: Date | null;
  readonly expiresAt: Date | null;
  /** The token; null while nobody approved, however the server writes that (wire C3). */
  readonly authToken: string | null;
  /** Whether the account was made on the way. */
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
 * Reads the body of a create or a poll, of any generation of the API.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` when it holds no id or no code, so that nobody ever polls `/pins/undefined`
 */
export const readPlexPin = (body: unknown): PlexPin => {
  const pin = readMembers(readBody(body), pinReaders);
  if (pin.id && pin.id > 0 && pin.code) return pin as PlexPin;
  throw notThe('pin');
};
