import type { Settings } from '../../config/settings.ts';
import { see, type Grant } from '../../domain/grant.ts';
import { changeGrant } from '../../service/grants/change-grant.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { looksLikeJwt } from '../../tokens/plex-jwt.ts';
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexFormat } from '../../protocols/constants/plex.ts';
import { presentTokenProblemV1 } from '../../protocols/plex-v1/present.ts';
import { formatOf, parseToken } from '../../protocols/plex-v2/parse.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';
import type { ServiceContext } from '../server/context.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

/** Who a request with a token comes from. */
export interface TokenOwner {
  readonly account: Account;
  readonly grant: Grant;
  readonly token: string;
}

/** Answers a request of a known device. */
export type TokenOwnerHandler = (call: ApiCall, clientId: TokenOwner) => WireResponse | Promise<WireResponse>;

/** A use is noted at most so often, in milliseconds, so that reading stays reading. */
const noteEvery = 60_000;

const day = 24 * 60 * 60 * 1000;

const lastUseOf = ({ lastSeenAt, collectedAt, linkedAt }: Grant): number => lastSeenAt ?? collectedAt ?? linkedAt;

/** True when the device's token went unused for too long. */
export const isIdleExpired = (
  grant: Grant,
  now: number,
  { tokenLapseDays }: Pick<Settings, 'tokenLapseDays'>,
): boolean => now >= lastUseOf(grant) + tokenLapseDays * day;

/** The device of a Plex JWT, as long as it has the key that the JWT was given for. */
async function byJwt({ store, plex }: ServiceContext, jwt: string): Promise<Grant | undefined> {
  const jwts = await plex.jwts();
  const subject = await jwts.read(jwt);
  const key = subject && (await store.deviceKeys.ofGrant(subject.grantId, subject.clientId));
  if (key === undefined || key.kid !== subject?.kid) return undefined;
  const grant = await store.grants.byId(key.grantId);
  return grant?.clientId === key.clientId ? grant : undefined;
}

/**
 * The live device and its person behind the request's token; undefined when there is none or it went unused for too
 * long. Notes the use.
 */
async function findTokenOwner({ request, context }: ApiCall): Promise<TokenOwner | undefined> {
  const { store, ports, settings } = context;
  const token = parseToken(request);
  if (token === null) return undefined;
  const grant = looksLikeJwt(token)
    ? await byJwt(context, token)
    : await store.grants.byTokenHash(ports.keys.hash(token));
  const now = ports.clock.now();
  if (grant === undefined || isIdleExpired(grant, now, settings)) return undefined;
  const account = await store.accounts.byId(grant.account);
  if (account === undefined) return undefined;
  if (now - (grant.lastSeenAt ?? 0) >= noteEvery)
    await changeGrant(store.grants, grant, (current) => see(current, now));
  return { account, grant, token };
}

/** Lets in who has a live token; everybody else is 401/1001. */
export function withToken(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const clientId = await findTokenOwner(call);
    if (clientId === undefined) return presentError(plexErrors.unauthenticated, formatOf(call.request));
    return handler(call, clientId);
  };
}

/** The format of the old API: XML whatever `Accept` says, unless the path ends in `.json` (wire 1.1). */
export const formatOfV1 = ({ request }: ApiCall): PlexFormat => (request.suffix === 'json' ? 'json' : 'xml');

/** As {@link withToken}, in the old API's words. */
export function withTokenV1(handler: TokenOwnerHandler): ApiHandler {
  return async (call) => {
    const clientId = await findTokenOwner(call);
    if (clientId !== undefined) return handler(call, clientId);
    return presentTokenProblemV1(parseToken(call.request) === null ? 'missing' : 'invalid', formatOfV1(call));
  };
}
