// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { AssetName } from './assets.ts';
import type { Frame, Html } from './frame.ts';
import { mark } from './glyphs.ts';
import { paperColours } from './theme.ts';
import { offered } from './words/languages.ts';

/** A page. */
export interface Sheet {
  /** The document title. */
  readonly title: string;
  readonly body: Html;
  /** Scripts that enhance it; it has to work without them unless it says otherwise. */
  readonly scripts?: readonly AssetName[];
  /** Styles of its own, besides those of every page. */
  readonly styles?: readonly AssetName[];
  /** True for a page without the menu. */
  readonly quiet?: boolean;
  /** True if it is shown again because the submission was refused; the title says so. */
  readonly isRefused?: boolean;
  /** The active menu entry. */
  readonly entry?: 'link' | 'devices' | 'account' | 'operate';
}

function menu({ base, who, words: { frame: words } }: Frame, entry: Sheet['entry']): Html {
  if (who === null) return html``;
  const item = (name: NonNullable<Sheet['entry']>, path: string, text: string): Html =>
    name === entry
      ? html`<li><a href="${base}${path}" aria-current="page">${text}</a></li>`
      : html`<li><a href="${base}${path}">${text}</a></li>`;
  return html`<nav class="menu" aria-label="${words.menu}">
    <ul>
      ${item('link', '/link', words.link)} ${item('devices', '/devices', words.devices)}
      ${item('account', '/account', words.account)} ${who.isAdmin ? item('operate', '/operate', words.operate) : ''}
    </ul>
  </nav>`;
}

/** The hidden field with the CSRF token. */
export function formToken({ who }: Frame): Html {
  return who === null ? html`` : html`<input type="hidden" name="token" value="${who.formToken}" />`;
}

/** The operator's logo, or our mark and the name. */
function brand({ base, name, logo }: Frame): Html {
  if (logo === null) return html`${mark} <span>${name}</span>`;
  return html`<picture>
    ${
      logo.dark === logo.light ? '' : html`<source media="(prefers-color-scheme: dark)" srcset="${base}${logo.dark}" />`
    }
    <img class="logo" src="${base}${logo.light}" alt="${name}" />
  </picture>`;
}

/** Whom people can ask: a link, if it is an address. */
function contactLine(contact: string): Html {
  if (/^https?:\/\/\S+$/.test(contact)) return html`<a href="${contact}">${contact.replace(/^https?:\/\//, '')}</a>`;
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) return html`<a href="mailto:${contact}">${contact}</a>`;
  return html`<bdi>${contact}</bdi>`;
}

/** Where people find help, and what holds between them and the operator. */
function help({ contact, privacyUrl, termsUrl, words: { frame: words } }: Frame): Html {
  const links = [
    ...(contact === null ? [] : [words.contact.html({ contact: contactLine(contact) })]),
    ...(privacyUrl === null ? [] : [html`<a href="${privacyUrl}">${words.privacy}</a>`]),
    ...(termsUrl === null ? [] : [html`<a href="${termsUrl}">${words.terms}</a>`]),
  ];
  return links.length === 0
    ? html``
    : html`<ul class="help">
        ${links.map((link) => html`<li>${link}</li>`)}
      </ul>`;
}

/** The choice of a language, each under its own name. */
function languageChoice(frame: Frame): Html {
  const words = frame.words.frame;
  const options = offered.map(
    ({ tag, name, dir }) =>
      html`<option value="${tag}" lang="${tag}" dir="${dir}" ${tag === frame.language.tag ? 'selected' : ''}>
        ${name}
      </option>`,
  );
  return html`<form class="languages" method="post" action="${frame.base}/language">
    ${formToken(frame)}
    <input type="hidden" name="back" value="${frame.here}" />
    <label for="language">${words.language}</label>
    <select id="language" name="language">
      ${options}
    </select>
    <button type="submit" class="text-button">${words.changeLanguage}</button>
  </form>`;
}

/** Renders the document around a page. */
export function shell(
  frame: Frame,
  { title, body, scripts = [], styles = [], quiet = false, entry, isRefused = false }: Sheet,
): Html {
  const { base, name, asset, icon, insecure, attribution, language } = frame;
  const words = frame.words.frame;
  return html`<!doctype html>
    <html lang="${language.tag}" dir="${language.dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${isRefused ? words.refused({ title }) : title} · ${name}</title>
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="${paperColours.light}" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="${paperColours.dark}" />
        <link rel="icon" type="${icon.type}" href="${base}${icon.path}" />
        <link rel="apple-touch-icon" href="${base}${asset('icon.png')}" />
        <link rel="manifest" href="${base}${asset('app.webmanifest')}" />
        <link rel="stylesheet" href="${base}${asset('page.css')}" />
        ${styles.map((style) => html`<link rel="stylesheet" href="${base}${asset(style)}" />`)}
        <link rel="stylesheet" href="${base}${asset('theme.css')}" />
        ${scripts.map((script) => html`<script type="module" src="${base}${asset(script)}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        <header>
          <div class="top">
            <a class="brand" href="${base}/">${brand(frame)}</a>
            ${quiet ? '' : menu(frame, entry)}
          </div>
          ${insecure ? html`<p class="banner">${words.insecure}</p>` : ''}
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer class="foot">
          ${languageChoice(frame)} ${help(frame)} ${attribution === null ? '' : html`<p>${attribution}</p>`}
        </footer>
      </body>
    </html>`;
}
