// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { formToken, shell } from '../shell.ts';
import { nearbySection, type NearbyState } from './nearby.ts';

/** State of the page where a code is entered. */
export interface LinkState {
  /** The content of the field. */
  readonly typed: string;
  /** The code that a link prefilled, or empty. */
  readonly given: string;
  readonly error: string | null;
  /** The current length of codes; the script draws more tiles for longer input. */
  readonly tiles: number;
  /** True if codes consist of digits, so that phones show a numeric keyboard, with a switch to letters. */
  readonly digitsOnly: boolean;
  /** The devices that wait in the person's local network. */
  readonly nearby: NearbyState;
}

export function linkView(frame: Frame, { typed, given, error, tiles, digitsOnly, nearby }: LinkState): Html {
  const words = frame.words.link;
  const body = html`<div class="card narrow">
      <h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <form method="post" action="${frame.base}/link">
        ${formToken(frame)} ${given === '' ? '' : html`<input type="hidden" name="given" value="${given}" />`}
        ${error === null ? '' : html`<p class="alert" role="alert">${error}</p>`}
        <label class="unseen" for="code">${words.field}</label>
        <div class="code-field">
          <span class="slots" aria-hidden="true">${Array.from({ length: tiles }, () => html`<i></i>`)}</span>
          <input
            id="code"
            name="code"
            type="text"
            inputmode="${digitsOnly ? 'numeric' : 'text'}"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="256"
            dir="ltr"
            aria-describedby="code-hint"
            value="${typed}"
            ${error === null ? '' : html`aria-invalid="true" autofocus`}
            aria-required="true"
          />
        </div>
        <p class="hint centre" id="code-hint">${words.hint}</p>
        <button type="submit" class="button">${words.go}</button>
        ${digitsOnly ? html`<p class="centre"><a href="${frame.base}/link?letters">${words.letters}</a></p>` : ''}
      </form>
    </div>
    ${nearbySection(frame, nearby)}`;
  return shell(frame, {
    title: words.title,
    body,
    isRefused: error !== null || nearby.error !== null,
    scripts: ['link.js'],
    entry: 'link',
  });
}
