import { LinkpinClientError } from './errors.ts';
import { asInteger, asText, readBody } from './lenient.ts';
import type { ListenOptions, State } from './listening.ts';
import { type DeviceAuthorization, type OAuthTokens, readTokens } from './oauth-body.ts';
import { pollPause, slowDown } from './oauth-pace.ts';
import { revoke } from './oauth-revoke.ts';
import type { OAuthSetting } from './oauth-setting.ts';
import type { Signal } from './platform.ts';
import { type Verdict, type Waiting, createWaiting, seconds } from './waiting.ts';

/** The outcome of a sign-in by device code. */
export type DeviceOutcome =
  /** A person approved. */
  | { readonly kind: 'approved'; readonly tokens: OAuthTokens }
  /** A person denied. */
  | { readonly kind: 'denied' }
  /** The code has expired. */
  | { readonly kind: 'expired' }
  /** This device cancelled. */
  | { readonly kind: 'cancelled' }
  /** The server refuses further polls; retrying would not help. */
  | { readonly kind: 'failed'; readonly error: LinkpinClientError };

/** A sign-in as plain JSON, to be stored across a restart. */
export interface SavedDeviceSignIn extends Omit<DeviceAuthorization, 'expiresIn'> {
  /** The issuer, or the token endpoint. */
  readonly server: string;
  readonly clientId: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly expiresAt: number;
  /** Seconds for which the server offered to hold a poll. */
  readonly wait?: number;
  /** The secret that the code is bound to: see `createProofKeyClient`. */
  readonly codeVerifier?: string;
}

/** A sign-in in progress: what to show, and the wait for its outcome. */
export interface DeviceSignIn {
  /** The user code. Show it next to a QR code as well (RFC 8628 §3.3.1). */
  readonly code: string;
  /** The page where it is entered. Show it as text next to a QR code as well (RFC 8628 §3.3.1). */
  readonly verificationUri: string;
  /** The page with the code included, for a QR code or a link; null if the server has none. */
  readonly verificationUriComplete: string | null;
  /** The content for a QR code that you draw yourself. */
  readonly qrText: string;
  /** When the code expires, by this machine's clock; for display only. */
  readonly expiresAt: Date;
  /** Whole seconds until the code expires. */
  readonly remaining: number;
  /** Returns what `resume` needs, as plain JSON. Whoever has it can fetch the tokens: protect it like a token. */
  readonly save: () => SavedDeviceSignIn;
  /** Waits for the outcome. Rejects only with the reason of your own signal. */
  readonly wait: (options?: ListenOptions) => Promise<DeviceOutcome>;
  /** Yields the state on each change and each second, and finally the outcome. For `for await`. */
  readonly states: (options?: ListenOptions) => AsyncIterableIterator<State<DeviceOutcome>>;
  /** Polls as soon as the interval allows: call it when a page becomes visible or the network is back. */
  readonly hurry: () => void;
  /**
   * Ends the wait with `cancelled`, and revokes the device code if the server supports revocation (RFC 7009).
   *
   * @returns whether the server confirmed; never rejects
   */
  readonly cancel: () => Promise<boolean>;
}

/** Time-out in milliseconds of a poll: generous, because the response with the tokens is sent only once. */
export const pollTimeout = 30_000;

const grantType = 'urn:ietf:params:oauth:grant-type:device_code'; // D27

// The second code is Microsoft's.
const ends: Readonly<Record<string, 'denied' | 'expired'>> = {
  access_denied: 'denied', // D35
  authorization_declined: 'denied',
  expired_token: 'expired', // D36
};

/** Makes a sign-in for an existing device code. The first poll follows after one interval (D32). */
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
