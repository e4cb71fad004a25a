// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from './frame.ts';

/**
 * Renders a code for comparison: one tile per character, which a screen reader spells out.
 *
 * @param groupOf characters per group, separated by dashes as on the device; lines only break there
 */
export function codeTiles(code: string, groupOf: number): Html {
  const letters = [...code];
  const groups = Array.from({ length: Math.ceil(letters.length / groupOf) }, (_, index) =>
    letters.slice(index * groupOf, (index + 1) * groupOf),
  );
  const isLast = (index: number): boolean => index === groups.length - 1;
  return html`<p class="code">
    <span class="unseen">${letters.join(', ')}</span>
    <span class="tiles" aria-hidden="true"
      >${groups.map(
        (group, index) =>
          html`<span class="group"
            >${group.map((letter) => html`<b>${letter}</b>`)}${isLast(index) ? '' : html`<i class="dash"></i>`}</span
          >`,
      )}</span
    >
  </p>`;
}
