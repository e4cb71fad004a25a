import type { Grant } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';

/**
 * Puts the device of an approved pin on record before the pin is replaced by the redeemed one and its token answered.
 * Usually it is there already; read first, because reads are cheaper.
 *
 * @returns the grant as it is stored; undefined when it was revoked meanwhile, so that its token must not be answered
 */
export const keepGrant = async (grants: Pick<Grants, 'byId' | 'add'>, grant: Grant): Promise<Grant | undefined> =>
  (await grants.byId(grant.id)) ?? ((await grants.add(grant)) ? grants.byId(grant.id) : undefined);
