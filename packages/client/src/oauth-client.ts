import { badOption } from './errors.ts';
import { ordinaryTimeout } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { type OAuthTokens, readDeviceAuthorization, readTokens } from './oauth-body.ts';
import { revoke } from './oauth-revoke.ts';
import { type DeviceClientOptions, type OAuthSetting, readDeviceOptions } from './oauth-setting.ts';
import { type DeviceSignIn, type SavedDeviceSignIn, deviceSignIn, pollTimeout } from './oauth-sign-in.ts';

/** A client of one OAuth server under one client identifier. */
export interface DeviceClient {
  /**
   * Asks for a code. Asks once, and only when called: call it when the person wants to sign in, and again only when they
   * want that again (D8, D37).
   *
   * @throws LinkpinClientError `bad_option` when an option cannot be sent, or of another code; the signal's reason when
   *   that aborted
   */
  readonly requestCode: (options?: ListenOptions) => Promise<DeviceSignIn>;
  /**
   * Goes on with a sign-in that `save` gave, in this or in an earlier process.
   *
   * @throws LinkpinClientError `bad_option` when it is no saved sign-in, or one of another server or client
   */
  readonly resume: (saved: SavedDeviceSignIn) => DeviceSignIn;
  /**
   * Gets new tokens. Whoever asks with the same refresh token gets the same answer, while it is under way and, when the
   * server has replaced that token, afterwards, since a replaced one used again would end them all (B23).
   *
   * @returns the new tokens; keep them in place of the old ones. The refresh token is the old one where the server sent none
   * @throws LinkpinClientError `refused` with `oauthError` `invalid_grant` when a person has to sign in again;
   *   `bad_option` when there is no refresh token
   */
  readonly refresh: (tokens: Pick<OAuthTokens, 'refreshToken' | 'scope'>) => Promise<OAuthTokens>;
  /**
   * Revokes an access token or a refresh token (RFC 7009).
   *
   * @throws LinkpinClientError `bad_option` when the server cannot revoke, another when it does not confirm
   */
  readonly revoke: (token: string) => Promise<void>;
}

const requestCode = async (setting: OAuthSetting, { signal }: ListenOptions = {}): Promise<DeviceSignIn> => {
  const { clock, clientId, scope, resource, dpop, server } = setting;
  const asked = clock.now();
  const form = { scope, resource, dpop_jkt: dpop?.thumbprint };
  const answer = await setting.post('deviceAuthorizationEndpoint', form, ordinaryTimeout, signal);
  const { expiresIn, ...given } = readDeviceAuthorization(answer);
  // Counted from before the question, so that no code is shown longer than it lives.
  const expiresAt = clock.wallTime() + asked - clock.now() + expiresIn * 1000;
  const wait = Number(answer.header('linkpin-wait'));
  return deviceSignIn(setting, { ...given, server, clientId, expiresAt, wait });
};

/**
 * Makes a client for any server that signs devices in as RFC 8628 says. No request goes out yet.
 *
 * @throws LinkpinClientError `bad_option` when there is no client identifier, or no issuer and no endpoints of https
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
