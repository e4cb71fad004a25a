import type { OAuthTokens } from '@linkpin/client';
import type * as OpenidClient from 'openid-client';
import type { Target } from './target.ts';

/** A server, and the library that speaks with it. */
export interface OAuthServer {
  readonly oauth: typeof OpenidClient;
  readonly config: OpenidClient.Configuration;
}

/**
 * Reads what a server says of itself, where RFC 8414 tells and else where OpenID does.
 *
 * @throws what the library throws for the first of both; the signal's reason
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
    // Only this machine gets so far over plain http.
    execute: issuer.startsWith('http://') ? [oauth.allowInsecureRequests] : [],
    [oauth.customFetch]: (url, { signal: own, ...init }) =>
      fetch(url, { ...init, signal: AbortSignal.any(own ? [own, signal] : [signal]) } as RequestInit),
  });

/** What a server gave, in the words of our own client. */
export const inOurWords = (
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
