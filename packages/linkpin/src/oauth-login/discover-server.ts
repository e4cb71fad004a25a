import type { OAuthTokens } from '@linkpin/client';
import type * as OpenidClient from 'openid-client';
import type { Target } from './target.ts';

/** A server's metadata and the library that talks to it. */
export interface OAuthServer {
  readonly oauth: typeof OpenidClient;
  readonly config: OpenidClient.Configuration;
}

/**
 * Reads a server's metadata, by RFC 8414 and else by OpenID Connect Discovery.
 *
 * @throws what the library throws for the first of the two; the signal's reason
 */
export async function discoverServer(
  target: Pick<Target, 'issuer' | 'clientId'>,
  signal: AbortSignal,
): Promise<OAuthServer> {
  const oauth = await import('openid-client');
  const config = await discover(oauth, target, 'oauth2', signal).catch((first: unknown) => {
    signal.throwIfAborted();
    return discover(oauth, target, 'oidc', signal).catch(() => {
      throw first;
    });
  });
  return { oauth, config };
}

const discover = (
  oauth: typeof OpenidClient,
  { issuer, clientId }: Pick<Target, 'issuer' | 'clientId'>,
  algorithm: 'oauth2' | 'oidc',
  signal: AbortSignal,
): Promise<OpenidClient.Configuration> =>
  oauth.discovery(new URL(issuer), clientId, undefined, oauth.None(), {
    algorithm,
    timeout: 10, // seconds
    // Only loopback gets this far over plain http.
    execute: issuer.startsWith('http://') ? [oauth.allowInsecureRequests] : [],
    [oauth.customFetch]: (url, { signal: own, ...init }) =>
      fetch(url, { ...init, signal: AbortSignal.any(own ? [own, signal] : [signal]) } as RequestInit),
  });

/** Converts a token response to the SDK's type. */
export const toSdkTokens = (
  tokens: Awaited<ReturnType<typeof OpenidClient.authorizationCodeGrant>>,
  asked: string | undefined,
): OAuthTokens => ({
  accessToken: tokens.access_token,
  tokenType: tokens.token_type,
  expiresIn: tokens.expires_in ?? null,
  refreshToken: tokens.refresh_token ?? null,
  scope: tokens.scope ?? asked ?? null,
  idToken: tokens.id_token ?? null,
});
