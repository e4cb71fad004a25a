import { badOption, isLinkpinClientError } from '../errors.ts';
import { ordinaryTimeout, send, type Line } from '../http.ts';
import { asText, readBody } from '../lenient.ts';
import { oauthError, readTokens } from '../oauth-body.ts';
import { isPrivate } from '../oauth-endpoints.ts';
import { revoke } from '../oauth-revoke.ts';
import { type DeviceClientOptions, readDeviceOptions } from '../oauth-setting.ts';
import { pollTimeout } from '../oauth-sign-in.ts';
import { type AuthorizationServer, findAuthorizationServer } from './authorization-server.ts';
import { SignInError } from './errors.ts';
import { isStale, toKeptTokens } from './kept-tokens.ts';
import type { SignInTarget } from './target.ts';
import type { KeptSignIn, KeptTokens, TokenStore } from './token-store.ts';

/** The claims that a server gives about a person (OpenID Connect Core §5.3). */
export interface UserInfo extends Readonly<Record<string, unknown>> {
  readonly sub: string;
}

/** A sign-in whose tokens are kept. */
export interface Session {
  readonly issuer: string;
  readonly clientId: string;
  /**
   * Returns tokens that work: the kept ones, or new ones for the refresh token. Of several callers, in this and every
   * other process, one refreshes and the others get what it kept.
   *
   * @param refused - an access token that a server no longer takes, though it has not expired
   * @throws SignInError `signed_out` if a new sign-in is needed; LinkpinClientError if the server cannot be asked
   */
  readonly tokens: (refused?: string) => Promise<KeptTokens>;
  /**
   * Sends a request with the access token. A 401 has the tokens refreshed and the request sent once more, unless its
   * body is a stream.
   *
   * @throws LinkpinClientError `bad_option` if the address is neither https nor loopback, or outside the resource that
   *   the tokens are for; what {@link tokens} and `fetch` throw
   */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /**
   * Asks who is signed in.
   *
   * @returns null if the server has no such endpoint, or refuses this client
   * @throws as {@link tokens} does
   */
  readonly userInfo: () => Promise<UserInfo | null>;
  /**
   * Revokes the sign-in (RFC 7009) and forgets it here, also if the server cannot be told.
   *
   * @returns null if the server was told, else why it was not
   * @throws LinkpinClientError `storage` if it cannot be forgotten
   */
  readonly signOut: () => Promise<Error | null>;
}

/** Makes the options of a device client for a server that is known. */
export const clientOptions = (
  { clientId, scope, resource }: SignInTarget,
  server: AuthorizationServer,
  line: Line,
): DeviceClientOptions => ({
  issuer: server.issuer,
  endpoints: {
    ...server,
    // Where there is none, no code is asked for.
    deviceAuthorizationEndpoint: server.deviceAuthorizationEndpoint ?? server.tokenEndpoint,
  },
  clientId,
  scope,
  resource,
  ...line,
});

const signedOut = ({ issuer }: SignInTarget, oauthError?: string): SignInError =>
  new SignInError('signed_out', `the sign-in at ${issuer} has ended`, oauthError);

/**
 * Makes a session of what is kept. Sends no request yet.
 *
 * @param find - the server; asked for once, when it is needed
 */
export function createSession(
  target: SignInTarget,
  store: TokenStore,
  line: Line,
  find: () => Promise<AuthorizationServer> = () => findAuthorizationServer(target.issuer, line),
): Session {
  const { issuer, clientId } = target;
  const wallTime = (): number => line.clock.wallTime();
  const works = (tokens: KeptTokens, refused: string | undefined): boolean =>
    !isStale(tokens, wallTime()) && tokens.accessToken !== refused;

  const refresh = async (tokens: KeptTokens): Promise<KeptTokens> => {
    const { refreshToken: spent, resource, scope, askedScope } = tokens;
    if (spent === undefined) throw signedOut(target);
    const setting = readDeviceOptions(clientOptions(target, await find(), line));
    const form = { grant_type: 'refresh_token', refresh_token: spent, resource };
    try {
      const given = readTokens(await setting.post('tokenEndpoint', form, pollTimeout), scope, spent);
      const asked = { scope: askedScope, resource };
      // A server that does not rotate sends no new refresh token.
      return toKeptTokens({ ...given, refreshToken: given.refreshToken ?? spent }, asked, wallTime());
    } catch (error) {
      if (isLinkpinClientError(error, 'refused') && error.oauthError === 'invalid_grant') {
        throw signedOut(target, error.oauthError);
      }
      throw error;
    }
  };

  const tokens: Session['tokens'] = async (refused) => {
    const known = (await store.read(target))?.tokens;
    if (known !== undefined && works(known, refused)) return known;
    const renew = async (kept: KeptSignIn | undefined): Promise<KeptSignIn> => {
      if (kept?.tokens === undefined) throw signedOut(target);
      return works(kept.tokens, refused) ? kept : { ...kept, tokens: await refresh(kept.tokens) };
    };
    const now = (await store.update(target, renew))?.tokens;
    if (now === undefined) throw signedOut(target);
    return now;
  };

  const withToken = async <Answer extends { readonly status: number }>(
    ask: (authorization: string) => Promise<Answer>,
    mayRepeat: boolean,
  ): Promise<Answer> => {
    const first = await tokens();
    const answer = await ask(`Bearer ${first.accessToken}`);
    if (answer.status !== 401 || !mayRepeat || first.refreshToken === undefined) return answer;
    return ask(`Bearer ${(await tokens(first.accessToken)).accessToken}`);
  };

  return {
    issuer,
    clientId,
    tokens,
    fetch: async (to, init = {}) => {
      const url = new URL(to);
      const isForeign = target.resource !== undefined && new URL(target.resource).origin !== url.origin;
      if (!isPrivate(url.href) || isForeign) {
        throw badOption(`the tokens are not for ${url.origin}`);
      }
      const ask = (authorization: string): Promise<Response> => {
        const headers = new Headers(init.headers);
        headers.set('authorization', authorization);
        return fetch(url, { ...init, headers });
      };
      return withToken(ask, !(init.body instanceof ReadableStream));
    },
    userInfo: async () => {
      const { userinfoEndpoint: url } = await find();
      if (url === null) return null;
      const ask = (Authorization: string) =>
        send({ method: 'GET', url, headers: { Accept: 'application/json', Authorization } }, line, ordinaryTimeout);
      const answer = await withToken(ask, true);
      if (answer.status === 401) throw signedOut(target);
      if (answer.status === 403) return null;
      if (answer.status >= 300) throw oauthError(answer);
      const claims = readBody(answer.text);
      const sub = asText(claims['sub']);
      return sub === null ? null : { ...claims, sub };
    },
    signOut: async () => {
      let problem: Error | null = null;
      await store.update(target, async (kept) => {
        const token = kept?.tokens?.refreshToken ?? kept?.tokens?.accessToken;
        if (token !== undefined) problem = await told(token);
        return undefined;
      });
      return problem;
    },
  };

  async function told(token: string): Promise<Error | null> {
    try {
      await revoke(readDeviceOptions(clientOptions(target, await find(), line)), token);
      return null;
    } catch (error) {
      return error as Error;
    }
  }
}
