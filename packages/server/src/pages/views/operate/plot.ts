// Pure: no I/O, no clock, no randomness. Plots as SVG, each with a table that says the same.
import { html } from 'hono/html';
import type { Frame, Html } from '../../frame.ts';

/** One bar of a plot. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** A plot of bars that stand side by side. */
export interface BarPlot {
  /** Makes the ids of the page different. */
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  /** What the labels are, and what the values. */
  readonly heads: readonly [label: string, value: string];
  readonly bars: readonly Bar[];
}

/** The size of the drawing, which is stretched to its place. */
const [width, height] = [600, 120];

/** The table of a plot. */
function plotTable(
  frame: Frame,
  { heads, rows }: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] },
): Html {
  return html`<details>
    <summary>${frame.words.operate.asTable}</summary>
    <div class="table" role="region" tabindex="0" aria-label="${heads.join(', ')}">
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first = '', ...others]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${others.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Renders a plot, with its greatest value beside it and its first and last label under it. */
export function barPlot(frame: Frame, { id, title, hint, heads, bars }: BarPlot): Html {
  const numbers = new Intl.NumberFormat(frame.language.locale);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const step = width / Math.max(1, bars.length);
  const drawn = bars.map(({ value }, index) => {
    const tall = most === 0 ? 0 : Math.max(value === 0 ? 0 : 2, (value / most) * (height - 4));
    const [x, y] = [(index + 0.1) * step, height - tall];
    return html`<rect
      class="bar"
      x="${x.toFixed(1)}"
      y="${y.toFixed(1)}"
      width="${(step * 0.8).toFixed(1)}"
      height="${tall.toFixed(1)}"
    />`;
  });
  return html`<section class="card plot" aria-labelledby="${id}-title">
    <div class="plot-head">
      <h2 id="${id}-title">${title}</h2>
      <p class="most">${frame.words.operate.highest({ number: numbers.format(most) })}</p>
    </div>
    ${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
    <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="axis" d="M0 ${height - 0.5}H${width}" />
      ${drawn}
    </svg>
    <p class="ends" aria-hidden="true"><span>${bars[0]?.label ?? ''}</span><span>${bars.at(-1)?.label ?? ''}</span></p>
    ${plotTable(frame, { heads, rows: bars.map(({ label, value }) => [label, numbers.format(value)]) })}
  </section>`;
}

/** One step of a funnel. */
export interface FunnelStep {
  readonly label: string;
  readonly value: number;
}

/** Renders a funnel: each step as a bar as long as its share of the first. */
export function funnelPlot(
  frame: Frame,
  { title, hint, steps }: { readonly title: string; readonly hint: string; readonly steps: readonly FunnelStep[] },
): Html {
  const { locale } = frame.language;
  const words = frame.words.operate.overview;
  const [numbers, shares] = [new Intl.NumberFormat(locale), new Intl.NumberFormat(locale, { style: 'percent' })];
  const first = steps[0]?.value ?? 0;
  const most = Math.max(1, ...steps.map(({ value }) => value));
  const shareOf = (value: number): string => (first === 0 ? '' : shares.format(value / first));
  return html`<section class="card plot" aria-labelledby="funnel-title">
    <h2 id="funnel-title">${title}</h2>
    <p class="hint">${hint}</p>
    <ol class="funnel" aria-hidden="true">
      ${steps.map(
        ({ label, value }) =>
          html`<li>
            <p><span>${label}</span> <strong>${numbers.format(value)}</strong> <small>${shareOf(value)}</small></p>
            <svg viewBox="0 0 ${width} 12" preserveAspectRatio="none" focusable="false">
              <rect class="rail" x="0" y="0" width="${width}" height="12" />
              <rect class="bar" x="0" y="0" width="${((value / most) * width).toFixed(1)}" height="12" />
            </svg>
          </li>`,
      )}
    </ol>
    ${plotTable(frame, {
      heads: [words.step, words.count, words.ofFirst],
      rows: steps.map(({ label, value }) => [label, numbers.format(value), shareOf(value)]),
    })}
  </section>`;
}
