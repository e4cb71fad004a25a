// Pure: no I/O, no clock, no randomness.
import { readPlexPin, type PlexPlace } from '../plex-pin.ts';
import type { PlexSender } from '../plex-request.ts';
import type { AuthPinContainer, GeoData } from './shapes.ts';

/** What plex.tv writes where it does not know. */
const unknown = 'Unknown';

const optional = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

const placeOf = (place: PlexPlace | null): GeoData => ({
  code: place?.code ?? unknown,
  continentCode: place?.continentCode ?? unknown,
  country: place?.country ?? unknown,
  city: place?.city ?? unknown,
  europeanUnionMember: optional(place?.europeanUnionMember),
  timeZone: place?.timeZone ?? unknown,
  postalCode: place?.postalCode ?? unknown,
  inPrivacyRestrictedCountry: optional(place?.inPrivacyRestrictedCountry),
  inPrivacyRestrictedRegion: optional(place?.inPrivacyRestrictedRegion),
  subdivisions: place?.subdivisions ?? unknown,
  coordinates: place?.coordinates ?? unknown,
});

/**
 * The pin of an answer of any version of the API, with every member that plexjs promises.
 *
 * @param now milliseconds since the epoch, for an answer that names no times
 * @throws LinkpinClientError `unreadable` without an id or a code
 */
export function containerOf(body: string, sender: PlexSender, now: number): AuthPinContainer {
  const pin = readPlexPin(body);
  return {
    id: pin.id,
    code: pin.code,
    product: pin.product ?? sender.product,
    trusted: optional(pin.trusted),
    qr: pin.qr ?? '',
    clientIdentifier: pin.clientIdentifier ?? sender.clientIdentifier,
    location: placeOf(pin.location),
    expiresIn: optional(pin.expiresIn),
    createdAt: pin.createdAt ?? new Date(now),
    expiresAt: pin.expiresAt ?? new Date(now + (pin.expiresIn ?? 900) * 1000),
    authToken: pin.authToken,
    newRegistration: pin.newRegistration,
  };
}
