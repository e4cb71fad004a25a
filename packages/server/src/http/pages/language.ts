// The language of a page: who wants which, and the choice at its foot.
import type { Context } from 'hono';
import { chooseLanguage, firstLanguage, languageOf } from '../../pages/words/choose.ts';
import type { Language } from '../../pages/words/languages.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { PageEnv } from '../server/context.ts';
import { giveLanguageCookie, readLanguageCookie } from './cookie.ts';
import { goTo, type PageRequest } from './page-request.ts';

/** The language that the link to this page asks for. */
const asked = (c: Context<PageEnv>): string | null => c.req.query('lang') ?? c.req.query('ui_locales') ?? null;

/** The language of a request. One that a link asks for is kept, because sign-in leads away from the link. */
export function languageFor(c: Context<PageEnv>, who: SignedIn | null): Language {
  const query = asked(c);
  const wanted = firstLanguage(query);
  if (wanted !== null) giveLanguageCookie(c, wanted);
  return chooseLanguage({
    query,
    cookie: readLanguageCookie(c),
    account: languageOf(who?.account.language),
    accepted: c.req.header('accept-language') ?? null,
  });
}

/** The pages that can be shown again in another language. What a form posted, or a provider answered, is not sent twice. */
const shownAgain =
  /^\/(signin(\/passkey)?|signup|setup|reset|forgot|confirm|undo|link|auth|continue|again|pin|done|devices|oauth\/authorize|account(\/activity)?|tv)?$/;

/** The parameters of those pages, and the fields that carry them through their forms. */
const parameters = [
  ['t', 't'],
  ['next', 'next'],
  ['step', 'step'],
  ['invite', 'invite'],
  ['key', 'key'],
  ['token', 'setupToken'],
] as const;

/** The path and query of a request; those of most pages need no parser. */
function targetOf(url: string): { readonly pathname: string; readonly search: string } {
  const question = url.indexOf('?');
  const end = question === -1 ? url.length : question;
  const pathname = url.slice(url.indexOf('/', 'https://'.length), end);
  return !shownAgain.test(pathname) || /[%#]/.test(url) ? new URL(url) : { pathname, search: url.slice(end) };
}

/**
 * Where the choice of a language leads back to: this page, or the page of the form that it answers.
 *
 * @param form the posted form; empty otherwise
 */
export function pathBack(c: Context<PageEnv>, form: URLSearchParams): string {
  const { pathname, search } = targetOf(c.req.url);
  const first = `/${pathname.split('/')[1] ?? ''}`;
  const path = [pathname, ...(c.req.method === 'POST' ? [first] : [])].find((one) => shownAgain.test(one));
  if (path === undefined) return '/';
  const kept = new URLSearchParams(c.req.method === 'POST' ? '' : search);
  for (const name of ['lang', 'ui_locales']) kept.delete(name);
  for (const [name, field] of parameters) {
    const value = form.get(field);
    if (value !== null) kept.set(name, value);
  }
  return kept.size === 0 ? path : `${path}?${kept.toString()}`;
}

/** One of our own pages, whoever supplied the path. */
function localPage(path: string | null): string {
  if (path === null || path.length > 16_384 || !/^[\x21-\x7E]*$/.test(path) || path.includes('\\')) return '/';
  return shownAgain.test(path.split(/[?#]/, 1)[0] ?? '') ? path : '/';
}

/**
 * POST /language: the choice at the foot of every page, kept by this browser and by the account of whoever is signed in. An
 * unknown language changes nothing.
 */
export async function changeLanguage(pageRequest: PageRequest): Promise<Response> {
  const { c, form, who, dependencies } = pageRequest;
  const chosen = languageOf(form.get('language'));
  if (chosen !== null) giveLanguageCookie(c, chosen);
  if (chosen !== null && who !== null && form.get('token') === who.formToken) {
    await dependencies.context.store.accounts.setLanguage(who.account.id, chosen);
  }
  return goTo(pageRequest, localPage(form.get('back')));
}
