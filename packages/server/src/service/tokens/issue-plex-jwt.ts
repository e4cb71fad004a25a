import { endTokens } from '../grants/end-tokens.ts';
import type { Account, Accounts } from '../ports/accounts.ts';
import type { DeviceJwt } from '../ports/device-jwts.ts';
import type { RegisteredKey } from '../ports/device-keys.ts';
import type { Grants } from '../ports/grants.ts';
import type { PlexJwts } from '../ports/plex-jwts.ts';

/** What issuing a Plex JWT needs from outside. */
export interface IssuePlexJwtPorts {
  readonly accounts: Pick<Accounts, 'byId'>;
  readonly grants: Pick<Grants, 'byId' | 'listFor' | 'replace'>;
  readonly plexJwts: Pick<PlexJwts, 'make'>;
}

/** The claims about an account in a Plex JWT: those that the device requested, and no more. */
export type PlexJwtUser = (account: Account, scopes: readonly string[]) => Readonly<Record<string, unknown>>;

/**
 * Makes the Plex JWT of a device, and ends the account's opaque tokens with the same client identifier (wire C11).
 *
 * @param jwt the device JWT
 * @returns undefined if the account was removed
 */
export async function issuePlexJwt(
  { accounts, grants, plexJwts }: IssuePlexJwtPorts,
  { grantId, account: id, clientId, kid }: Pick<RegisteredKey, 'grantId' | 'account' | 'clientId' | 'kid'>,
  { nonce, scopes }: DeviceJwt,
  userOf: PlexJwtUser,
): Promise<string | undefined> {
  const account = await accounts.byId(id);
  if (account === undefined) return undefined;
  await endTokens(grants, id, clientId);
  return plexJwts.make({ grantId, clientId, kid, nonce, user: userOf(account, scopes) });
}
