import type { Pin } from '../../domain/pin.ts';
import type { Keys } from '../ports/keys.ts';

/**
 * The two digits (10 to 99) that the device shows and the person types. Derived from the pin, the last session that
 * opened it and the time when it did; never stored.
 *
 * @returns null if no number has to match, and until a browser session has opened the pin
 */
export function numberToMatch(keys: Pick<Keys, 'deriveNumber'>, { id, matchesNumber, state }: Pin): number | null {
  const opened = state.at === 'pending' ? state.opened : null;
  if (matchesNumber !== true || opened === null || opened.session === null) return null;
  return 10 + keys.deriveNumber('number to match', JSON.stringify([id, opened.session, opened.at]), 90);
}
