import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { readPlexPin } from './plex-pin.ts';
import { plexPinRequest } from './plex-request.ts';
import { type SavedPlexPin, checkSavedPlexPin } from './plex-saved.ts';
import { type PlexClientOptions, type PlexSetting, readPlexOptions } from './plex-setting.ts';
import { type PlexSignIn, plexSignIn } from './plex-sign-in.ts';
import { pace } from './retry.ts';

/** Options of a pin request. */
export interface RequestPinOptions extends ListenOptions {
  /** Request a long code, which only the sign-in page accepts. Default: a short one, for a person to enter. */
  readonly strong?: boolean | undefined;
}

/** A client for one server with one identity. */
export interface PlexClient {
  /**
   * Requests a pin, without retries: show an error and let the person try again.
   *
   * @throws LinkpinClientError `bad_option` if the client identifier cannot be sent, or another code; the signal's
   *   reason if it aborted
   */
  readonly requestPin: (options?: RequestPinOptions) => Promise<PlexSignIn>;
  /**
   * Resumes a pin that was saved by `save`, in this or an earlier process.
   *
   * @throws LinkpinClientError `bad_option` if it is not a saved pin, or belongs to another server or client identifier
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
  // Measured from before the request, so that no code is shown after it has expired; defaults by wire S8.
  const expiresAt = clock.wallTime() + asked - clock.now() + (expiresIn ?? (strong ? 1800 : 900)) * 1000;
  return plexSignIn(setting, { server, clientIdentifier, id, code, strong, qr, expiresAt, wait }, pace);
};

/**
 * Creates a client for plex.tv or a linkpin server.
 *
 * @throws LinkpinClientError `bad_option` if the client identifier or the product is empty, or the server is not a URL
 */
export const createPlexClient = (options: PlexClientOptions): PlexClient => {
  const setting = readPlexOptions(options);
  return {
    requestPin: (asked) => requestPin(setting, asked),
    resume: (saved) => plexSignIn(setting, checkSavedPlexPin(saved, setting.sender), 0),
  };
};
