// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';
import { waitTime } from '../words/time.ts';
import { referenceLine } from './reference.ts';

/** The kind of error. */
export type Trouble = 'notFound' | 'forbidden' | 'signedOut' | 'tooLarge' | 'tooMany' | 'unavailable';

/** State of the page of an error. */
export interface TroubleState {
  readonly trouble: Trouble;
  /** Seconds until a retry makes sense, or null if it does not. */
  readonly retryAfter: number | null;
  /** What the request is called in the log; null where its person can mend the error. */
  readonly reference: string | null;
}

export function troubleView(frame: Frame, { trouble, retryAfter, reference }: TroubleState): Html {
  const words = frame.words.trouble;
  const { title, text } = words[trouble];
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.end}</div>
    <h1>${title}</h1>
    <p class="lead">${retryAfter === null ? text : words.wait({ time: waitTime(retryAfter, frame) })}</p>
    <a class="button" href="${frame.base}/">${words.home}</a>
    ${referenceLine(frame, reference)}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
