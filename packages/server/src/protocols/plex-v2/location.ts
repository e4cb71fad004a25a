// Pure: converts a place to plex's eleven members. Strict clients reject null or missing ones (wire S13).
import type { Place } from '../../domain/place.ts';
import type { PlexLocation } from '../constants/plex.ts';

const unknown = 'Unknown';

/**
 * The location if nothing is known: valid, never empty, and of no real place. `ZZ` is ISO 3166's code for an unknown
 * territory.
 */
const unknownLocation: PlexLocation = {
  code: 'ZZ',
  european_union_member: false,
  continent_code: 'ZZ',
  country: unknown,
  city: unknown,
  time_zone: 'Etc/UTC',
  postal_code: unknown,
  in_privacy_restricted_country: false,
  in_privacy_restricted_region: false,
  subdivisions: unknown,
  coordinates: unknown,
};

const orUnknown = (text: string | null): string => (text === null || text === '' ? unknown : text);

/** The members of a place, or of {@link unknownLocation}. */
export function locationOf(place: Place | null): PlexLocation {
  if (place === null) return unknownLocation;
  const { latitude, longitude } = place;
  return {
    code: place.countryCode,
    // Membership of the European Union determines the privacy members, which plex.tv uses for the GDPR.
    european_union_member: place.inEuropeanUnion,
    continent_code: place.continentCode,
    country: place.country,
    city: orUnknown(place.city),
    time_zone: place.timeZone ?? unknownLocation.time_zone,
    postal_code: orUnknown(place.postalCode),
    in_privacy_restricted_country: place.inEuropeanUnion,
    in_privacy_restricted_region: place.inEuropeanUnion,
    subdivisions: orUnknown(place.subdivisions.join(', ')),
    coordinates: latitude === null || longitude === null ? unknown : `${latitude}, ${longitude}`,
  };
}

/** Reduces a place to its country. */
export function countryOnly(place: Place | null): Place | null {
  return (
    place && {
      ...place,
      city: null,
      timeZone: null,
      postalCode: null,
      subdivisions: [],
      latitude: null,
      longitude: null,
    }
  );
}
