import type { OAuthTokens } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { tokensFile, type StoredTokens } from '../credentials/tokens-file.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { styleOf } from '../terminal/style.ts';
import { findBrowser, openPage, type Browser } from '../login/browser.ts';
import { signInByCode, type SignInContext } from './by-code.ts';
import { findRedirectServer, signInByRedirect } from './by-redirect.ts';
import type { Target } from './target.ts';

const say = (text: string): void => void process.stderr.write(text);

/**
 * Signs this machine in at an OAuth server: in its own browser if there is one and the server supports that, else with
 * a code. Stores the tokens and prints one line without them.
 *
 * @param device true to always use a code
 * @throws {Failure} if it does not succeed or is cancelled
 */
export async function oauthLogin(
  target: Target,
  { device, json }: { readonly device: boolean; readonly json: boolean },
  context: SignInContext,
): Promise<void> {
  const { issuer, clientId } = target;
  const { signal } = context;
  const file = tokensFile();
  const isNew = await file.isNew();
  const browser = device ? null : findBrowser();

  const tokens = await signIn(target, browser, () => file.prepare(), context).catch((error: unknown) => {
    throw signal.aborted ? new Failure('Cancelled.', 2) : error;
  });
  const stored = toStoredTokens(tokens, target);
  await file.write(issuer, clientId, stored);

  const { expiresAt = null, scope = null } = stored;
  if (json) process.stdout.write(jsonLine({ issuer, clientId, scope, expiresAt, storedIn: file.path }));
  else {
    const { live, green } = styleOf(process.stdout);
    process.stdout.write(`${live ? `${green('✓')} ` : ''}Signed in at ${plainText(issuer)}\n`);
  }
  if (isNew) say(`The tokens are in ${file.path}, which only you can read.\n`);
}

async function signIn(
  target: Target,
  browser: Browser | null,
  prepare: () => Promise<void>,
  context: SignInContext,
): Promise<OAuthTokens> {
  const { signal } = context;
  const server = browser === null ? null : await findRedirectServer(target, signal);
  if (browser === null || server === null) return signInByCode(target, prepare, context);
  await prepare();
  const show = (url: string): void => {
    say(`Sign in on the page that opens in your browser, or open it there yourself:\n\n${plainText(url)}\n\n`);
    say('Waiting for ten minutes. For a browser elsewhere, run it again with --device.\n');
    openPage(url, browser);
  };
  return signInByRedirect(target, server, show, signal);
}

/** Converts tokens to their stored form, without absent members. */
export function toStoredTokens(tokens: OAuthTokens, { resource }: Pick<Target, 'resource'>): StoredTokens {
  const { accessToken, tokenType, expiresIn, refreshToken, scope } = tokens;
  return {
    accessToken,
    tokenType,
    ...(expiresIn === null ? {} : { expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString() }),
    ...(refreshToken === null ? {} : { refreshToken }),
    ...(scope === null ? {} : { scope }),
    ...(resource === undefined ? {} : { resource }),
  };
}
