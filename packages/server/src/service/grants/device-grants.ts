// What is done to a device is done to all the grants that its person sees as that device.
import type { Grant } from '../../domain/grant.ts';
import { deviceKeyOf } from '../../domain/linked-devices.ts';
import type { Grants } from '../ports/grants.ts';

/** The live grants that a person sees as one device with this one. */
export const grantsOfDevice = async (grants: Pick<Grants, 'listFor'>, grant: Grant): Promise<readonly Grant[]> =>
  grant.byRedirect === true
    ? (await grants.listFor(grant.account)).filter((other) => deviceKeyOf(other) === deviceKeyOf(grant))
    : [grant];

/**
 * Unlinks a device, and what it approved; its tokens stop working at once.
 *
 * @param id of one of its grants
 * @param account whose device it is
 * @param at milliseconds since the epoch
 * @returns false when the account has no such live grant
 */
export async function revokeDevice(
  grants: Pick<Grants, 'byId' | 'listFor' | 'revoke'>,
  id: string,
  account: string,
  at: number,
): Promise<boolean> {
  const named = await grants.byId(id);
  if (named?.account !== account) return false;
  let hasEnded = false;
  // One of them may end with another that approved it.
  for (const one of await grantsOfDevice(grants, named)) {
    if (await grants.revoke(one.id, account, at)) hasEnded = true;
  }
  return hasEnded;
}
