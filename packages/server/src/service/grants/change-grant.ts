import type { Grant } from '../../domain/grant.ts';
import { StoreBusyError } from '../ports/busy.ts';
import type { Grants } from '../ports/grants.ts';

/** More concurrent changes of one grant than happen by chance. */
const tries = 16;

/**
 * Applies a transition to a grant and stores the result if the version is unchanged; otherwise reads again. Stores
 * nothing if the transition keeps the version.
 *
 * @param grant the grant as just read, or its id
 * @returns the grant as stored afterwards; undefined if it is not live
 * @throws {StoreBusyError} after too many lost races
 */
export async function changeGrant(
  grants: Pick<Grants, 'byId' | 'replace'>,
  grant: Grant | string,
  transition: (grant: Grant) => Grant,
): Promise<Grant | undefined> {
  const id = typeof grant === 'string' ? grant : grant.id;
  let current = typeof grant === 'string' ? await grants.byId(id) : grant;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (current === undefined) return undefined;
    const next = transition(current);
    if (next.version === current.version || (await grants.replace(next, current.version))) return next;
    current = await grants.byId(id);
  }
  throw new StoreBusyError('Too many changes of one grant at once.');
}
