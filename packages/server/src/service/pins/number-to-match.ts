import type { Pin } from '../../domain/pin.ts';
import type { Keys } from '../ports/keys.ts';

/**
 * The two digits (10 to 99) that the device shows and the person types. They are derived from the pin, the session that
 * looked last and the moment it did, and kept nowhere.
 *
 * @returns null where no number has to match, and until somebody looks at the pin in a browser
 */
export function numberToMatch(keys: Pick<Keys, 'deriveNumber'>, { id, matchesNumber, state }: Pin): number | null {
  const opened = state.at === 'pending' ? state.opened : null;
  if (matchesNumber !== true || opened === null || opened.session === null) return null;
  return 10 + keys.deriveNumber('number to match', JSON.stringify([id, opened.session, opened.at]), 90);
}
