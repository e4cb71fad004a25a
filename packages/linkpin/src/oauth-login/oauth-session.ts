import { LinkpinClientError } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { networkError } from '../hosts/call.ts';
import { tokensFile, type OAuthSignIn, type StoredTokens } from '../hosts/tokens-file.ts';
import { troubleSentence } from '../login/trouble-words.ts';
import { plainText } from '../terminal/plain-text.ts';
import { discoverServer, inOurWords, type OAuthServer } from './discover-server.ts';
import { storedOf } from './oauth-login.ts';
import { refusalSentence } from './trouble.ts';

/** A token that ends within so many milliseconds is not used any more. */
const margin = 30_000;

/** How long a server may take, in milliseconds. */
const patience = 10_000;

/** Whose sign-in it is, as the server says. */
export interface Who {
  readonly sub: string;
  readonly name: string | null;
}

const howToSignIn = ({ issuer, clientId }: OAuthSignIn): string =>
  `Sign in again with: linkpin login --issuer ${plainText(issuer)} --client-id ${plainText(clientId)}`;

/** A sign-in that has ended on the server, or with its token. */
const over = (signIn: OAuthSignIn): Failure =>
  new Failure(`The sign-in at ${plainText(signIn.issuer)} has ended. ${howToSignIn(signIn)}`, 4);

/**
 * Finds the server of a sign-in.
 *
 * @throws {Failure} when it cannot be asked
 */
export async function serverOf(signIn: OAuthSignIn): Promise<OAuthServer> {
  const server = await discoverServer(signIn, new AbortController().signal).catch((error: unknown) => {
    throw new Failure(sentenceFor(signIn.issuer, error));
  });
  server.config.timeout = patience / 1000;
  return server;
}

/**
 * Tokens that work for a while yet: those that are stored, or new ones for the refresh token. Of several commands at the same
 * time one refreshes, and the others get what it stored.
 *
 * @param always refresh although the access token has not expired
 * @throws {Failure} with exit code 4 when somebody has to sign in again; 1 when nobody can say just now
 */
export function freshTokens(
  signIn: OAuthSignIn,
  { oauth, config }: OAuthServer,
  { always }: { readonly always: boolean },
): Promise<StoredTokens> {
  const { issuer, clientId, tokens: known } = signIn;
  return tokensFile().update(issuer, clientId, async (tokens) => {
    if (tokens === undefined) throw over(signIn);
    const isNew = tokens.accessToken !== known.accessToken;
    if (!isStale(tokens) && (isNew || !always)) return tokens;
    if (tokens.refreshToken === undefined) throw over(signIn);
    const api: Record<string, string> = tokens.resource === undefined ? {} : { resource: tokens.resource };
    const given = await oauth.refreshTokenGrant(config, tokens.refreshToken, api).catch((error: unknown) => {
      throw codeOf(error) === 'invalid_grant' ? over(signIn) : new Failure(sentenceFor(issuer, error));
    });
    // A server that does not rotate sends no other refresh token.
    return { refreshToken: tokens.refreshToken, ...storedOf(inOurWords(given, tokens.scope), tokens) };
  });
}

const isStale = ({ expiresAt }: StoredTokens): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - margin < Date.now();

/**
 * Asks the server whose sign-in it is, where it has an endpoint for that (OpenID Connect Core §5.3).
 *
 * @returns null where it has none, or does not tell this client
 * @throws {Failure} with exit code 4 when it does not accept the token
 */
export async function whoIs(
  signIn: OAuthSignIn,
  { oauth, config }: OAuthServer,
  { accessToken }: StoredTokens,
): Promise<Who | null> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return null;
  try {
    const said = await oauth.fetchUserInfo(config, accessToken, oauth.skipSubjectCheck);
    const name = said.preferred_username ?? said.name ?? said.email;
    return { sub: said.sub, name: name === undefined ? null : name };
  } catch (error) {
    const { status } = error as { readonly status?: unknown };
    if (status === 401) throw over(signIn);
    if (status === 403) return null;
    throw new Failure(sentenceFor(signIn.issuer, error));
  }
}

/**
 * Revokes a sign-in (RFC 7009): the refresh token, and with it what was made from it, else the access token.
 *
 * @returns why the server was not told; null when it was
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

/** The `error` that a server sent. */
function codeOf(error: unknown): string | undefined {
  const { error: code } = error as { readonly error?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function sentenceFor(issuer: string, error: unknown): string {
  const code = codeOf(error);
  const { status, error_description: description } = error as { status?: unknown; error_description?: unknown };
  if (code !== undefined) return refusalSentence(issuer, code, typeof description === 'string' ? description : '');
  if (typeof status === 'number' && status >= 500) {
    return troubleSentence(issuer, new LinkpinClientError('server', `answered ${status}`, { status }));
  }
  const { cause, name } = error as { readonly name?: string; readonly cause?: unknown };
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
  const from = isNetwork ? error : cause instanceof TypeError && cause.message === 'fetch failed' ? cause : undefined;
  if (from !== undefined) return troubleSentence(issuer, networkError(from));
  if (/Timeout/.test(name ?? '') || codeIs(error, 'OAUTH_TIMEOUT')) {
    return troubleSentence(issuer, new LinkpinClientError('timeout', 'no answer'));
  }
  return `${plainText(issuer)} did not answer as OAuth says: ${plainText(error instanceof Error ? error.message : String(error))}.`;
}

const codeIs = (error: unknown, code: string): boolean => (error as { readonly code?: unknown }).code === code;
