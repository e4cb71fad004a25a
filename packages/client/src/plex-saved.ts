// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import { asInteger, asRecord, asText } from './lenient.ts';
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
}

/**
 * Checks what a caller kept.
 *
 * @param sender - who resumes; a pin is visible only to the client identifier that asked for it (wire S9)
 * @throws LinkpinClientError `bad_option` when it is no saved pin, or one of another server or client identifier
 */
export const readSavedPlexPin = (saved: unknown, sender: PlexSender): SavedPlexPin => {
  const pin = asRecord(saved);
  const id = asInteger(pin?.['id']);
  const code = asText(pin?.['code']);
  const expiresAt = asInteger(pin?.['expiresAt']);
  if (pin === null || id === null || code === null || expiresAt === null) {
    throw new LinkpinClientError('bad_option', 'this is not a saved pin');
  }
  const { server, clientIdentifier } = sender;
  if (pin['server'] !== server || pin['clientIdentifier'] !== clientIdentifier) {
    throw new LinkpinClientError('bad_option', 'this pin was saved for another server or client identifier');
  }
  return { server, clientIdentifier, id, code, strong: pin['strong'] === true, qr: asText(pin['qr']), expiresAt };
};
