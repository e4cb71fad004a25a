import { endToken } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import { changeGrant } from './change-grant.ts';

/**
 * Ends the opaque plex tokens of an account's devices with one client identifier; the devices stay linked (wire C11).
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
