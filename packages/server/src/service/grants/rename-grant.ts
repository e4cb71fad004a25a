import { rename } from '../../domain/grant.ts';
import type { Grants } from '../ports/grants.ts';
import { changeGrant } from './change-grant.ts';

/** A person gives a device another name. False when the account has no such live grant. */
export async function renameGrant(
  grants: Pick<Grants, 'byId' | 'replace'>,
  id: string,
  account: string,
  name: string,
): Promise<boolean> {
  const grant = await grants.byId(id);
  if (grant?.account !== account) return false;
  return (await changeGrant(grants, grant, (current) => rename(current, name))) !== undefined;
}
