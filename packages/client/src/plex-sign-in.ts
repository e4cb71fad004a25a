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

/** One sign-in that is under way: a pin, its addresses, and the wait for its outcome. */
export interface PlexSignIn {
  /** The pin's number. */
  readonly id: number;
  /** What the person types, or the sign-in page is given. */
  readonly code: string;
  /** Where to send the person: the page to type a short code into; for a strong code the sign-in page (wire C9). */
  readonly linkUrl: string;
  /** What to put in a QR code that you draw yourself. */
  readonly qrText: string;
  /** Address of a QR picture. */
  readonly qr: string;
  /** When the code's life is over, by the calendar of this machine; for showing only. */
  readonly expiresAt: Date;
  /** Whole seconds that the code still lives. */
  readonly remaining: number;
  /** Address of the sign-in page for a browser on this or another machine. */
  readonly authUrl: (options?: PlexAuthUrlOptions) => string;
  /** What `resume` needs later, as plain JSON. Whoever has it can fetch the token: keep it as you keep a token. */
  readonly save: () => SavedPlexPin;
  /** Waits for the one outcome. Rejects only with the reason of your own signal. */
  readonly wait: (options?: ListenOptions) => Promise<PlexOutcome>;
  /** How it stands, at each news and each second, and at last the outcome. For `for await`. */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<PlexOutcome>>;
  /** Asks soon instead of at the end of the present pause: for when a page is shown again. */
  readonly hurry: () => void;
  /**
   * Ends the wait with `cancelled`. A linkpin server is told, plex.tv has no such request.
   *
   * @returns whether the server has confirmed; never rejects
   */
  readonly cancel: () => Promise<boolean>;
}

// A claimed pin may be read again for ten seconds (wire S10): when an answer is lost, the next question must come sooner.
// Five seconds and the first back-off of two at most leave room. A slow network gets more time at each failure.
const pollTimeout = (failures: number): number => Math.min(20_000, 5000 * (failures + 1));

/**
 * A sign-in for a pin that is there already.
 *
 * @param firstPause - milliseconds before the first question
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
