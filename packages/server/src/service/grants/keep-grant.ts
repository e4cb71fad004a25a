import type { Grant, Grants } from '../ports/grants.ts';

/**
 * Puts the device of an approved pin on record before the pin is replaced by the redeemed one and its token answered.
 * Whoever approved has mostly done so, and looking is quicker than writing.
 *
 * @returns false when it was revoked meanwhile, so that its token must not be answered
 */
export const keepGrant = async (grants: Pick<Grants, 'byId' | 'add'>, grant: Grant): Promise<boolean> =>
  (await grants.byId(grant.id)) !== undefined || grants.add(grant, { isFollowed: true });
