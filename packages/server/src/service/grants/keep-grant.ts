import type { Grant } from '../../domain/grant.ts';
import { addGrant, type AddGrantPorts } from './add-grant.ts';

/**
 * Stores the grant of an approved pin before the pin is redeemed and its token returned. Usually already written; read
 * first, because reads are cheaper.
 *
 * @returns the grant as stored; undefined if it was revoked meanwhile, so that its token must not be returned
 */
export const keepGrant = async (ports: AddGrantPorts, grant: Grant): Promise<Grant | undefined> =>
  (await ports.grants.byId(grant.id)) ?? ((await addGrant(ports, grant)) ? ports.grants.byId(grant.id) : undefined);
