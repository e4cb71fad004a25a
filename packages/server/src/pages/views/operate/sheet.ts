// Pure: no I/O, no clock, no randomness. What all pages of operators share.
import { html } from 'hono/html';
import type { Frame, Html } from '../../frame.ts';
import { notice } from '../../fields.ts';
import { formToken, shell } from '../../shell.ts';

/** The pages of operators, and their paths below `/operate`. */
const sections = {
  overview: '',
  pins: '/pins',
  people: '/people',
  devices: '/devices',
  clients: '/clients',
  blocks: '/blocks',
  audit: '/audit',
  health: '/health',
} as const;

/** The name of a page of operators. */
export type Section = keyof typeof sections;

/** A page of operators. */
export interface OperateSheet {
  readonly section: Section;
  readonly title: string;
  readonly body: Html;
  readonly news?: News | null;
}

/** What was done, or why nothing was. */
export interface News {
  readonly text: string;
  readonly isBad: boolean;
}

function navigation({ base, words: { operate: words } }: Frame, section: Section): Html {
  const item = (name: Section): Html =>
    html`<li>
      <a href="${base}/operate${sections[name]}" ${name === section ? html`aria-current="page"` : ''}
        >${words.nav[name]}</a
      >
    </li>`;
  return html`<nav class="sections" aria-label="${words.nav.label}">
    <ul>
      ${(Object.keys(sections) as Section[]).map(item)}
    </ul>
  </nav>`;
}

/** Renders the document around a page of operators. */
export function operateSheet(frame: Frame, { section, title, body, news = null }: OperateSheet): Html {
  const told =
    news === null
      ? html``
      : news.isBad
        ? html`<p class="alert" role="alert" tabindex="-1" autofocus>${news.text}</p>`
        : notice(news.text);
  return shell(frame, {
    title,
    entry: 'operate',
    isRefused: news?.isBad === true,
    styles: ['operate.css'],
    scripts: ['invite.js'],
    body: html`<div class="operate">
      ${navigation(frame, section)}
      <h1>${title}</h1>
      ${told} ${body}
    </div>`,
  });
}

/** Something that an operator may do, behind a second click that says what it does. */
export interface Act {
  /** Below the base path. */
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly title: string;
  /** Whom or what it is done to, for those who hear the page. */
  readonly about: string;
  readonly text: string;
  /** It takes something away. */
  readonly isGrave?: boolean;
}

/** The hidden fields of a form. */
export const hidden = (fields: Readonly<Record<string, string>>): Html =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;

/** Renders an act: a summary that opens to its text and its button. */
export function act(frame: Frame, { path, fields = {}, title, about, text, isGrave = false }: Act): Html {
  return html`<details class="act">
    <summary ${isGrave ? html`class="grave"` : ''}>
      ${title}<span class="unseen">${frame.words.frame.about.html({ name: about })}</span>
    </summary>
    <form method="post" action="${frame.base}${path}">
      ${formToken(frame)} ${hidden(fields)}
      <p>${text}</p>
      <button type="submit" class="${isGrave ? 'button grave' : 'button quiet'}">
        ${frame.words.operate.people.confirm}
      </button>
    </form>
  </details>`;
}

/** A form that searches, with GET. */
export function searchForm(frame: Frame, path: string, label: string, value: string): Html {
  return html`<form class="search" method="get" action="${frame.base}${path}" role="search">
    <div class="field">
      <label for="q">${label}</label>
      <input id="q" name="q" type="text" value="${value}" maxlength="200" autocomplete="off" dir="auto" />
    </div>
    <button type="submit" class="button quiet small">${frame.words.operate.find}</button>
  </form>`;
}

/** Renders a secret that is shown this once. */
export function shownOnce(frame: Frame, text: string, secret: string): Html {
  const { copy, copied, share } = frame.words.account;
  return html`<div class="notice" role="status">
    <p>${text}</p>
    <p class="secret-link" data-copy="${copy}" data-copied="${copied}" data-share="${share}">${secret}</p>
  </div>`;
}
