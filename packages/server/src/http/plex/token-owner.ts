import { findTokenOwner, type TokenOwner } from '../../service/tokens/find-token-owner.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexFormat } from '../../protocols/constants/plex.ts';
import { presentTokenProblemV1 } from '../../protocols/plex-v1/present.ts';
import { formatOf, parseToken } from '../../protocols/plex-v2/parse.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

/** Answers a request of a known device. */
export type TokenOwnerHandler = (call: ApiCall, owner: TokenOwner) => WireResponse | Promise<WireResponse>;

/** The owner of the request's token, if the token is good. */
async function ownerOf({ request, context }: ApiCall): Promise<TokenOwner | undefined> {
  const token = parseToken(request);
  return token === null ? undefined : findTokenOwner(context.ports, token);
}

/** Requires a live token; without one the response is 401/1001. */
export function withToken(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const owner = await ownerOf(call);
    if (owner === undefined) return presentError(plexErrors.unauthenticated, formatOf(call.request));
    return handler(call, owner);
  };
}

/** The format of the old API: XML whatever `Accept` says, unless the path ends in `.json` (wire 1.1). */
export const formatOfV1 = ({ request }: ApiCall): PlexFormat => (request.suffix === 'json' ? 'json' : 'xml');

/** As {@link withToken}, with the old API's errors. */
export function withTokenV1(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const owner = await ownerOf(call);
    if (owner !== undefined) return handler(call, owner);
    return presentTokenProblemV1(parseToken(call.request) === null ? 'missing' : 'invalid', formatOfV1(call));
  };
}
