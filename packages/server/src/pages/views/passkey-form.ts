// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { formToken } from '../shell.ts';

/** A form that a browser's passkey fills in. */
export interface PasskeyForm {
  readonly does: 'sign-in' | 'second-step' | 'add';
  /** Where the answer goes, below the base path; the options are beside it. */
  readonly path: string;
  /** Fields that go along. */
  readonly fields: Readonly<Record<string, string>>;
  readonly button: string;
  /** What the script says when the person gave up, or the browser found nothing. */
  readonly failed: string;
  /** What it says when the browser has one already. */
  readonly exists?: string;
  /** True to offer passkeys in the browser's autofill, too. */
  readonly autofill?: boolean;
  /** True for a button that is not the main one. */
  readonly quiet?: boolean;
}

/** Renders a form that stays hidden until the script finds that the browser has passkeys. */
export function passkeyForm(frame: Frame, form: PasskeyForm): Html {
  const { does, path, fields, button, failed, exists = failed, autofill = false, quiet = false } = form;
  return html`<form
    method="post"
    action="${frame.base}${path}"
    data-passkey="${does}"
    data-options="${frame.base}${path}/options"
    data-library="${frame.base}${frame.asset('webauthn.js')}"
    data-failed="${failed}"
    data-exists="${exists}"
    data-unreachable="${frame.words.passkeys.unreachable}"
    ${autofill ? 'data-autofill' : ''}
    hidden
  >
    ${formToken(frame)}
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <input type="hidden" name="ticket" value="" />
    <input type="hidden" name="answer" value="" />
    <p class="alert" role="alert" tabindex="-1" hidden></p>
    <button type="submit" class="button${quiet ? ' quiet' : ''}">${button}</button>
  </form>`;
}
