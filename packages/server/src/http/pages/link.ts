import { foldCode, plexCodes, type CodeFormat } from '../../domain/code.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { linkView } from '../../pages/views/link.ts';
import { linkWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { isUnusualLength, readCodeEntry } from './code-entry.ts';
import { keepBrowserCookie } from './cookie.ts';
import { openAsked } from './open-asked.ts';
import { createTickets, type Asked } from './tickets.ts';
import { page, type PageStatus, type SignedInVisit, type Visit } from './visit.ts';

const shown = (text: string): string => text.slice(0, 256);

/** Plex's codes to type, as long as new ones of the visitor's network are now. */
const weakCodesNow = ({ site, c }: Visit): CodeFormat =>
  site.context.codeAttempts.formatFor('weak', plexCodes.weak, c.env.address);

/** The codes that people type here, while few of them live. */
const usualCodes = (visit: Visit): readonly CodeFormat[] => [weakCodesNow(visit), visit.site.context.oauth.userCodes];

/** No code has fewer symbols (wire S8), so what is shorter is not looked up. */
const shortestCode = plexCodes.weak.length;

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
    linkView(visit.frame, {
      typed,
      given,
      error,
      tiles: weakCodesNow(visit).length,
      digitsOnly: /^\d+$/.test(alphabet) && !wantsLetters,
    }),
    status,
  );
}

/** GET /link, with `?code=` from a QR code. */
export function showLink(visit: SignedInVisit): Response | Promise<Response> {
  const given = shown(visit.c.req.query('code') ?? '');
  return linkPage(visit, { typed: given, given }, null);
}

function wordsFor(refusal: Refusal, lengthWords: string | null): readonly [text: string, status: PageStatus] {
  switch (refusal.kind) {
    case 'not-found':
      return [refusal.nearOnly === true ? words.notFoundNear : (lengthWords ?? words.notFound), 422];
    case 'wrong-holder':
    case 'wrong-key':
    case 'not-allowed':
    case 'expired':
      return [lengthWords ?? words.notFound, 422];
    case 'settled':
      return [words.used, 422];
    case 'over-budget':
      return [words.wait(waitTime(refusal.retryAfter)), 429];
    case 'busy':
      return [words.busy, 503];
  }
}

/** What the form was sent with. */
interface Entry {
  /** As it was entered. */
  readonly text: string;
  /** The code that a link had filled in, or empty. */
  readonly given: string;
  readonly asked: Asked;
}

/** What the form asks for. A code that a link had filled in, or that somebody else wrote, is not one that was typed. */
function readEntry(visit: Visit): Entry {
  const text = shown(visit.form.get('code') ?? '');
  const given = shown(visit.form.get('given') ?? '');
  const { code, alone } = readCodeEntry(text, usualCodes(visit), visit.c.env.baseUrl);
  const typed = alone && foldCode(code) !== foldCode(given);
  return { text, given, asked: { code, clientId: null, via: 'code', typed, forward: null } };
}

/** What is wrong with the length alone; the words do not depend on any code that lives. */
function wrongLength(visit: Visit, { code }: Asked): string | null {
  const formats = usualCodes(visit);
  const { length } = foldCode(code);
  if (!isUnusualLength(length, formats)) return null;
  const usual = [...new Set(formats.map((format) => format.length))].toSorted((one, other) => one - other);
  return words.wrongLength(length, usual);
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
  const { text, asked, given } = readEntry(visit);
  const { length } = foldCode(asked.code);
  if (length === 0) return linkPage(visit, { typed: '', given }, words.empty, 422);
  const lengthWords = wrongLength(visit, asked);
  if (length < shortestCode) return linkPage(visit, { typed: text, given }, lengthWords, 422);
  return openAsked(visit, asked, (refusal) => {
    if ('retryAfter' in refusal) c.header('retry-after', String(refusal.retryAfter));
    const [error, status] = wordsFor(refusal, lengthWords);
    return linkPage(visit, { typed: text, given }, error, status);
  });
}
