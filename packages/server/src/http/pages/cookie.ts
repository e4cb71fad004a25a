import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { fullLife } from '../../domain/session.ts';
import { deviceCookieLife } from '../../accounts/device-cookie.ts';
import type { Random } from '../../service/ports/random.ts';
import type { PageEnv } from '../server/context.ts';
import { ticketLife } from './tickets.ts';

/** How a cookie is named and bound under one URL. */
export interface CookieShape {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

/** What a cookie is for: to be signed in, to have been (`people/device-cookie.ts`), or to know one browser from others. */
type CookieUse = 'session' | 'device' | 'browser';

/**
 * The strongest name that the URL allows: `__Host-` at the root of an https host, `__Secure-` below a base path. On plain
 * http the port is in the name, since cookies do not tell ports apart.
 */
export function cookieShape(baseUrl: string, use: CookieUse = 'session'): CookieShape {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, '') || '/';
  const own = use === 'session' ? 'linkpin' : `linkpin-${use}`;
  if (url.protocol !== 'https:') return { name: `${own}-${url.port || '80'}`, path, secure: false };
  return { name: `${path === '/' ? '__Host' : '__Secure'}-${own}`, path, secure: true };
}

/** The secret that the browser holds. */
export function readSessionCookie(c: Context<PageEnv>): string | undefined {
  return getCookie(c, cookieShape(c.env.baseUrl).name);
}

/** Gives the browser its secret. Scripts cannot read it, other sites' forms do not send it. */
export function giveSessionCookie(c: Context<PageEnv>, secret: string): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl);
  setCookie(c, name, secret, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: fullLife / 1000 });
}

/** Takes it away. */
export function takeSessionCookie(c: Context<PageEnv>): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl);
  deleteCookie(c, name, { path, secure, httpOnly: true, sameSite: 'Lax' });
}

/** The note of who signed in with this browser before. */
export function readDeviceCookie(c: Context<PageEnv>): string | null {
  return getCookie(c, cookieShape(c.env.baseUrl, 'device').name) ?? null;
}

/** Gives the browser that note. It is sent with our own pages' requests only. */
export function giveDeviceCookie(c: Context<PageEnv>, note: string): void {
  const { name, path, secure } = cookieShape(c.env.baseUrl, 'device');
  setCookie(c, name, note, { path, secure, httpOnly: true, sameSite: 'Strict', maxAge: deviceCookieLife / 1000 });
}

/** The id of this browser, which outlives its sessions. It proves nothing but that a ticket was made here. */
export function readBrowserCookie(c: Context<PageEnv>): string | null {
  return getCookie(c, cookieShape(c.env.baseUrl, 'browser').name) ?? null;
}

/**
 * Gives the browser an id, or keeps the one it has, for as long as a ticket made now is good.
 *
 * @returns the id, which nobody can guess
 */
export function keepBrowserCookie(c: Context<PageEnv>, random: Pick<Random, 'id'>): string {
  const { name, path, secure } = cookieShape(c.env.baseUrl, 'browser');
  const id = readBrowserCookie(c) ?? random.id();
  setCookie(c, name, id, { path, secure, httpOnly: true, sameSite: 'Lax', maxAge: ticketLife / 1000 });
  return id;
}
