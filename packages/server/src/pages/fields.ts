// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Html } from './frame.ts';
import type { Words } from './words/catalogue.ts';

/** An input field. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** True for the first invalid field. */
  readonly hasFocus?: boolean;
  readonly required?: boolean;
  readonly maxLength: number;
  /** Makes the id unique on a page with several such fields. */
  readonly suffix?: string;
  /** For a password: the words of the button that shows it. */
  readonly peek?: Words['peek'];
}

/** Renders a field with its label, hint and error. */
export function field({
  name,
  label,
  type,
  autocomplete,
  value = '',
  hint,
  error,
  hasFocus = true,
  required = true,
  maxLength,
  suffix = '',
  peek,
}: Field): Html {
  const id = `${name}${suffix}`;
  const notes = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(
    (note) => note !== '',
  );
  const given = type === 'password' ? '' : html` value="${value}"`;
  const asTyped = type === 'text' ? html` autocapitalize="none" spellcheck="false" dir="auto"` : html` dir="ltr"`;
  const described = notes.length === 0 ? '' : html` aria-describedby="${notes.join(' ')}"`;
  // Focus the first invalid field, with or without a script.
  const wrong = error === undefined ? '' : html` aria-invalid="true"${hasFocus ? html` autofocus` : ''}`;
  const peekable =
    peek === undefined
      ? ''
      : html` data-show="${peek.show}" data-show-password="${peek.showPassword}" data-hide="${peek.hide}"
        data-hide-password="${peek.hidePassword}"`;
  const attributes = html`${required ? html` required` : ''}${described}${wrong}${given}${asTyped}${peekable}`;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      maxlength="${maxLength}"
      ${attributes}
    />
    ${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}
    ${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

/** Renders the error of a form, announced immediately. */
export function formError(text: string | null): Html {
  return text === null ? html`` : html`<p class="alert" role="alert" tabindex="-1" autofocus>${text}</p>`;
}

/** Renders a confirmation, announced politely. */
export function notice(text: string | null): Html {
  return text === null ? html`` : html`<p class="notice" role="status">${text}</p>`;
}
