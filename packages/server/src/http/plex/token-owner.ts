import { findTokenOwner, type TokenOwner } from '../../service/tokens/find-token-owner.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexFormat } from '../../protocols/constants/plex.ts';
import { presentTokenProblemV1 } from '../../protocols/plex-v1/present.ts';
import { formatOf, parseToken } from '../../protocols/plex-v2/parse.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

/** Answers a request of a known device. */
export type TokenOwnerHandler = (call: ApiCall, owner: TokenOwner) => WireResponse | Promise<WireResponse>;

/** Who the request's token was given to, while it is good. */
async function ownerOf({ request, context }: ApiCall): Promise<TokenOwner | undefined> {
  const token = parseToken(request);
  return token === null ? undefined : findTokenOwner(context.ports, token);
}

/** Lets in who has a live token; everybody else is 401/1001. */
export function withToken(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const owner = await ownerOf(call);
    if (owner === undefined) return presentError(plexErrors.unauthenticated, formatOf(call.request));
    return handler(call, owner);
  };
}

/** The format of the old API: XML whatever `Accept` says, unless the path ends in `.json` (wire 1.1). */
export const formatOfV1 = ({ request }: ApiCall): PlexFormat => (request.suffix === 'json' ? 'json' : 'xml');

/** As {@link withToken}, in the old API's words. */
export function withTokenV1(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const owner = await ownerOf(call);
    if (owner !== undefined) return handler(call, owner);
    return presentTokenProblemV1(parseToken(call.request) === null ? 'missing' : 'invalid', formatOfV1(call));
  };
}
