// Pure: no I/O, no clock, no randomness.
import { badOption } from './errors.ts';
import type { PlexSender } from './plex-request.ts';

/** A pin as a caller may keep it across a restart: plain JSON. */
export interface SavedPlexPin {
  readonly server: string;
  readonly clientIdentifier: string;
  readonly id: number;
  readonly code: string;
  readonly strong: boolean;
  /** Address of the QR picture, when the server gave one. */
  readonly qr: string | null;
  /** Milliseconds since 1970 by this machine's calendar. A guess: the first answer corrects it. */
  readonly expiresAt: number;
  /** Seconds for which the server offered to hold a question. */
  readonly wait?: number;
}

/**
 * Checks what a caller kept.
 *
 * @param sender - who resumes; a pin is visible only to the client identifier that asked for it (wire S9)
 * @returns the same
 * @throws LinkpinClientError `bad_option` when it is no saved pin, or one of another server or client identifier
 */
export const checkSavedPlexPin = (saved: SavedPlexPin, sender: PlexSender): SavedPlexPin => {
  // What a storage gave may be null.
  const { server, clientIdentifier, id, code, expiresAt } = Object(saved) as SavedPlexPin;
  if (server !== sender.server || clientIdentifier !== sender.clientIdentifier || !(id > 0 && code && expiresAt > 0)) {
    throw badOption('not saved here');
  }
  return saved;
};
