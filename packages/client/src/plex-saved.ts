// Pure: no I/O, no clock, no randomness.
import { badOption } from './errors.ts';
import type { PlexSender } from './plex-request.ts';

/** A pin as plain JSON, to be stored across a restart. */
export interface SavedPlexPin {
  readonly server: string;
  readonly clientIdentifier: string;
  readonly id: number;
  readonly code: string;
  readonly strong: boolean;
  /** URL of the QR image, if the server sent one. */
  readonly qr: string | null;
  /** Milliseconds since the epoch, by this machine's clock. Approximate: the first response corrects it. */
  readonly expiresAt: number;
  /** Seconds for which the server offered to hold a poll. */
  readonly wait?: number;
}

/**
 * Validates a saved pin.
 *
 * @param sender - the resuming client; a pin is visible only to the client identifier that requested it (wire S9)
 * @returns the same pin
 * @throws LinkpinClientError `bad_option` if it is not a saved pin, or belongs to another server or client identifier
 */
export const checkSavedPlexPin = (saved: SavedPlexPin, sender: PlexSender): SavedPlexPin => {
  // A storage may return null.
  const { server, clientIdentifier, id, code, expiresAt } = Object(saved) as SavedPlexPin;
  if (server !== sender.server || clientIdentifier !== sender.clientIdentifier || !(id > 0 && code && expiresAt > 0)) {
    throw badOption('not saved here');
  }
  return saved;
};
