import { LinkpinClientError } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { networkError } from '../credentials/call.ts';
import { tokensFile, type OAuthSignIn, type StoredTokens } from '../credentials/tokens-file.ts';
import { errorMessage } from '../login/error-messages.ts';
import { plainText } from '../terminal/plain-text.ts';
import { discoverServer, toSdkTokens, type OAuthServer } from './discover-server.ts';
import { toStoredTokens } from './oauth-login.ts';
import { refusalMessage } from './error-messages.ts';

/** Refresh a token that expires within this time, in milliseconds. */
const margin = 30_000;

/** Time-out of a request, in milliseconds. */
const timeout = 10_000;

/** The account of a sign-in, as the server reports it. */
export interface UserInfo {
  readonly sub: string;
  readonly name: string | null;
}

const howToSignIn = ({ issuer, clientId }: OAuthSignIn): string =>
  `Sign in again with: linkpin login --issuer ${plainText(issuer)} --client-id ${plainText(clientId)}`;

/** The failure for a sign-in that has ended on the server or expired. */
const endedSignIn = (signIn: OAuthSignIn): Failure =>
  new Failure(`The sign-in at ${plainText(signIn.issuer)} has ended. ${howToSignIn(signIn)}`, 4);

/**
 * Discovers the server of a sign-in.
 *
 * @throws {Failure} if it cannot be reached
 */
export async function serverOf(signIn: OAuthSignIn): Promise<OAuthServer> {
  const server = await discoverServer(signIn, new AbortController().signal).catch((error: unknown) => {
    throw new Failure(sentenceFor(signIn.issuer, error));
  });
  server.config.timeout = timeout / 1000;
  return server;
}

/**
 * Returns tokens that have not expired: the stored ones, or new ones for the refresh token. Of several concurrent
 * commands one refreshes, and the others get what it stored.
 *
 * @param always refresh even if the access token has not expired
 * @throws {Failure} with exit code 4 if a new sign-in is needed; 1 if the server cannot be reached
 */
export function freshTokens(
  signIn: OAuthSignIn,
  { oauth, config }: OAuthServer,
  { always }: { readonly always: boolean },
): Promise<StoredTokens> {
  const { issuer, clientId, tokens: known } = signIn;
  return tokensFile().update(issuer, clientId, async (tokens) => {
    if (tokens === undefined) throw endedSignIn(signIn);
    const isNew = tokens.accessToken !== known.accessToken;
    if (!isStale(tokens) && (isNew || !always)) return tokens;
    if (tokens.refreshToken === undefined) throw endedSignIn(signIn);
    const api: Record<string, string> = tokens.resource === undefined ? {} : { resource: tokens.resource };
    const given = await oauth.refreshTokenGrant(config, tokens.refreshToken, api).catch((error: unknown) => {
      throw codeOf(error) === 'invalid_grant' ? endedSignIn(signIn) : new Failure(sentenceFor(issuer, error));
    });
    // A server that does not rotate sends no new refresh token.
    return { refreshToken: tokens.refreshToken, ...toStoredTokens(toSdkTokens(given, tokens.scope), tokens) };
  });
}

const isStale = ({ expiresAt }: StoredTokens): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - margin < Date.now();

/**
 * Asks the userinfo endpoint for the account (OpenID Connect Core §5.3).
 *
 * @returns null if there is none or it refuses this client
 * @throws {Failure} with exit code 4 if it does not accept the token
 */
export async function fetchUserInfo(
  signIn: OAuthSignIn,
  { oauth, config }: OAuthServer,
  { accessToken }: StoredTokens,
): Promise<UserInfo | null> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return null;
  try {
    const said = await oauth.fetchUserInfo(config, accessToken, oauth.skipSubjectCheck);
    const name = said.preferred_username ?? said.name ?? said.email;
    return { sub: said.sub, name: name === undefined ? null : name };
  } catch (error) {
    const { status } = error as { readonly status?: unknown };
    if (status === 401) throw endedSignIn(signIn);
    if (status === 403) return null;
    throw new Failure(sentenceFor(signIn.issuer, error));
  }
}

/**
 * Revokes a sign-in (RFC 7009): the refresh token with everything derived from it, else the access token.
 *
 * @returns why the server could not be notified; null if it was
 */
export async function revoke(signIn: OAuthSignIn): Promise<string | null> {
  const { issuer, tokens } = signIn;
  try {
    const { oauth, config } = await serverOf(signIn);
    if (config.serverMetadata().revocation_endpoint === undefined) {
      return `${plainText(issuer)} has no way to be told (RFC 7009).`;
    }
    const { refreshToken, accessToken } = tokens;
    await oauth.tokenRevocation(config, refreshToken ?? accessToken, {
      token_type_hint: refreshToken === undefined ? 'access_token' : 'refresh_token',
    });
    return null;
  } catch (error) {
    return error instanceof Failure ? error.message : sentenceFor(issuer, error);
  }
}

/** The `error` code that a server sent. */
function codeOf(error: unknown): string | undefined {
  const { error: code } = error as { readonly error?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function sentenceFor(issuer: string, error: unknown): string {
  const code = codeOf(error);
  const { status, error_description: description } = error as { status?: unknown; error_description?: unknown };
  if (code !== undefined) return refusalMessage(issuer, code, typeof description === 'string' ? description : '');
  if (typeof status === 'number' && status >= 500) {
    return errorMessage(issuer, new LinkpinClientError('server', `answered ${status}`, { status }));
  }
  const { cause, name } = error as { readonly name?: string; readonly cause?: unknown };
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
  const from = isNetwork ? error : cause instanceof TypeError && cause.message === 'fetch failed' ? cause : undefined;
  if (from !== undefined) return errorMessage(issuer, networkError(from));
  if (/Timeout/.test(name ?? '') || codeIs(error, 'OAUTH_TIMEOUT')) {
    return errorMessage(issuer, new LinkpinClientError('timeout', 'no answer'));
  }
  return `${plainText(issuer)} did not answer as OAuth says: ${plainText(error instanceof Error ? error.message : String(error))}.`;
}

const codeIs = (error: unknown, code: string): boolean => (error as { readonly code?: unknown }).code === code;
