// Pure: no I/O, no clock, no randomness.
import type { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { notThe } from './lenient.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexPin, readPlexPin } from './plex-pin.ts';
import type { PlexPinKey } from './plex-request.ts';
import type { Verdict } from './waiting.ts';

/** The outcome of a plex sign-in. */
export type PlexOutcome =
  /** A person approved. */
  | { readonly kind: 'approved'; readonly token: string; readonly pin: PlexPin }
  /** A person denied. */
  | { readonly kind: 'denied' }
  /** The device or its owner cancelled. */
  | { readonly kind: 'cancelled' }
  /** The code has expired. */
  | { readonly kind: 'expired' }
  /** The token has already been redeemed. */
  | { readonly kind: 'taken' }
  /** The server does not know the pin and does not say why. */
  | { readonly kind: 'gone' }
  /** The server refuses further polls; retrying would not help. */
  | { readonly kind: 'failed'; readonly error: LinkpinClientError };

/**
 * Interprets the response to a poll.
 *
 * @param key - the pin that was polled
 * @param late - whether the pin has expired by our own clock
 * @throws LinkpinClientError if it is inconclusive, so that polling continues
 */
export const judgePoll = (answer: Answer, key: PlexPinKey, late: boolean): Verdict<PlexOutcome> => {
  if (isFine(answer)) {
    const pin = readPlexPin(answer.text);
    if (pin.id !== key.id || pin.code !== key.code) throw notThe('pin');
    if (pin.authToken !== null) return { outcome: { kind: 'approved', token: pin.authToken, pin } };
    return { expiresIn: pin.expiresIn, opened: Number(answer.header('linkpin-opened')) };
  }
  const error = plexError(answer, key.code);
  // wire C2
  if (answer.status === 404 || error.plexCode === 1020) {
    const word = answer.header('linkpin-outcome');
    // The header of linkpin servers.
    return {
      outcome: {
        kind: /^(denied|cancelled|expired|taken)$/.test(word as string)
          ? (word as 'denied')
          : late
            ? 'expired'
            : 'gone',
      },
    };
  }
  if (error.code === 'refused') return { outcome: { kind: 'failed', error } };
  throw error;
};
