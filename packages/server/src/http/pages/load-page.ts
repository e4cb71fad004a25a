import type { Context } from 'hono';
import { isLoopback } from '../../domain/loopback.ts';
import type { Frame, SignInWay } from '../../pages/frame.ts';
import { languages } from '../../pages/words/languages.ts';
import { wordsIn } from '../../pages/words/words.ts';
import type { Session } from '../../service/ports/sessions.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { PageEnv } from '../server/context.ts';
import { memo } from '../server/memo.ts';
import { readSessionCookie } from './cookie.ts';
import { languageFor, pathBack } from './language.ts';
import { isFromOurPages } from './same-origin.ts';
import { troublePage } from './trouble.ts';
import {
  goTo,
  type PageHandler,
  type PageDependencies,
  type SignedInPageRequest,
  type PageRequest,
} from './page-request.ts';

/** The longest form that is read, in bytes; the largest real ones carry a `forwardUrl`. */
const longestForm = 64 * 1024;

/** How a session was signed in, for display. */
export const wayOf = ({ context }: PageDependencies, { method, provider: id }: Session): SignInWay => ({
  method,
  providerName: context.providers.find(({ provider }) => provider.id === id)?.provider.name ?? id,
});

/** What the service's own URL says of its pages. */
const placeOf = memo((baseUrl): Pick<Frame, 'base' | 'insecure'> => {
  const { protocol, hostname, pathname } = new URL(baseUrl);
  return { base: pathname.replace(/\/+$/, ''), insecure: protocol === 'http:' && !isLoopback(hostname) };
});

function frameFor(c: Context<PageEnv>, dependencies: PageDependencies, who: SignedIn | null): Frame {
  const { context, assets } = dependencies;
  const { base, insecure } = placeOf(c.env.baseUrl);
  const language = languageFor(c, who);
  return {
    base,
    name: context.settings.name,
    words: wordsIn(language),
    language: languages[language],
    asset: assets.path,
    icon: assets.icon,
    logo: assets.logo,
    contact: context.settings.contact ?? null,
    privacyUrl: context.settings.privacyUrl ?? null,
    termsUrl: context.settings.termsUrl ?? null,
    who:
      who === null
        ? null
        : {
            username: who.account.username,
            formToken: who.formToken,
            isAdmin: who.account.isAdmin,
            way: wayOf(dependencies, who.session),
          },
    insecure,
    attribution: context.geoip.attribution,
    here: pathBack(c, new URLSearchParams()),
    now: context.ports.clock.now(),
  };
}

/** The body, or undefined if it is longer than {@link longestForm}. */
export async function readForm({ env, req }: Context<PageEnv>): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(req.header('content-type') ?? '')) {
    return new URLSearchParams();
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of env.body === undefined ? (req.raw.body ?? []) : [env.body]) {
    length += part.length;
    if (length > longestForm) return undefined;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

const buildPageRequest = (c: Context<PageEnv>, dependencies: PageDependencies, who: SignedIn | null): PageRequest => ({
  c,
  dependencies,
  who,
  form: new URLSearchParams(),
  frame: frameFor(c, dependencies, who),
});

/** A page request without an account, for responses that must not need the store. */
export const loadAnonymousPage = (c: Context<PageEnv>, dependencies: PageDependencies): PageRequest =>
  buildPageRequest(c, dependencies, null);

/** The same request by somebody else. */
export const withPerson = ({ c, dependencies }: PageRequest, who: SignedIn | null): PageRequest =>
  buildPageRequest(c, dependencies, who);

/** Loads a page request and its account. */
export async function loadPage(c: Context<PageEnv>, dependencies: PageDependencies): Promise<PageRequest> {
  const secret = readSessionCookie(c);
  const trace = { address: c.env.address, userAgent: c.req.header('user-agent') ?? null };
  const who =
    (secret === undefined ? undefined : await dependencies.accountService.browsers.find(secret, trace)) ?? null;
  return buildPageRequest(c, dependencies, who);
}

/** Accepts a form only from one of our own pages, and reads it. */
export function posted(handler: PageHandler): PageHandler {
  return async (pageRequest) => {
    const { c } = pageRequest;
    const provenance = { origin: c.req.header('origin'), secFetchSite: c.req.header('sec-fetch-site') };
    if (!isFromOurPages(provenance, c.env.baseUrl)) return troublePage(pageRequest, 'forbidden');
    const form = await readForm(c);
    if (form === undefined) return troublePage(pageRequest, 'tooLarge');
    return handler({ ...pageRequest, form, frame: { ...pageRequest.frame, here: pathBack(c, form) } });
  };
}

/** Where a person continues whose session ended while they used a page; undefined if there is nothing to resume. */
export type Resume = (pageRequest: PageRequest) => string | undefined;

/**
 * Redirects to the sign-in page without a session, and back afterwards.
 *
 * @param resume where to continue after a session has ended
 */
export function signedIn(handler: PageHandler<SignedInPageRequest>, resume: Resume = () => undefined): PageHandler {
  return (pageRequest) => {
    const { c, who, form } = pageRequest;
    const isPost = c.req.method === 'POST';
    const resumed = resume(pageRequest);
    if (who === null) {
      const { pathname, search } = new URL(c.req.url);
      const here = isPost ? `/${pathname.split('/')[1] ?? ''}` : `${pathname}${search}`;
      return goTo(pageRequest, `/signin?next=${encodeURIComponent(resumed ?? here)}`);
    }
    if (resumed !== undefined) return goTo(pageRequest, resumed);
    if (isPost && form.get('token') !== who.formToken) return troublePage(pageRequest, 'forbidden');
    return handler({ ...pageRequest, who });
  };
}
