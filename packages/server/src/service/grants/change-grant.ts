import type { Grant } from '../../domain/grant.ts';
import { StoreBusyError } from '../ports/busy.ts';
import type { Grants } from '../ports/grants.ts';

/** More callers than this racing for one grant is no accident. */
const tries = 16;

/**
 * Asks the core for the next grant and stores it if nobody was quicker; else reads again. A transition that leaves the
 * version alone stores nothing.
 *
 * @param grant as it was read, or its id
 * @returns the grant as it is stored then; undefined when it is not live
 * @throws {StoreBusyError} when too many race for it
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
