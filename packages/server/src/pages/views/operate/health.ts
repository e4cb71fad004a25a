// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../../frame.ts';
import { datedTime } from '../../words/time.ts';
import { operateSheet } from './sheet.ts';

/** What waits to be sent; null where nothing is sent. */
export interface QueueState {
  readonly waiting: number;
  /** How many were given up; null where that is not counted. */
  readonly dropped: number | null;
  readonly isOff: boolean;
}

/** State of the page of the service's health. */
export interface HealthState {
  readonly isStoreWorking: boolean;
  /** Sentences for the operator, in English. */
  readonly warnings: readonly string[];
  readonly webhooks: QueueState | null;
  readonly mails: QueueState | null;
  readonly workers: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

function queue({ words: { operate } }: Frame, title: string, state: QueueState | null): Html {
  const words = operate.health;
  if (state === null) {
    return html`<div>
      <dt>${title}</dt>
      <dd>${words.notUsed}</dd>
    </div>`;
  }
  const { waiting, dropped, isOff } = state;
  const parts = [
    words.waiting({ count: waiting }),
    ...(dropped === null || dropped === 0 ? [] : [words.dropped({ count: dropped })]),
  ];
  return html`<div>
    <dt>${title}</dt>
    <dd>${parts.join(' · ')}${isOff ? html`<br /><strong>${words.off}</strong>` : ''}</dd>
  </div>`;
}

export function healthView(frame: Frame, state: HealthState): Html {
  const words = frame.words.operate.health;
  const { isStoreWorking, warnings, webhooks, mails, workers, startedAt } = state;
  const body = html`<section class="card" aria-label="${words.title}">
      ${
        isStoreWorking
          ? html`<p class="notice">${warnings.length === 0 ? words.fine : words.storeFine}</p>`
          : html`<p class="alert" role="alert">${words.storeDown}</p>`
      }
      <dl>
        ${queue(frame, words.webhooks, webhooks)} ${queue(frame, words.mails, mails)}
        <div>
          <dt>${words.workers}</dt>
          <dd>${new Intl.NumberFormat(frame.language.locale).format(workers)}</dd>
        </div>
        <div>
          <dt>${words.started}</dt>
          <dd>${datedTime(startedAt, frame)}</dd>
        </div>
      </dl>
    </section>
    <section class="card" aria-labelledby="warnings-title">
      <h2 id="warnings-title">${words.warnings}</h2>
      ${
        warnings.length === 0
          ? html`<p class="hint">${words.noWarnings}</p>`
          : html`<ul class="warnings" lang="en" dir="ltr">
              ${warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
      }
    </section>`;
  return operateSheet(frame, { section: 'health', title: words.title, body });
}
