// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from './frame.ts';

/**
 * A code to compare: a tile for each character, and read out one by one by a screen reader.
 *
 * @param groupOf a dash stands after so many characters, as on the device
 */
export function codeTiles(code: string, groupOf: number): Html {
  const letters = [...code];
  return html`<p class="code">
    <span class="unseen">${letters.join(', ')}</span>
    <span class="tiles" aria-hidden="true"
      >${letters.map(
        (letter, index) =>
          html`${index > 0 && index % groupOf === 0 ? html`<i class="dash"></i>` : ''}<b>${letter}</b>`,
      )}</span
    >
  </p>`;
}
