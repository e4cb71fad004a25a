// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';

/**
 * Renders what a request is called in the log, for whoever reports an error.
 *
 * @param id the request's; null where its person can mend the error
 */
export const referenceLine = ({ words }: Frame, id: string | null): Html =>
  id === null
    ? html``
    : html`<p class="hint reference">${words.trouble.reference.html({ id: html`<code dir="ltr">${id}</code>` })}</p>`;
