import type { Context } from 'hono';
import { isLoopback } from '../../config/loopback.ts';
import type { Frame } from '../../pages/frame.ts';
import type { SignedIn } from '../../accounts/browsers.ts';
import type { PageEnv } from '../context.ts';
import { readSessionCookie } from './cookie.ts';
import { isFromOurPages } from './same-origin.ts';
import { troublePage } from './trouble.ts';
import { goTo, type PageHandler, type Site, type SignedInVisit, type Visit } from './visit.ts';

/** Forms are small; the longest carries a forwarding address. */
const longestForm = 64 * 1024;

function frameFor({ context, assets }: Site, baseUrl: string, who: SignedIn | null): Frame {
  const { protocol, hostname, pathname } = new URL(baseUrl);
  return {
    base: pathname.replace(/\/+$/, ''),
    name: context.settings.name,
    asset: assets.path,
    who: who === null ? null : { username: who.account.username, formToken: who.formToken },
    insecure: protocol === 'http:' && !isLoopback(hostname),
    attribution: context.geoip.attribution,
    now: context.ports.clock.now(),
  };
}

/** The body, or undefined when it is longer than a form may be. */
async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    return new URLSearchParams();
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > longestForm) return undefined;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

const visitBy = (c: Context<PageEnv>, site: Site, who: SignedIn | null): Visit => ({
  c,
  site,
  who,
  form: new URLSearchParams(),
  frame: frameFor(site, c.env.baseUrl, who),
});

/** A visit by nobody in particular: for answers that must need no store. */
export const stranger = (c: Context<PageEnv>, site: Site): Visit => visitBy(c, site, null);

/** Finds out who visits. */
export async function arrive(c: Context<PageEnv>, site: Site): Promise<Visit> {
  const secret = readSessionCookie(c);
  const trace = { address: c.env.address, userAgent: c.req.header('user-agent') ?? null };
  const who = (secret === undefined ? undefined : await site.people.browsers.recognize(secret, trace)) ?? null;
  return visitBy(c, site, who);
}

/** Lets a form in that was posted from one of our own pages, and reads it. */
export function posted(handler: PageHandler): PageHandler {
  return async (visit) => {
    const { c } = visit;
    const provenance = { origin: c.req.header('origin'), secFetchSite: c.req.header('sec-fetch-site') };
    if (!isFromOurPages(provenance, c.env.baseUrl)) return troublePage(visit, 'forbidden');
    const form = await readForm(c.req.raw);
    return form === undefined ? troublePage(visit, 'tooLarge') : handler({ ...visit, form });
  };
}

/** Where somebody goes on whose session ended while they were busy with a page; undefined when nothing is to be resumed. */
export type Resume = (visit: Visit) => string | undefined;

/**
 * Sends whoever is not signed in to sign in first, and back afterwards.
 *
 * @param resume finds what the session that ended was busy with
 */
export function signedIn(handler: PageHandler<SignedInVisit>, resume: Resume = () => undefined): PageHandler {
  return (visit) => {
    const { c, who, form } = visit;
    const isPost = c.req.method === 'POST';
    const resumed = resume(visit);
    if (who === null) {
      const { pathname, search } = new URL(c.req.url);
      const here = isPost ? `/${pathname.split('/')[1] ?? ''}` : `${pathname}${search}`;
      return goTo(visit, `/signin?next=${encodeURIComponent(resumed ?? here)}`);
    }
    if (resumed !== undefined) return goTo(visit, resumed);
    if (isPost && form.get('token') !== who.formToken) return troublePage(visit, 'forbidden');
    return handler({ ...visit, who });
  };
}
