import { LinkpinClientError } from './errors.ts';
import { asInteger, asText, readBody } from './lenient.ts';
import type { ListenOptions, State } from './listening.ts';
import { type DeviceAuthorization, type OAuthTokens, readTokens } from './oauth-body.ts';
import { pollPause, slowDown } from './oauth-pace.ts';
import { revoke } from './oauth-revoke.ts';
import type { OAuthSetting } from './oauth-setting.ts';
import type { Signal } from './platform.ts';
import { type Verdict, type Waiting, createWaiting, seconds } from './waiting.ts';

/** How a sign-in by device code ended. */
export type DeviceOutcome =
  /** A person said yes. */
  | { readonly kind: 'approved'; readonly tokens: OAuthTokens }
  /** A person said no. */
  | { readonly kind: 'denied' }
  /** The code's life is over. */
  | { readonly kind: 'expired' }
  /** This device called it off. */
  | { readonly kind: 'cancelled' }
  /** The server refuses to be asked; asking again would not help. */
  | { readonly kind: 'failed'; readonly error: LinkpinClientError };

/** A sign-in as a caller may keep it across a restart: plain JSON. */
export interface SavedDeviceSignIn extends Omit<DeviceAuthorization, 'expiresIn'> {
  /** The issuer, or the token endpoint. */
  readonly server: string;
  readonly clientId: string;
  /** Milliseconds since 1970 by this machine's calendar. */
  readonly expiresAt: number;
  /** Seconds for which the server offered to hold a question. */
  readonly wait?: number;
}

/** One sign-in that is under way: what to show, and the wait for its outcome. */
export interface DeviceSignIn {
  /** What the person types. Show it also beside a QR code (D23). */
  readonly code: string;
  /** Where the person types it. Show it as text also beside a QR code (D24). */
  readonly verificationUri: string;
  /** The same with the code in it, for a QR code or a link (D22); null where the server has none. */
  readonly verificationUriComplete: string | null;
  /** What to put in a QR code that you draw yourself. */
  readonly qrText: string;
  /** When the code's life is over, by the calendar of this machine; for showing only. */
  readonly expiresAt: Date;
  /** Whole seconds that the code still lives. */
  readonly remaining: number;
  /** What `resume` needs later, as plain JSON. Whoever has it can fetch the tokens: keep it as you keep a token. */
  readonly save: () => SavedDeviceSignIn;
  /** Waits for the one outcome. Rejects only with the reason of your own signal. */
  readonly wait: (options?: ListenOptions) => Promise<DeviceOutcome>;
  /** How it stands, at each news and each second, and at last the outcome. For `for await`. */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<DeviceOutcome>>;
  /** Asks as soon as the server's interval allows: for when a page is shown or a network is there again. */
  readonly hurry: () => void;
  /**
   * Ends the wait with `cancelled`, and revokes the device code where the server can revoke (RFC 7009).
   *
   * @returns whether the server has confirmed; never rejects
   */
  readonly cancel: () => Promise<boolean>;
}

/** Milliseconds for an answer that may bring tokens: it is given once, so it gets time to arrive. */
export const pollTimeout = 30_000;

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'; // D27

// The second is Microsoft's.
const ends: Readonly<Record<string, 'denied' | 'expired'>> = {
  access_denied: 'denied', // D35
  authorization_declined: 'denied',
  expired_token: 'expired', // D36
};

/** A sign-in for a device code that is there already. The first poll goes out an interval from now (D32). */
export const deviceSignIn = (setting: OAuthSetting, saved: SavedDeviceSignIn): DeviceSignIn => {
  const { clock, scope } = setting;
  const { deviceCode, userCode, verificationUri, verificationUriComplete } = saved;
  let { interval } = saved;
  let leftAlone: number | undefined;

  const ask = async (signal: Signal, _: number, wait: number): Promise<Verdict<DeviceOutcome>> => {
    if (left() <= 0) return { outcome: { kind: 'expired' } }; // D41
    leftAlone = undefined;
    try {
      const form = { grant_type: grantType, device_code: deviceCode }; // D28
      const answer = await setting.post('tokenEndpoint', form, pollTimeout, signal, wait);
      const body = readBody(answer.text);
      const error = asText(body['error']) ?? '';
      const end = ends[error];
      if (end) return { outcome: { kind: end } };
      if (error === 'slow_down') interval = slowDown(interval, asInteger(body['interval']));
      else if (error !== 'authorization_pending') {
        return { outcome: { kind: 'approved', tokens: readTokens(answer, scope, deviceCode) } };
      }
      leftAlone = answer.retryAfter;
      return { expiresIn: null, opened: asInteger(body['linkpin_number']) ?? 0 };
    } catch (thrown) {
      const error = thrown as LinkpinClientError;
      return error.code === 'refused' ? { outcome: { kind: 'failed', error } } : { error }; // D38
    }
  };

  const { left, settle, ...listening }: Waiting<DeviceOutcome> = createWaiting<DeviceOutcome>({
    ask,
    wait: saved.wait,
    clock,
    life: saved.expiresAt - clock.wallTime(),
    first: pollPause(interval, 0),
    pause: (failures, retryAfter = leftAlone) => pollPause(interval, failures, retryAfter),
  });

  const expiresAt = (): number => Math.round(clock.wallTime() + left());

  return {
    code: userCode,
    verificationUri,
    verificationUriComplete,
    qrText: verificationUriComplete ?? verificationUri,
    get expiresAt() {
      return new Date(expiresAt());
    },
    get remaining() {
      return seconds(left());
    },
    save: () => ({ ...saved, interval, expiresAt: expiresAt() }),
    ...listening,
    cancel: () => {
      settle({ kind: 'cancelled' });
      return revoke(setting, deviceCode).then(
        () => true,
        () => false,
      );
    },
  };
};
