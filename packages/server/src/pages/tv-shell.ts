// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { AssetName } from './assets.ts';
import type { Frame, Html } from './frame.ts';
import { mark } from './glyphs.ts';

/** A page of a television. */
export interface TvPage {
  readonly title: string;
  /** What stands at the top, in place of the operator's logo. */
  readonly brand: string;
  readonly script: AssetName;
  /** What else is in the head. */
  readonly head?: Html;
  /** Attributes of the body, which the script reads. */
  readonly attributes: Html;
  readonly main: Html;
  readonly footer: Html;
}

/** Renders a dark page to be read from a distance and used by arrow keys. */
export function tvShell(
  { base, asset, icon, logo, language }: Frame,
  { title, brand, script, head, attributes, main, footer }: TvPage,
): Html {
  return html`<!doctype html>
    <html lang="${language.tag}" dir="${language.dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark" />
        <title>${title} · ${brand}</title>
        <link rel="icon" type="${icon.type}" href="${base}${icon.path}" />
        <link rel="stylesheet" href="${base}${asset('tv.css')}" />
        <link rel="stylesheet" href="${base}${asset('theme.css')}" />
        ${head ?? ''}
        <script type="module" src="${base}${asset(script)}"></script>
      </head>
      <body class="tv" ${attributes}>
        <header>
          <p class="brand">
            ${logo === null ? html`${mark} <span>${brand}</span>` : html`<img class="logo" src="${base}${logo.dark}" alt="${brand}" />`}
          </p>
        </header>
        <main>${main}</main>
        ${footer}
      </body>
    </html>`;
}
