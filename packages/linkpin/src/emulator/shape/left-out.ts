// Pure: what a transcript says of members that were there and are not in it.

/** Places of members, such as `errors.message`, or `pin.location.code` in XML. */
export type LeftOut = ReadonlySet<string>;

/** The place of a member in another place; empty for the whole. */
export const placeOf = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);

/** Reads the lines of a transcript of what was left out of responses, by route: `GET /api/v2/pins/{id}`. */
export function leftOutOf(lines: readonly string[]): ReadonlyMap<string, LeftOut> {
  const places = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, route, place] = /^([A-Z]+ \S+) response\.body\.(\S+): \w+$/.exec(line) ?? [];
    if (route !== undefined && place !== undefined) places.set(route, (places.get(route) ?? new Set()).add(place));
  }
  return places;
}
