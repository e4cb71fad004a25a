// Pure: where an address is.
import type { Place } from '../../pins/place.ts';
import type { WireResponse } from '../../vocabulary/messages.ts';
import type { PlexFormat } from '../../vocabulary/plex.ts';
import { locationOf } from './location.ts';
import { presentBody } from './present.ts';

/** `GET /api/v2/geoip`. */
export function presentGeoip(place: Place | null, format: PlexFormat): WireResponse {
  const location = locationOf(place);
  return presentBody(200, format, location, { name: 'location', attributes: { ...location } });
}
