// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';
import type { Where } from '../where.ts';

/** Why there is nothing to decide. */
export type OverState =
  | 'expired'
  | 'approved'
  | 'redeemed'
  | 'denied'
  | 'cancelled'
  | 'gone'
  /** A sign-in in this browser, which its app has to begin again. */
  | 'signInOver'
  /** From far away: requires a code typed by hand; impossible for a strong code; or refused. */
  | 'typeIt'
  | 'typeStrong'
  | 'tooFar'
  /** The requester is blocked, for this account or for everybody. */
  | 'blocked'
  | 'refusedHere'
  /** The client is only for groups that the person is not in. */
  | 'notInGroup';

/** States that are shown as a warning. */
const alarming: readonly OverState[] = ['typeIt', 'typeStrong', 'tooFar', 'blocked', 'refusedHere'];

/**
 * Renders the page of a request that has ended: what happened and what to do next.
 *
 * @param where the place of the request, if that is the reason
 */
export function overView(frame: Frame, state: OverState, where: Where | null = null): Html {
  const words = frame.words.over;
  const { title, text } = words[state];
  const isAlarming = alarming.includes(state);
  const from = isAlarming && where?.at === 'place' ? `${frame.words.consent.farAt({ place: where.place })} ` : '';
  const settled = state === 'approved' || state === 'redeemed' || state === 'blocked';
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign ${isAlarming ? 'bad' : ''}">${isAlarming ? signs.warning : signs.end}</div>
    <h1>${title}</h1>
    <p class="${isAlarming ? 'alarm' : 'lead'}">${from}${text}</p>
    ${state === 'signInOver' ? '' : html`<a class="button" href="${frame.base}/link">${words.again}</a>`}
    ${settled ? html`<a class="button quiet" href="${frame.base}/devices">${words.devices}</a>` : ''}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
