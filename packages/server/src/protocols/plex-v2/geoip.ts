// Pure: the location of an address.
import type { Place } from '../../domain/place.ts';
import type { WireResponse } from '../constants/messages.ts';
import type { PlexFormat } from '../constants/plex.ts';
import { locationOf } from './location.ts';
import { presentBody } from './present.ts';

/** `GET /api/v2/geoip`. */
export function presentGeoip(place: Place | null, format: PlexFormat): WireResponse {
  const location = locationOf(place);
  return presentBody(200, format, location, { name: 'location', attributes: { ...location } });
}
