// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import { type Answer, withoutQuery } from './http.ts';
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

const isReason = (word: string | null): word is 'denied' | 'cancelled' | 'expired' | 'taken' =>
  word === 'denied' || word === 'cancelled' || word === 'expired' || word === 'taken';

const readOurs = (answer: Answer, key: PlexPinKey): PlexPin => {
  const pin = readPlexPin(answer.text);
  if (pin.id === key.id && pin.code === key.code) return pin;
  throw new LinkpinClientError('unreadable', 'the answer is about another pin');
};

/**
 * What the answer to a poll means.
 *
 * @param key - the pin that was asked about
 * @param url - the address that was asked
 * @param late - whether the pin's life is over by our own clock
 */
export const judgePoll = (answer: Answer, key: PlexPinKey, url: string, late: boolean): Verdict<PlexOutcome> => {
  if (isFine(answer)) {
    try {
      const pin = readOurs(answer, key);
      if (pin.authToken !== null) return { outcome: { kind: 'approved', token: pin.authToken, pin } };
      return { expiresIn: pin.expiresIn, opened: answer.header('linkpin-opened') === '1' };
    } catch (error) {
      return { error: error as LinkpinClientError }; // a captive portal, most often
    }
  }
  const error = plexError(answer, withoutQuery(url), [key.code]);
  // wire C2; the header is a linkpin server's
  if (answer.status === 404 || error.plexCode === 1020) {
    const word = answer.header('linkpin-outcome');
    return { outcome: { kind: isReason(word) ? word : late ? 'expired' : 'gone' } };
  }
  return error.code === 'refused' ? { outcome: { kind: 'failed', error } } : { error };
};
