import { nameOf } from '../../domain/device-info.ts';
import { rename } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import { changeGrant } from './change-grant.ts';
import { grantsOfDevice } from './device-grants.ts';

/**
 * Renames a device: each of its grants.
 *
 * @param account whose device it is
 * @param name null for its original name
 * @returns false when the account has no such live grant
 */
export async function renameGrant(
  grants: Pick<Grants, 'byId' | 'listFor' | 'replace'>,
  id: string,
  account: string,
  name: string | null,
): Promise<boolean> {
  const named = await grants.byId(id);
  if (named?.account !== account) return false;
  let isRenamed = false;
  for (const grant of await grantsOfDevice(grants, named)) {
    const changed = await changeGrant(grants, grant, (current) => rename(current, name ?? nameOf(current.deviceInfo)));
    if (changed !== undefined) isRenamed = true;
  }
  return isRenamed;
}
