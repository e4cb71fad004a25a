import { foldCode, plexCodes } from '../../domain/code.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Frame } from '../../pages/frame.ts';
import { alternativesFormat } from '../../pages/words/formats.ts';
import { waitTime } from '../../pages/words/time.ts';
import { isUnusualLength, readCodeEntry } from './code-entry.ts';
import { keepBrowserCookie } from './cookie.ts';
import { linkPage, usualCodes } from './link-page.ts';
import { openRequested } from './open-requested.ts';
import { ticketsOf, type Asked } from './tickets.ts';
import { type PageStatus, type SignedInPageRequest, type PageRequest } from './page-request.ts';

const shown = (text: string): string => text.slice(0, 256);

/** No code has fewer symbols (wire S8), so what is shorter is not looked up. */
const shortestCode = plexCodes.weak.length;

/** GET /link, with `?code=` from a QR code. */
export function showLink(pageRequest: SignedInPageRequest): Response | Promise<Response> {
  const given = shown(pageRequest.c.req.query('code') ?? '');
  return linkPage(pageRequest, { typed: given, given }, null);
}

function wordsFor(
  frame: Frame,
  refusal: Refusal,
  lengthWords: () => string | null,
): readonly [text: string, status: PageStatus] {
  const words = frame.words.link;
  switch (refusal.kind) {
    case 'not-found':
      return [refusal.nearOnly === true ? words.notFoundNear : (lengthWords() ?? words.notFound), 422];
    case 'wrong-client':
    case 'wrong-key':
    case 'wrong-verifier':
    case 'not-allowed':
    case 'expired':
      return [lengthWords() ?? words.notFound, 422];
    case 'settled':
      return [words.used, 422];
    case 'over-budget':
      return [words.wait({ time: waitTime(refusal.retryAfter, frame) }), 429];
    case 'busy':
      return [words.busy, 503];
  }
}

/** The submitted form. */
interface Entry {
  /** As it was entered. */
  readonly text: string;
  /** The code that a link filled in, or empty. */
  readonly given: string;
  readonly asked: Asked;
}

/** Reads the form. A code that a link filled in, or that somebody else wrote, does not count as typed. */
function readEntry(pageRequest: PageRequest): Entry {
  const text = shown(pageRequest.form.get('code') ?? '');
  const given = shown(pageRequest.form.get('given') ?? '');
  const { code, alone } = readCodeEntry(text, usualCodes(pageRequest), pageRequest.c.env.baseUrl);
  const typed = alone && foldCode(code) !== foldCode(given);
  return { text, given, asked: { code, clientId: null, via: 'code', typed, forward: null } };
}

/** The message for a wrong length. It does not depend on any live code. */
function wrongLength(pageRequest: PageRequest, { code }: Asked): string | null {
  const formats = usualCodes(pageRequest);
  const { length } = foldCode(code);
  if (!isUnusualLength(length, formats)) return null;
  const usual = [...new Set(formats.map((format) => format.length))].toSorted((one, other) => one - other);
  return pageRequest.frame.words.link.wrongLength({
    count: length,
    usual: alternativesFormat(pageRequest.frame.language.locale).format(usual.map(String)),
  });
}

/** Where to continue with a code that was submitted after the page's session had ended. */
export function resumeCode(pageRequest: PageRequest): string | undefined {
  const { c, dependencies, who, form } = pageRequest;
  if (who !== null && form.get('token') === who.formToken) return undefined;
  const { asked } = readEntry(pageRequest);
  if (foldCode(asked.code) === '') return undefined;
  const { ports } = dependencies.context;
  return `/continue?t=${ticketsOf(ports).sealAsked(asked, keepBrowserCookie(c, ports.random))}`;
}

/** POST /link */
export async function typeCode(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, frame } = pageRequest;
  const { text, asked, given } = readEntry(pageRequest);
  const { length } = foldCode(asked.code);
  if (length === 0) return linkPage(pageRequest, { typed: '', given }, frame.words.link.empty, { status: 422 });
  const lengthWords = (): string | null => wrongLength(pageRequest, asked);
  if (length < shortestCode) return linkPage(pageRequest, { typed: text, given }, lengthWords(), { status: 422 });
  return openRequested(pageRequest, asked, (refusal) => {
    if ('retryAfter' in refusal) c.header('retry-after', String(refusal.retryAfter));
    const [error, status] = wordsFor(frame, refusal, lengthWords);
    return linkPage(pageRequest, { typed: text, given }, error, { status });
  });
}
