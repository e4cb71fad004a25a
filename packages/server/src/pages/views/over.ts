// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';
import { overWords as words } from '../words/en.ts';

/** Why there is nothing to decide. */
export type OverState =
  | 'expired'
  | 'approved'
  | 'redeemed'
  | 'denied'
  | 'cancelled'
  | 'gone'
  /** It asks from far away, and that needs a code that is typed by hand; a strong one cannot be; or it is refused. */
  | 'typeIt'
  | 'typeStrong'
  | 'tooFar'
  /** The requester is blocked for this person, or for everybody. */
  | 'blocked'
  | 'refusedHere';

/** A request that is over: what happened, and what to do next. */
export function overView(frame: Frame, state: OverState): Html {
  const { title, text } = words[state];
  const settled = state === 'approved' || state === 'redeemed' || state === 'blocked';
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.end}</div>
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <a class="button" href="${frame.base}/link">${words.again}</a>
    ${settled ? html`<a class="button quiet" href="${frame.base}/devices">${words.devices}</a>` : ''}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
