// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from '../frame.ts';
import type { Words } from '../words/catalogue.ts';

/** The error of the number: missing, wrong, or replaced by another one on the device. */
export type NumberTrouble = 'missing' | 'wrong' | 'moved';

/** Renders the field for the two digits that the device shows. */
export function numberField(trouble: NumberTrouble | null, words: Words['number']): Html {
  const described = trouble === null ? 'number-hint' : 'number-error number-hint';
  return html`<div class="field number">
    <label for="number">${words.label}</label>
    <input
      id="number"
      name="number"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      maxlength="2"
      dir="ltr"
      aria-describedby="${described}"
      ${trouble === null ? '' : html`aria-invalid="true" autofocus`}
      aria-required="true"
    />
    ${trouble === null ? '' : html`<p class="error" id="number-error" role="alert">${words[trouble]}</p>`}
    <p class="hint" id="number-hint">${words.hint}</p>
  </div>`;
}
