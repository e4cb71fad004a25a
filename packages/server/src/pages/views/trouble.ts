// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { shell } from '../shell.ts';
import { waitTime } from '../words/time.ts';

/** The kind of error. */
export type Trouble = 'notFound' | 'forbidden' | 'signedOut' | 'tooLarge' | 'tooMany' | 'unavailable';

/** @param retryAfter seconds until a retry makes sense, or null if it does not */
export function troubleView(frame: Frame, trouble: Trouble, retryAfter: number | null): Html {
  const words = frame.words.trouble;
  const { title, text } = words[trouble];
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.end}</div>
    <h1>${title}</h1>
    <p class="lead">${retryAfter === null ? text : words.wait({ time: waitTime(retryAfter, frame) })}</p>
    <a class="button" href="${frame.base}/">${words.home}</a>
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
