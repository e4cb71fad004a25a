// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { eventKinds, type EventKind } from '../../../domain/event-kinds.ts';
import type { Frame, Html } from '../../frame.ts';
import { formToken } from '../../shell.ts';
import { exactTime, relativeTime } from '../../words/time.ts';
import { operateSheet, shownOnce } from './sheet.ts';

/** Who did something: an admin by name, a command, or somebody whose account is gone. */
export type Doer = { readonly name: string } | 'command' | 'gone';

/** An entry of the audit log. */
export interface AuditRow {
  readonly kind: EventKind;
  readonly fact: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly username: string | null;
  readonly by: Doer | null;
  readonly about: string | null;
  /** The /24 or /48 prefix. */
  readonly network: string | null;
  readonly country: string | null;
  readonly count: number;
}

/** The spans of time that can be asked for. */
export type AuditSince = 'day' | 'week' | 'month' | 'ever';

/** What is asked for. */
export interface AuditFilter {
  readonly kind: EventKind | null;
  readonly person: string;
  readonly since: AuditSince;
}

/** State of the page of the audit log. */
export interface AuditState {
  readonly filter: AuditFilter;
  readonly rows: readonly AuditRow[];
  /** There is nobody by the name that was asked for. */
  readonly isUnknownPerson: boolean;
  /** Where older entries are; null when these are all. */
  readonly older: string | null;
  readonly exportPath: string;
  /** The key of a stream that this very request made, as a command. */
  readonly streamCommand: string | null;
}

function filterForm(frame: Frame, { kind, person, since }: AuditFilter): Html {
  const { audit: words, overview, find } = frame.words.operate;
  const spans: readonly (readonly [AuditSince, string])[] = [
    ['day', overview.lastDay],
    ['week', overview.lastWeek],
    ['month', overview.lastMonth],
    ['ever', words.ever],
  ];
  const option = (value: string, text: string, isChosen: boolean): Html =>
    html`<option value="${value}" ${isChosen ? 'selected' : ''}>${text}</option>`;
  return html`<form class="filters" method="get" action="${frame.base}/operate/audit">
    <div class="field">
      <label for="kind">${words.kind}</label>
      <select id="kind" name="kind">
        ${option('', words.all, kind === null)} ${eventKinds.map((one) => option(one, one, one === kind))}
      </select>
    </div>
    <div class="field">
      <label for="since">${words.since}</label>
      <select id="since" name="since">
        ${spans.map(([value, text]) => option(value, text, value === since))}
      </select>
    </div>
    <div class="field">
      <label for="person">${words.person}</label>
      <input id="person" name="person" type="text" value="${person}" maxlength="200" autocomplete="off" dir="auto" />
    </div>
    <button type="submit" class="button quiet">${find}</button>
  </form>`;
}

function whoOf({ words: { operate: words } }: Frame, { username, by }: AuditRow): Html {
  const doer =
    by === null
      ? ''
      : by === 'command'
        ? words.byCommand
        : by === 'gone'
          ? words.bySomebody
          : words.by.html({ name: by.name });
  return html`<bdi>${username ?? ''}</bdi> ${doer === '' ? '' : html`<small>${doer}</small>`}`;
}

function tableOf(frame: Frame, rows: readonly AuditRow[]): Html {
  const words = frame.words.operate.audit;
  const numbers = new Intl.NumberFormat(frame.language.locale);
  const head = (text: string): Html => html`<th scope="col">${text}</th>`;
  return html`<div class="table" role="region" tabindex="0" aria-label="${words.title}">
    <table class="audit">
      <thead>
        <tr>
          ${head(words.when)} ${head(words.kind)} ${head(words.who)} ${head(words.about)} ${head(words.where)}
          ${head(words.count)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td>
                <time datetime="${new Date(row.at).toISOString()}" title="${exactTime(row.at, frame)}">
                  ${relativeTime(row.at, frame)}
                </time>
              </td>
              <td><code dir="ltr">${row.kind}</code>${row.fact === null ? '' : html` <small>${row.fact}</small>`}</td>
              <td>${whoOf(frame, row)}</td>
              <td><bdi>${row.about ?? ''}</bdi></td>
              <td><span dir="ltr">${[row.network, row.country].filter((part) => part !== null).join(' ')}</span></td>
              <td>${numbers.format(row.count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function auditView(frame: Frame, state: AuditState): Html {
  const words = frame.words.operate.audit;
  const { filter, rows, isUnknownPerson, older, exportPath, streamCommand } = state;
  const stream = html`<section class="card" aria-labelledby="stream-title">
    <h2 id="stream-title">${words.stream}</h2>
    <p class="hint">${words.streamText}</p>
    ${streamCommand === null ? '' : shownOnce(frame, words.streamMade, streamCommand)}
    <form method="post" action="${frame.base}/operate/audit/key">
      ${formToken(frame)}
      <button type="submit" class="button quiet">${words.streamKey}</button>
    </form>
  </section>`;
  const nothing = isUnknownPerson ? words.noPerson : words.none;
  const body = html`${streamCommand === null ? '' : stream}
    <div class="card">
      ${filterForm(frame, filter)} ${rows.length === 0 ? html`<p class="lead">${nothing}</p>` : tableOf(frame, rows)}
      <div class="link-acts">
        ${older === null ? '' : html`<a class="button quiet small" href="${frame.base}${older}">${words.older}</a>`}
        <a class="button quiet small" href="${frame.base}${exportPath}" download>${words.export}</a>
      </div>
    </div>
    ${streamCommand === null ? stream : ''}`;
  return operateSheet(frame, { section: 'audit', title: words.title, body });
}
