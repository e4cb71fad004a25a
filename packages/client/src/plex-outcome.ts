// Pure: no I/O, no clock, no randomness.
import type { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { notThe } from './lenient.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexPin, readPlexPin } from './plex-pin.ts';
import type { PlexPinKey } from './plex-request.ts';
import type { Verdict } from './waiting.ts';

/** How a plex sign-in ended. */
export type PlexOutcome =
  /** A person said yes. */
  | { readonly kind: 'approved'; readonly token: string; readonly pin: PlexPin }
  /** A person said no. */
  | { readonly kind: 'denied' }
  /** The device, or its owner, called it off. */
  | { readonly kind: 'cancelled' }
  /** The code's life is over. */
  | { readonly kind: 'expired' }
  /** The token was handed out before. */
  | { readonly kind: 'taken' }
  /** The server knows no such pin and does not say why. */
  | { readonly kind: 'gone' }
  /** The server refuses to be asked; asking again would not help. */
  | { readonly kind: 'failed'; readonly error: LinkpinClientError };

/**
 * What the answer to a poll means.
 *
 * @param key - the pin that was asked about
 * @param late - whether the pin's life is over by our own clock
 * @throws LinkpinClientError when it means nothing, so that another question may
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
    // What the header of a linkpin server can say.
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
