import type { OAuthTokens } from '@linkpin/client';
import type * as OpenidClient from 'openid-client';
import { Failure } from '../failure.ts';
import { isUnencrypted } from '../login/server-address.ts';
import { discoverServer, toSdkTokens, type OAuthServer } from './discover-server.ts';
import { openLoopback } from './loopback.ts';
import type { Target } from './target.ts';
import { refusalMessage } from './error-messages.ts';

/** Time-out for the person in the browser, in milliseconds. */
const timeout = 10 * 60_000;

/**
 * Reads a server's metadata (RFC 8414, then OpenID Connect Discovery) and checks that it offers the authorization code
 * grant with PKCE S256.
 *
 * @returns null if it does not or cannot be reached
 * @throws the signal's reason
 */
export async function findRedirectServer(target: Target, signal: AbortSignal): Promise<OAuthServer | null> {
  const server = await discoverServer(target, signal).catch(() => null);
  signal.throwIfAborted();
  return server !== null && offersCode(server.config.serverMetadata()) ? server : null;
}

function offersCode(server: OpenidClient.ServerMetadata): boolean {
  const { authorization_endpoint: authorize, token_endpoint: token } = server;
  const safe = [authorize, token].every((url) => url !== undefined && /^https?:/.test(url) && !isUnencrypted(url));
  return (
    safe &&
    (server.response_types_supported?.includes('code') ?? true) &&
    (server.grant_types_supported?.includes('authorization_code') ?? true) &&
    (server.code_challenge_methods_supported?.includes('S256') ?? false)
  );
}

/**
 * Signs in with this machine's browser and a loopback redirect (RFC 8252).
 *
 * @param show called with the page's address
 * @param signal aborting it cancels the sign-in
 * @throws {Failure} if it does not succeed; the signal's reason
 */
export async function signInByRedirect(
  { issuer, scope, resource }: Target,
  { oauth, config }: OAuthServer,
  show: (url: string) => void,
  signal: AbortSignal,
): Promise<OAuthTokens> {
  const verifier = oauth.randomPKCECodeVerifier();
  const state = oauth.randomState();
  const api: Record<string, string> = resource === undefined ? {} : { resource };
  const loopback = await openLoopback();
  const late = AbortSignal.timeout(timeout);
  try {
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: loopback.redirectUri,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(scope === undefined ? {} : { scope }),
      ...api,
    });
    show(url.href);
    const redirect = await loopback.redirect(state, AbortSignal.any([signal, late]));
    // RFC 9207: the library rejects a response from another issuer, or without an issuer where the metadata promises
    // one.
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    const tokens = await oauth
      .authorizationCodeGrant(config, redirect.url, checks, api)
      .catch(async (error: unknown) => {
        await redirect.respond('You are not signed in. The terminal tells why. You can close this window.');
        throw signal.aborted ? signal.reason : new Failure(`Not signed in. ${reasonOf(issuer, error)}`);
      });
    await redirect.respond('You are signed in. You can close this window.');
    return toSdkTokens(tokens, scope);
  } catch (error) {
    if (late.aborted && !signal.aborted && error === late.reason) {
      throw new Failure('Not signed in. Nobody came back from the browser. Run it again, or with --device for a code.');
    }
    throw error;
  } finally {
    loopback.close();
  }
}

/** Both kinds of library error that quote a server carry its `error`. */
function reasonOf(issuer: string, error: unknown): string {
  const { error: name, error_description: description } = error as { error?: unknown; error_description?: unknown };
  if (name === 'access_denied') return 'The request was denied in the browser.';
  if (typeof name === 'string') {
    return refusalMessage(issuer, name, typeof description === 'string' ? description : '');
  }
  return `${issuer} did not answer as OAuth says: ${error instanceof Error ? error.message : String(error)}.`;
}
