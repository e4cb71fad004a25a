import { nameOf } from '../../domain/device-info.ts';
import { rename } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import { changeGrant } from './change-grant.ts';

/**
 * Renames a device.
 *
 * @param account whose device it is
 * @param name null for its original name
 * @returns false when the account has no such live grant
 */
export async function renameGrant(
  grants: Pick<Grants, 'byId' | 'replace'>,
  id: string,
  account: string,
  name: string | null,
): Promise<boolean> {
  const grant = await grants.byId(id);
  if (grant?.account !== account) return false;
  return (
    (await changeGrant(grants, grant, (current) => rename(current, name ?? nameOf(current.deviceInfo)))) !== undefined
  );
}
