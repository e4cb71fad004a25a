// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { shell } from '../shell.ts';
import type { English } from '../words/en.ts';
import { relativeTime } from '../words/time.ts';

/** An entry of an account's recent activity. */
export interface ActivityEntry {
  readonly what: Exclude<keyof English['activity']['did'], 'redeemedElsewhere'>;
  /** The device's own name; null if unknown. */
  readonly device: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** For example "Utrecht, Netherlands"; null if unknown. */
  readonly where: string | null;
  /** True if the device redeemed its sign-in from a new network. */
  readonly isNewNetwork: boolean;
}

function row(frame: Frame, { what, device, at, where, isNewNetwork }: ActivityEntry): Html {
  const words = frame.words.activity;
  const time = relativeTime(at, frame);
  const did = what === 'redeemed' && isNewNetwork ? 'redeemedElsewhere' : what;
  return html`<li>
    <p>
      ${device === null ? words.didUnnamed[did] : words.did[did]({ device })}<small
        >${where === null ? time : words.at({ time, place: where })}</small
      >
    </p>
  </li>`;
}

/** Renders the recent activity. */
export function activityView(frame: Frame, activity: readonly ActivityEntry[]): Html {
  const words = frame.words.activity;
  const body = html`<div class="wide">
    <h1>${words.title}</h1>
    <section class="card" aria-label="${words.title}">
      ${
        activity.length === 0
          ? html`<p>${words.nothing}</p>`
          : html`<ul class="happenings">
              ${activity.map((happening) => row(frame, happening))}
            </ul>`
      }
      <a class="button quiet" href="${frame.base}/account">${frame.words.account.backToAccount}</a>
    </section>
  </div>`;
  return shell(frame, { title: words.title, body, entry: 'account' });
}
