import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { readPlexPin } from './plex-pin.ts';
import { plexPinRequest } from './plex-request.ts';
import { type SavedPlexPin, checkSavedPlexPin } from './plex-saved.ts';
import { type PlexClientOptions, type PlexSetting, readPlexOptions } from './plex-setting.ts';
import { type PlexSignIn, plexSignIn } from './plex-sign-in.ts';
import { pace } from './retry.ts';

/** What to ask for. */
export interface RequestPinOptions extends ListenOptions {
  /** Ask for the long code, which only the sign-in page takes (wire C9). Default: a short one, for a person to type. */
  readonly strong?: boolean | undefined;
}

/** A client of one server under one identity. */
export interface PlexClient {
  /**
   * Asks for a pin. Asks once: a caller shows the error and lets the person try again.
   *
   * @throws LinkpinClientError `bad_option` when the client identifier cannot be sent, or of another code; the signal's
   *   reason when that aborted
   */
  readonly requestPin: (options?: RequestPinOptions) => Promise<PlexSignIn>;
  /**
   * Goes on with a pin that `save` gave, in this or in an earlier process.
   *
   * @throws LinkpinClientError `bad_option` when it is no saved pin, or one of another server or client identifier
   */
  readonly resume: (saved: SavedPlexPin) => PlexSignIn;
}

const requestPin = async (
  setting: PlexSetting,
  { strong = false, signal }: RequestPinOptions = {},
): Promise<PlexSignIn> => {
  const { sender, line } = setting;
  const { clock } = line;
  const asked = clock.now();
  const answer = await send(plexPinRequest(sender, { strong }), line, ordinaryTimeout, signal);
  // wire C2: 200 and 201 alike
  if (!isFine(answer)) throw plexError(answer);
  const { id, code, qr, expiresIn } = readPlexPin(answer.text);
  const wait = Number(answer.header('linkpin-wait'));
  const { server, clientIdentifier } = sender;
  // Counted from before the question, so that no code is shown longer than it lives; without a word, what wire S8 says.
  const expiresAt = clock.wallTime() + asked - clock.now() + (expiresIn ?? (strong ? 1800 : 900)) * 1000;
  return plexSignIn(setting, { server, clientIdentifier, id, code, strong, qr, expiresAt, wait }, pace);
};

/**
 * Makes a client for plex.tv or for a linkpin server.
 *
 * @throws LinkpinClientError `bad_option` when the client identifier or the product is empty, or the server no address
 */
export const createPlexClient = (options: PlexClientOptions): PlexClient => {
  const setting = readPlexOptions(options);
  return {
    requestPin: (asked) => requestPin(setting, asked),
    resume: (saved) => plexSignIn(setting, checkSavedPlexPin(saved, setting.sender), 0),
  };
};
