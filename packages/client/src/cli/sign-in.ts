import type { Clock } from '../clock.ts';
import { badOption } from '../errors.ts';
import type { Fetch, Line } from '../http.ts';
import { createDeviceClient } from '../oauth-client.ts';
import type { OAuthTokens } from '../oauth-body.ts';
import { readDeviceOptions } from '../oauth-setting.ts';
import { type AuthorizationServer, findAuthorizationServer, lineOf } from './authorization-server.ts';
import { type OpenPage, systemBrowser } from './browser.ts';
import { signInByCode } from './by-code.ts';
import { signInByRedirect } from './by-redirect.ts';
import { SignInError } from './errors.ts';
import { userTokenStore } from './file-token-store.ts';
import { jsonScreen } from './json-screen.ts';
import { covers, toKeptTokens } from './kept-tokens.ts';
import { findProtectedResource } from './protected-resource.ts';
import type { SignInScreen } from './screen.ts';
import { clientOptions, createSession, type Session } from './session.ts';
import type { SignInTarget } from './target.ts';
import { isInteractive, terminalScreen } from './terminal-screen.ts';
import type { TokenStore } from './token-store.ts';

/** Which sign-in is meant, and where it is kept. */
export interface SessionOptions extends Omit<SignInTarget, 'issuer'> {
  /** The server's issuer identifier. Without it, the API at `resource` is asked whose tokens it takes (RFC 9728). */
  readonly issuer?: string | undefined;
  /** The program's name: of its folder, and on the page that the browser ends on. Default: `clientId`. */
  readonly name?: string | undefined;
  /** Default: `userTokenStore(name)`. */
  readonly store?: TokenStore | undefined;
  /** For the server's metadata and endpoints. Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** How a program signs a person in. */
export interface SignInOptions extends SessionOptions {
  /**
   * `browser`: only in this machine's browser; `code`: only by a code that works on any device. Default: the browser,
   * and a code where there is none, the person asks for one, or the server refuses the browser.
   */
  readonly method?: 'browser' | 'code' | undefined;
  /** Asks a person even if there are tokens that work. */
  readonly again?: boolean | undefined;
  /** Default: `terminalScreen()` where the standard error is a terminal, else `jsonScreen()`. */
  readonly screen?: SignInScreen | undefined;
  /** Default: `systemBrowser()`. Null: there is none. */
  readonly openPage?: OpenPage | null | undefined;
  /** Aborting it cancels the code, on the server too, and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Time for the person in the browser, in milliseconds. */
const patience = 10 * 60_000;

/** Refusals of the authorization endpoint after which a code may still be given out (RFC 6749 §4.1.2.1). */
const wayOut = ['unauthorized_client', 'unsupported_response_type'];

/**
 * Signs a person in and keeps the tokens; asks nobody if there are tokens that work. In the browser of this machine if
 * there is one, else by a code.
 *
 * @throws SignInError if it does not succeed; LinkpinClientError if the server or the store cannot be used; the
 *   signal's reason
 */
export async function signIn(options: SignInOptions): Promise<Session> {
  const screen = options.screen ?? (isInteractive(process.stderr) ? terminalScreen() : jsonScreen());
  try {
    return await signInOn(screen, options);
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code === 'string') screen.show({ kind: 'failed', code, message: String(message) });
    throw error;
  }
}

/**
 * A session of what was kept before. Asks nobody: its methods throw `signed_out` if there are no tokens.
 *
 * @throws SignInError or LinkpinClientError if the issuer has to be found and cannot be
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const line = lineOf(options.fetch, options.clock);
  return createSession(await targetOf(options), storeOf(options), line);
}

/**
 * Revokes the tokens that were kept (RFC 7009) and forgets them here, also if the server cannot be told.
 *
 * @returns null if the server was told, else why it was not
 * @throws LinkpinClientError `storage` if they cannot be forgotten
 */
export const signOut = async (options: SessionOptions): Promise<Error | null> => (await openSession(options)).signOut();

const storeOf = ({ store, name, clientId }: SessionOptions): TokenStore => store ?? userTokenStore(name ?? clientId);

async function targetOf(options: SessionOptions): Promise<SignInTarget> {
  const { issuer, clientId, scope, resource } = options;
  if (issuer !== undefined) return { issuer, clientId, scope, resource };
  if (resource === undefined) throw badOption('no issuer and no resource');
  const api = await findProtectedResource(resource, options);
  const [only = '', ...others] = api.authorizationServers;
  if (others.length > 0) {
    throw new SignInError(
      'unsupported',
      `${resource} takes the tokens of several issuers: ${api.authorizationServers.join(', ')}. Name one as issuer`,
    );
  }
  return { issuer: only, clientId, scope: scope ?? api.scope ?? undefined, resource: api.resource };
}

async function signInOn(screen: SignInScreen, options: SignInOptions): Promise<Session> {
  const { again = false, signal = new AbortController().signal } = options;
  const line = lineOf(options.fetch, options.clock);
  const store = storeOf(options);
  const target = await targetOf(options);
  let found: Promise<AuthorizationServer> | undefined;
  const find = (): Promise<AuthorizationServer> => (found ??= findAuthorizationServer(target.issuer, line));
  const session = createSession(target, store, line, find);
  if (!again && (await isGood(session, store, target))) return session;

  signal.throwIfAborted();
  const tokens = toKeptTokens(
    await askSomebody({ ...options, signal, screen, store, target, server: await find(), line }),
    target,
    line.clock.wallTime(),
  );
  await store.update(target, async () => ({ tokens }));
  const { issuer, clientId } = target;
  const { scope = null, expiresAt = null } = tokens;
  screen.show({ kind: 'signed_in', issuer, clientId, scope, expiresAt, keptIn: await store.whereIs(target) });
  return session;
}

async function isGood(session: Session, store: TokenStore, target: SignInTarget): Promise<boolean> {
  const { tokens } = (await store.read(target)) ?? {};
  if (tokens === undefined || !covers(tokens, target)) return false;
  try {
    await session.tokens();
    return true;
  } catch (error) {
    if (error instanceof SignInError && error.code === 'signed_out') return false;
    throw error;
  }
}

interface Asking extends SignInOptions {
  readonly target: SignInTarget;
  readonly server: AuthorizationServer;
  readonly store: TokenStore;
  readonly screen: SignInScreen;
  readonly line: Line;
  readonly signal: AbortSignal;
}

async function askSomebody(asking: Asking): Promise<OAuthTokens> {
  const { target, server, store, screen, line, method, signal } = asking;
  const { authorizationEndpoint, deviceAuthorizationEndpoint } = server;
  const open = method === 'code' ? null : asking.openPage === undefined ? systemBrowser() : asking.openPage;
  const mayShowCode = method !== 'browser' && deviceAuthorizationEndpoint !== null;
  if (open !== null && authorizationEndpoint !== null) {
    // Before anybody approves: tokens that cannot be kept would be lost.
    await store.update(target, async (kept) => ({ ...kept }));
    const tokens = await inBrowser({ ...asking, server: { ...server, authorizationEndpoint } }, open, mayShowCode);
    if (tokens !== null) return tokens;
  } else if (!mayShowCode) {
    throw new SignInError('unsupported', whyNot(asking, open));
  }
  const client = createDeviceClient({
    ...clientOptions(target, server, line),
    fetch: sayingNoBrowser(deviceAuthorizationEndpoint, line.fetch),
  });
  return signInByCode({ target, client, store, screen, clock: line.clock, signal });
}

/** Says when a code is asked for that no browser fits here, for servers that give one to nobody else. */
const sayingNoBrowser =
  (endpoint: string | null, inner: Fetch): Fetch =>
  (url, init) =>
    inner(url, url === endpoint ? { ...init, body: `${init.body}&linkpin_no_browser=true` } : init);

function whyNot({ method, server, target: { issuer } }: Asking, open: OpenPage | null): string {
  if (method !== 'browser' && server.authorizationEndpoint === null) {
    return `${issuer} offers neither a code (RFC 8628) nor a sign-in in the browser with PKCE (S256)`;
  }
  if (method === 'code') return `${issuer} gives out no codes (RFC 8628)`;
  return open === null
    ? 'there is no browser that could be opened on this machine'
    : `${issuer} offers no sign-in in the browser with PKCE (S256)`;
}

/** @returns null if a code is to be shown instead */
async function inBrowser(
  asking: Asking & { readonly server: { readonly authorizationEndpoint: string } },
  open: OpenPage,
  mayShowCode: boolean,
): Promise<OAuthTokens | null> {
  const { target, server, screen, line, name = target.clientId, signal } = asking;
  const instead = new AbortController();
  const done = new AbortController();
  const late = AbortSignal.timeout(patience);
  const showCode = (): void => {
    if (mayShowCode) instead.abort();
  };
  try {
    return await signInByRedirect({
      target,
      server,
      setting: readDeviceOptions(clientOptions(target, server, line)),
      name,
      open: (url) => {
        screen.show({ kind: 'browser', url });
        if (mayShowCode) screen.wantsCode?.(done.signal).then(showCode, () => {});
        open(url, showCode);
      },
      signal: AbortSignal.any([signal, instead.signal, late]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    if (instead.signal.aborted && error === instead.signal.reason) return null;
    if (late.aborted && error === late.reason) {
      throw new SignInError('expired', 'nobody came back from the browser');
    }
    if (mayShowCode && error instanceof SignInError && wayOut.includes(error.oauthError ?? '')) return null;
    throw error;
  } finally {
    done.abort();
  }
}
