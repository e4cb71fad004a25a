// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from './frame.ts';

/** A code to compare: a tile for each character, and read out one by one by a screen reader. */
export function codeTiles(code: string): Html {
  const letters = [...code];
  const half = letters.length > 5 && letters.length % 2 === 0 ? letters.length / 2 : 0;
  return html`<p class="code">
    <span class="unseen">${letters.join(', ')}</span>
    <span class="tiles" aria-hidden="true"
      >${letters.map(
        (letter, index) => html`${half > 0 && index === half ? html`<i class="dash"></i>` : ''}<b>${letter}</b>`,
      )}</span
    >
  </p>`;
}
