import { foldCode } from '../../pins/code.ts';
import type { Refusal } from '../../pins/refusal.ts';
import { linkView } from '../../pages/views/link.ts';
import { linkWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { keepBrowserCookie } from './cookie.ts';
import { openAsked } from './open-asked.ts';
import { createTickets, type Asked } from './tickets.ts';
import { page, type PageStatus, type SignedInVisit, type Visit } from './visit.ts';

const shown = (code: string): string => code.slice(0, 64);

/** The page with its field. A phone shows keys for digits when user codes are of digits, until a letter is wanted. */
function linkPage(
  visit: SignedInVisit,
  { typed, given }: { readonly typed: string; readonly given: string },
  error: string | null,
  status: PageStatus = 200,
): Response | Promise<Response> {
  const { alphabet } = visit.site.context.oauth.userCodes;
  const wantsLetters = visit.c.req.query('letters') !== undefined || /[^\d\s-]/.test(typed);
  return page(
    visit,
    linkView(visit.frame, { typed, given, error, digitsOnly: /^\d+$/.test(alphabet) && !wantsLetters }),
    status,
  );
}

/** GET /link, with `?code=` from a QR code. */
export function showLink(visit: SignedInVisit): Response | Promise<Response> {
  const given = shown(visit.c.req.query('code') ?? '');
  return linkPage(visit, { typed: given, given }, null);
}

function wordsFor(refusal: Refusal): readonly [text: string, status: PageStatus] {
  switch (refusal.kind) {
    case 'not-found':
      return [refusal.nearOnly === true ? words.notFoundNear : words.notFound, 422];
    case 'wrong-holder':
    case 'wrong-key':
    case 'not-allowed':
    case 'expired':
      return [words.notFound, 422];
    case 'settled':
      return [words.used, 422];
    case 'over-budget':
      return [words.wait(waitTime(refusal.retryAfter)), 429];
    case 'busy':
      return [words.busy, 503];
  }
}

/** What the form asks for. A code that a link had filled in is not one that the person typed. */
function readEntry({ form }: Visit): { readonly asked: Asked; readonly given: string } {
  const code = shown(form.get('code') ?? '');
  const given = shown(form.get('given') ?? '');
  const typed = foldCode(code) !== foldCode(given);
  return { asked: { code, holder: null, via: 'code', typed, forward: null }, given };
}

/** Where a code goes on that was sent without the session that its page had, or without any. */
export function resumeCode(visit: Visit): string | undefined {
  const { c, site, who, form } = visit;
  const { asked } = readEntry(visit);
  if (foldCode(asked.code) === '' || (who !== null && form.get('token') === who.formToken)) return undefined;
  const { ports } = site.context;
  return `/continue?t=${createTickets(ports).sealAsked(asked, keepBrowserCookie(c, ports.random))}`;
}

/** POST /link */
export async function typeCode(visit: SignedInVisit): Promise<Response> {
  const { c } = visit;
  const { asked, given } = readEntry(visit);
  if (foldCode(asked.code) === '') return linkPage(visit, { typed: '', given }, words.empty, 422);
  return openAsked(visit, asked, (refusal) => {
    if ('retryAfter' in refusal) c.header('retry-after', String(refusal.retryAfter));
    const [error, status] = wordsFor(refusal);
    return linkPage(visit, { typed: asked.code, given }, error, status);
  });
}
