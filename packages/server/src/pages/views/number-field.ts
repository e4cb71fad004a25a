// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from '../frame.ts';
import { numberWords as words } from '../words/en-care.ts';

/** What is wrong with the number: none was typed, it was wrong, or the device shows another one by now. */
export type NumberTrouble = 'missing' | 'wrong' | 'moved';

/** The field for the two digits that the device shows. */
export function numberField(trouble: NumberTrouble | null): Html {
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
