import type { Grant } from '../../domain/grant.ts';
import { addGrant, type AddGrantPorts } from './add-grant.ts';

/**
 * Puts the device of an approved pin on record before the pin is replaced by the redeemed one and its token answered.
 * Usually it is there already; read first, because reads are cheaper.
 *
 * @returns the grant as it is stored; undefined when it has ended meanwhile, so that its token must not be answered
 */
export const keepGrant = async (ports: AddGrantPorts, grant: Grant): Promise<Grant | undefined> =>
  (await ports.grants.byId(grant.id)) ?? ((await addGrant(ports, grant)) ? ports.grants.byId(grant.id) : undefined);
