// What a device may do to another one of its account, or to itself.
import { mayManage, type Grant } from '../../domain/grant.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grants } from '../ports/grants.ts';
import { revokeDevice } from './device-grants.ts';
import { renameGrant } from './rename-grant.ts';

/** What managing devices needs from outside. */
export interface ManageGrantPorts {
  readonly grants: Pick<Grants, 'byId' | 'listFor' | 'replace' | 'revoke'>;
  readonly clock: Clock;
}

/**
 * Renames a device.
 *
 * @param by the device that asks: one that may approve others may rename any of its person's, others only themselves
 * @returns `gone` if the device was unlinked meanwhile
 */
export async function renameByDevice(
  { grants }: Pick<ManageGrantPorts, 'grants'>,
  by: Grant,
  named: Grant,
  name: string,
): Promise<Result<undefined, 'not-allowed' | 'gone'>> {
  if (!mayManage(by, named)) return refused('not-allowed');
  return (await renameGrant(grants, named.id, by.account, name)) ? accepted(undefined) : refused('gone');
}

/**
 * Unlinks a device; idempotent.
 *
 * @param by the device that asks: one that may approve others may end any of its person's, others only themselves
 */
export async function endByDevice(
  { grants, clock }: ManageGrantPorts,
  by: Grant,
  named: Grant,
): Promise<Result<undefined, 'not-allowed'>> {
  if (!mayManage(by, named)) return refused('not-allowed');
  await revokeDevice(grants, named.id, by.account, clock.now());
  return accepted(undefined);
}
