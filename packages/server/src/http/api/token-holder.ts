import type { Account } from '../../service/ports/accounts.ts';
import type { Grant } from '../../service/ports/grants.ts';
import { parseToken } from '../../wire/plex-v2/parse.ts';
import type { ApiCall } from './route.ts';

/** Who a request with a token comes from. */
export interface TokenHolder {
  readonly account: Account;
  readonly grant: Grant;
  readonly token: string;
}

/** A use is noted at most so often, in milliseconds, so that reading stays reading. */
const noteEvery = 60_000;

/** The live device and its person behind the request's token; undefined when there is none. Notes the use. */
export async function findTokenHolder({ request, context }: ApiCall): Promise<TokenHolder | undefined> {
  const { store, ports } = context;
  const token = parseToken(request);
  if (token === null) return undefined;
  const grant = await store.grants.byTokenHash(ports.keys.hash(token));
  const account = grant && (await store.accounts.byId(grant.account));
  if (grant === undefined || account === undefined) return undefined;
  const now = ports.clock.now();
  if (now - (grant.lastSeenAt ?? 0) >= noteEvery) await store.grants.markSeen(grant.id, now);
  return { account, grant, token };
}
