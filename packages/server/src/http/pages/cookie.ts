import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { fullLife } from '../../domain/session.ts';
import { deviceCookieLife } from '../../accounts/device-cookie.ts';
import type { Random } from '../../service/ports/random.ts';
import type { Language } from '../../pages/words/languages.ts';
import type { PageEnv } from '../server/context.ts';
import { memo } from '../server/memo.ts';
import { flowLife } from './flows.ts';
import { ticketLife } from './tickets.ts';

/** The name and scope of a cookie under one URL. */
export interface CookieShape {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

/** The purpose of a cookie: the session, a past sign-in (`accounts/device-cookie.ts`), telling browsers apart, the language. */
type CookieUse = 'session' | 'device' | 'browser' | 'language';

/**
 * The strictest name prefix that the URL allows: `__Host-` at the root of an https host, `__Secure-` below a base
 * path. On plain http the port is in the name, because cookies are shared between ports.
 */
export function cookieShape(baseUrl: string, use: CookieUse = 'session'): CookieShape {
  return shapesUnder(baseUrl)[use];
}

const shapesUnder = memo((baseUrl): Readonly<Record<CookieUse, CookieShape>> => {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, '') || '/';
  const shapeOf = (own: string): CookieShape =>
    url.protocol === 'https:'
      ? { name: `${path === '/' ? '__Host' : '__Secure'}-${own}`, path, secure: true }
      : { name: `${own}-${url.port || '80'}`, path, secure: false };
  return {
    session: shapeOf('linkpin'),
    device: shapeOf('linkpin-device'),
    browser: shapeOf('linkpin-browser'),
    language: shapeOf('linkpin-language'),
  };
});

/** The session's secret, from its cookie. */
export function readSessionCookie(c: Context<PageEnv>): string | undefined {
  return getCookie(c, cookieShape(c.env.baseUrl).name);
}

/** Sets the session cookie. Scripts cannot read it, and other sites' forms do not send it. */
export function giveSessionCookie(c: Context<PageEnv>, secret: string): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl);
  setCookie(c, name, secret, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: fullLife / 1000 });
}

/** Deletes the session cookie. */
export function takeSessionCookie(c: Context<PageEnv>): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl);
  deleteCookie(c, name, { path, secure, httpOnly: true, sameSite: 'Lax' });
}

/** The device cookie: who signed in with this browser before. */
export function readDeviceCookie(c: Context<PageEnv>): string | null {
  return getCookie(c, cookieShape(c.env.baseUrl, 'device').name) ?? null;
}

/** Sets the device cookie. It is sent with requests of our own pages only. */
export function giveDeviceCookie(c: Context<PageEnv>, note: string): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl, 'device');
  setCookie(c, name, note, { path, secure, httpOnly: true, sameSite: 'Strict', maxAge: deviceCookieLife / 1000 });
}

/** How long a browser keeps its language, in seconds. */
const languageLife = 365 * 24 * 60 * 60;

/** The language that was chosen in this browser. */
export function readLanguageCookie(c: Context<PageEnv>): string | null {
  return getCookie(c, cookieShape(c.env.baseUrl, 'language').name) ?? null;
}

/** Keeps the language that was chosen in this browser. */
export function giveLanguageCookie(c: Context<PageEnv>, language: Language): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl, 'language');
  setCookie(c, name, language, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: languageLife });
}

/** The id of this browser, which outlives its sessions. It proves only that a ticket was made here. */
export function readBrowserCookie(c: Context<PageEnv>): string | null {
  return getCookie(c, cookieShape(c.env.baseUrl, 'browser').name) ?? null;
}

/**
 * Gives the browser an id, or extends the one it has, for the lifetime of a ticket.
 *
 * @returns the id, a secret
 */
export function keepBrowserCookie(c: Context<PageEnv>, random: Pick<Random, 'id'>): string {
  const { name, path, secure } = cookieShape(c.env.baseUrl, 'browser');
  const id = readBrowserCookie(c) ?? random.id();
  setCookie(c, name, id, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: ticketLife / 1000 });
  return id;
}

/** Most characters of one cookie, and most cookies, for a path that is too long to take along to a provider. */
const nextPiece = 3500;
const nextPieces = 4;

const nextShape = (c: Context<PageEnv>): CookieShape => {
  const { secure, path } = cookieShape(c.env.baseUrl);
  const name = secure ? '__Secure-linkpin-next' : 'linkpin-next';
  return { name, path: `${path === '/' ? '' : path}/signin/back`, secure };
};

/** Keeps a local path in the browser until it is back from a provider; the last one only. Nothing else is sent it. */
export function keepNext(c: Context<PageEnv>, next: string): void {
  const { name, path, secure } = nextShape(c);
  const options = { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: flowLife / 1000 } as const;
  for (let piece = 0; piece < nextPieces; piece += 1) {
    const text = next.slice(piece * nextPiece, (piece + 1) * nextPiece);
    if (text !== '') setCookie(c, `${name}-${piece}`, text, options);
    else if (piece > 0) deleteCookie(c, `${name}-${piece}`, options);
  }
}

/** The path that {@link keepNext} kept, which is then forgotten. */
export function takeNext(c: Context<PageEnv>): string | null {
  const { name, path, secure } = nextShape(c);
  const pieces: string[] = [];
  for (let piece = 0; piece < nextPieces; piece += 1) {
    const text = getCookie(c, `${name}-${piece}`);
    if (text === undefined) break;
    pieces.push(text);
    deleteCookie(c, `${name}-${piece}`, { path, secure, httpOnly: true, sameSite: 'Lax' });
  }
  return pieces.length === 0 ? null : pieces.join('');
}
