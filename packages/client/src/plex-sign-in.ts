import { type PlexAuthUrlOptions, plexAuthUrl, plexLinkUrl } from './plex-auth-url.ts';
import { joinAddress, readServerAddress } from './address.ts';
import type { LinkpinClientError } from './errors.ts';
import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions, State } from './listening.ts';
import { isFine } from './plex-answer.ts';
import { type PlexOutcome, judgePoll } from './plex-outcome.ts';
import { pauseAfter } from './retry.ts';
import { plexCancelRequest, plexPollRequest } from './plex-request.ts';
import type { SavedPlexPin } from './plex-saved.ts';
import type { Signal } from './platform.ts';
import type { PlexSetting } from './plex-setting.ts';
import { type Verdict, type Waiting, createWaiting, seconds } from './waiting.ts';

/** A sign-in in progress: a pin, its URLs, and the wait for its outcome. */
export interface PlexSignIn {
  /** The pin's id. */
  readonly id: number;
  /** The code that the person enters or that the sign-in page receives. */
  readonly code: string;
  /** The page to send the person to: the one to enter a short code, or for a strong code the sign-in page. */
  readonly linkUrl: string;
  /** The content for a QR code that you draw yourself. */
  readonly qrText: string;
  /** URL of a QR image. */
  readonly qr: string;
  /** When the code expires, by this machine's clock; for display only. */
  readonly expiresAt: Date;
  /** Whole seconds until the code expires. */
  readonly remaining: number;
  /** URL of the sign-in page, for a browser on this or another machine. */
  readonly authUrl: (options?: PlexAuthUrlOptions) => string;
  /** Returns what `resume` needs, as plain JSON. Whoever has it can fetch the token: protect it like a token. */
  readonly save: () => SavedPlexPin;
  /** Waits for the outcome. Rejects only with the reason of your own signal. */
  readonly wait: (options?: ListenOptions) => Promise<PlexOutcome>;
  /** Yields the state on each change and each second, and finally the outcome. For `for await`. */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<PlexOutcome>>;
  /** Polls soon instead of at the end of the current pause: call it when a page becomes visible again. */
  readonly hurry: () => void;
  /**
   * Ends the wait with `cancelled` and cancels the pin at a linkpin server; plex.tv has no such request.
   *
   * @returns whether the server confirmed; never rejects
   */
  readonly cancel: () => Promise<boolean>;
}

// A redeemed pin can be read again for ten seconds (wire S10), so after a lost response the next poll must come sooner:
// five seconds plus the first back-off of two at most. Slow networks get more time with each failure.
const pollTimeout = (failures: number): number => Math.min(20_000, 5000 * (failures + 1));

/**
 * Makes a sign-in for an existing pin.
 *
 * @param firstPause - milliseconds before the first poll
 */
export const plexSignIn = ({ sender, line }: PlexSetting, pin: SavedPlexPin, firstPause: number): PlexSignIn => {
  const { id, code } = pin;
  const { base, plexTv } = readServerAddress(sender.server);
  const authUrl = (options?: PlexAuthUrlOptions): string => plexAuthUrl(sender, code, options);

  const ask = async (signal: Signal, failures: number, wait: number): Promise<Verdict<PlexOutcome>> => {
    try {
      const answer = await send(plexPollRequest(sender, pin), line, pollTimeout(failures), signal, wait);
      return judgePoll(answer, pin, left() <= 0);
    } catch (error) {
      return { error: error as LinkpinClientError };
    }
  };

  const { wallTime } = line.clock;
  const { left, settle, ...listening }: Waiting<PlexOutcome> = createWaiting<PlexOutcome>({
    ask,
    wait: pin.wait,
    clock: line.clock,
    life: pin.expiresAt - wallTime(),
    first: firstPause,
    pause: pauseAfter,
  });

  const cancel = async (): Promise<boolean> => {
    settle({ kind: 'cancelled' });
    if (plexTv) return false;
    return send(plexCancelRequest(sender, pin), line, ordinaryTimeout).then(
      (answer) => isFine(answer) || answer.status === 404,
      () => false,
    );
  };

  const expiresAt = (): number => Math.round(wallTime() + left());

  const linkUrl = pin.strong ? authUrl() : plexLinkUrl(sender.server);
  return {
    id,
    code,
    linkUrl,
    qrText: pin.strong || plexTv ? linkUrl : joinAddress(linkUrl, '', { code }),
    qr: pin.qr ?? `${base}/api/v2/pins/qr/${code}`,
    get expiresAt() {
      return new Date(expiresAt());
    },
    get remaining() {
      return seconds(left());
    },
    authUrl,
    save: () => ({ ...pin, expiresAt: expiresAt() }),
    ...listening,
    cancel,
  };
};
