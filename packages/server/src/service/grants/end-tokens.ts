import { endToken } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import { changeGrant } from './change-grant.ts';

/**
 * Ends the tokens that have a hash in the store, of the account's plex devices of one holder; the devices stay (wire
 * C11).
 */
export async function endTokens(
  grants: Pick<Grants, 'byId' | 'listFor' | 'replace'>,
  account: string,
  clientId: string,
): Promise<void> {
  const ofHolder = (await grants.listFor(account)).filter(
    (grant) => grant.protocol === 'plex' && grant.clientId === clientId,
  );
  await Promise.all(ofHolder.map((grant) => changeGrant(grants, grant, endToken)));
}
