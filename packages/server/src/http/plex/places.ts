// The address and the place of a client.
import { isIP } from 'node:net';
import { withoutBrackets } from '../../config/host-name.ts';
import { plainAddress } from '../../domain/address.ts';
import type { WireRequest } from '../../protocols/constants/messages.ts';
import { plexErrors } from '../../protocols/constants/plex.ts';
import { adaptLocationToLegacy } from '../../protocols/plex-legacy/legacy.ts';
import { presentGeoip } from '../../protocols/plex-v2/geoip.ts';
import { formatOf } from '../../protocols/plex-v2/parse.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';
import { legacyOf } from './legacy-of.ts';
import type { ApiHandler } from '../server/route.ts';
import { withToken } from './token-owner.ts';

const askedAddress = (request: WireRequest): string => withoutBrackets(request.query('ip_address')[0] ?? '');

/** The place of any address, for admins only, so that nobody can copy the whole database through it. */
const locateAny: ApiHandler = withToken(({ request, context }, { account }) => {
  const format = formatOf(request);
  if (!account.isAdmin) return presentError(plexErrors.notForThisUser, format);
  const asked = askedAddress(request);
  if (isIP(asked) === 0) return presentError({ ...plexErrors.malformed, message: 'That is no IP address' }, format);
  return presentGeoip(context.geoip.lookup(asked), format);
});

/** `GET /api/v2/geoip`: the client's own place needs no token. */
export const locate: ApiHandler = async (call) => {
  const { request, requestContext, context } = call;
  const asked = askedAddress(request);
  const own =
    asked === '' || (requestContext.address !== null && plainAddress(asked) === plainAddress(requestContext.address));
  const response = own
    ? presentGeoip(context.geoip.lookup(requestContext.address), formatOf(request))
    : await locateAny(call);
  const legacy = legacyOf(call);
  return legacy === null ? response : adaptLocationToLegacy(response, legacy);
};

/** `GET /:/ip`: the client's address as text. */
export const tellAddress: ApiHandler = ({ requestContext }) => ({
  status: requestContext.address === null ? 404 : 200,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: requestContext.address ?? 'Your address cannot be known here.\n',
});
