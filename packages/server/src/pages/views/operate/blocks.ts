// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { deviceName } from '../../device-name.ts';
import type { Frame, Html } from '../../frame.ts';
import { formToken } from '../../shell.ts';
import { relativeTime } from '../../words/time.ts';
import { hidden, operateSheet, type News } from './sheet.ts';

/** A block for everybody. Times are milliseconds since the epoch. */
export interface BlockRow {
  readonly id: string;
  readonly name: string;
  readonly by: 'reports' | 'operator';
  readonly at: number;
  readonly until: number;
}

export function blocksView(
  frame: Frame,
  { blocks, news }: { readonly blocks: readonly BlockRow[]; readonly news: News | null },
): Html {
  const words = frame.words.operate.blocks;
  const row = ({ id, name, by, at, until }: BlockRow): Html => {
    const shown = deviceName(name, frame.words);
    return html`<li class="card item">
      <div>
        <h2><bdi>${shown}</bdi></h2>
        <p class="hint">${by === 'reports' ? words.byReports : words.byOperator}</p>
        <p class="hint">
          ${words.since({ time: relativeTime(at, frame) })} · ${words.until({ time: relativeTime(until, frame) })}
        </p>
      </div>
      <form method="post" action="${frame.base}/operate/blocks/remove">
        ${formToken(frame)} ${hidden({ id })}
        <button type="submit" class="button quiet small">
          ${words.unblock}<span class="unseen">${frame.words.frame.about.html({ name: shown })}</span>
        </button>
      </form>
    </li>`;
  };
  const body = html`<p class="hint">${words.hint}</p>
    ${
      blocks.length === 0
        ? html`<p class="card lead">${words.none}</p>`
        : html`<ul class="items">
            ${blocks.map(row)}
          </ul>`
    }`;
  return operateSheet(frame, { section: 'blocks', title: words.title, body, news });
}
