import { foldCode } from '../../pins/code.ts';
import type { Refusal } from '../../pins/refusal.ts';
import { linkView } from '../../pages/views/link.ts';
import { linkWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { openAsked } from './open-asked.ts';
import { page, type PageStatus, type SignedInVisit } from './visit.ts';

const shown = (code: string): string => code.slice(0, 64);

/** GET /link, with `?code=` from a QR code. */
export function showLink(visit: SignedInVisit): Response | Promise<Response> {
  return page(visit, linkView(visit.frame, { typed: shown(visit.c.req.query('code') ?? ''), error: null }));
}

function wordsFor(refusal: Refusal): readonly [text: string, status: PageStatus] {
  switch (refusal.kind) {
    case 'not-found':
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

/** POST /link */
export async function typeCode(visit: SignedInVisit): Promise<Response> {
  const { c, form, frame } = visit;
  const typed = shown(form.get('code') ?? '');
  if (foldCode(typed) === '') return page(visit, linkView(frame, { typed: '', error: words.empty }), 422);
  return openAsked(visit, { code: typed, holder: null, via: 'code', forward: null }, (refusal) => {
    if ('retryAfter' in refusal) c.header('retry-after', String(refusal.retryAfter));
    const [error, status] = wordsFor(refusal);
    return page(visit, linkView(frame, { typed, error }), status);
  });
}
