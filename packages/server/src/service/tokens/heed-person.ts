import type { Grant } from '../../domain/grant.ts';
import { StoreBusyError } from '../ports/busy.ts';
import type { PersonCheck } from '../ports/person-check.ts';

/**
 * Whether a device may go on, as far as its person goes.
 *
 * @throws {StoreBusyError} if nobody can tell for now: the device is asked to come again
 */
export async function isPersonThere(personCheck: PersonCheck, grant: Grant): Promise<boolean> {
  const answer = await personCheck.check(grant);
  if (answer === 'unknown') throw new StoreBusyError('The provider does not say whether this person is still there.');
  return answer === 'fine';
}
