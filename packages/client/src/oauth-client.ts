import { badOption } from './errors.ts';
import { ordinaryTimeout } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { type OAuthTokens, readDeviceAuthorization, readTokens } from './oauth-body.ts';
import { revoke } from './oauth-revoke.ts';
import { type DeviceClientOptions, type OAuthSetting, readDeviceOptions } from './oauth-setting.ts';
import { type DeviceSignIn, type SavedDeviceSignIn, deviceSignIn, pollTimeout } from './oauth-sign-in.ts';

/** A device client (RFC 8628) for one server and one `client_id`. */
export interface DeviceClient {
  /**
   * Requests a code, once per call: call it when the person wants to sign in, and again only when they ask for it (RFC
   * 8628 §3.5).
   *
   * @throws LinkpinClientError `bad_option` if an option cannot be sent, or another code; the signal's reason if it
   *   aborted
   */
  readonly requestCode: (options?: ListenOptions) => Promise<DeviceSignIn>;
  /**
   * Resumes a sign-in that was saved by `save`, in this or an earlier process.
   *
   * @throws LinkpinClientError `bad_option` if it is not a saved sign-in, or belongs to another server or client
   */
  readonly resume: (saved: SavedDeviceSignIn) => DeviceSignIn;
  /**
   * Refreshes tokens. Concurrent calls with one refresh token share a request. After the server has rotated the token,
   * later calls with the old one get the same result, because sending it again would revoke the grant (RFC 9700
   * §4.14.2).
   *
   * @returns the new tokens, which replace the old ones. The refresh token is the old one if the server sent none
   * @throws LinkpinClientError `refused` with `oauthError` `invalid_grant` if a new sign-in is needed; `bad_option` if
   *   there is no refresh token
   */
  readonly refresh: (tokens: Pick<OAuthTokens, 'refreshToken' | 'scope'>) => Promise<OAuthTokens>;
  /**
   * Revokes an access token or a refresh token (RFC 7009).
   *
   * @throws LinkpinClientError `bad_option` if the server has no revocation endpoint, another code if it does not
   *   confirm
   */
  readonly revoke: (token: string) => Promise<void>;
}

const requestCode = async (setting: OAuthSetting, { signal }: ListenOptions = {}): Promise<DeviceSignIn> => {
  const { clock, clientId, scope, resource, dpop, server } = setting;
  const asked = clock.now();
  const form = { scope, resource, dpop_jkt: dpop?.thumbprint };
  const answer = await setting.post('deviceAuthorizationEndpoint', form, ordinaryTimeout, signal);
  const { expiresIn, ...given } = readDeviceAuthorization(answer);
  // Measured from before the request, so that no code is shown after it has expired.
  const expiresAt = clock.wallTime() + asked - clock.now() + expiresIn * 1000;
  const wait = Number(answer.header('linkpin-wait'));
  return deviceSignIn(setting, { ...given, server, clientId, expiresAt, wait });
};

/**
 * Creates a client for any server with device authorization (RFC 8628). Sends no request yet.
 *
 * @throws LinkpinClientError `bad_option` without a client identifier, or without an issuer or https endpoints
 */
export const createDeviceClient = (options: DeviceClientOptions): DeviceClient => {
  const setting = readDeviceOptions(options);
  let last: { readonly spent: string; readonly fresh: Promise<OAuthTokens> } | undefined;

  const renew = async (spent: string, scope: string | null): Promise<OAuthTokens> => {
    const form = { grant_type: 'refresh_token', refresh_token: spent };
    const answer = await setting.post('tokenEndpoint', form, pollTimeout);
    const tokens = readTokens(answer, scope ?? undefined, spent);
    return { ...tokens, refreshToken: tokens.refreshToken ?? spent };
  };

  const refresh: DeviceClient['refresh'] = async ({ refreshToken: spent, scope }) => {
    if (!spent) throw badOption('no refreshToken');
    if (last?.spent === spent) return last.fresh;
    const mine = (last = { spent, fresh: renew(spent, scope) });
    const replaced = mine.fresh.then(
      ({ refreshToken }) => refreshToken !== spent,
      () => false,
    );
    if (!(await replaced) && last === mine) last = undefined;
    return mine.fresh;
  };

  return {
    requestCode: (asked) => requestCode(setting, asked),
    resume: (saved) => {
      const { server, clientId, deviceCode, expiresAt, interval } = Object(saved) as SavedDeviceSignIn;
      if (server === setting.server && clientId === setting.clientId && deviceCode && expiresAt > 0 && interval > 0) {
        return deviceSignIn(setting, saved);
      }
      throw badOption('not saved here');
    },
    refresh,
    revoke: (token) => revoke(setting, token),
  };
};
