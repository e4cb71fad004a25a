// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { formError } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { shell } from '../shell.ts';
import { passkeyForm } from './passkey-form.ts';

/** State of the page after the password of an account that needs a passkey. */
export interface SecondStepState {
  /** Seals whose password was shown. */
  readonly step: string;
  /** Local path to continue at, below the base path. */
  readonly next: string;
  readonly error: string | null;
  /** Why passkeys do not work here; null where they do. */
  readonly off: string | null;
}

export function secondStepView(frame: Frame, { step, next, error, off }: SecondStepState): Html {
  const words = frame.words.passkeys;
  const ask = passkeyForm(frame, {
    does: 'second-step',
    path: '/signin/passkey',
    fields: { step, next },
    button: words.stepGo,
    failed: words.stepFailed,
  });
  const body = html`<div class="card narrow">
    <h1>${words.step}</h1>
    <p class="lead">${words.stepLead}</p>
    ${formError(error)}
    ${
      off === null
        ? html`${ask}
            <p class="notice" data-no-passkeys hidden>${words.noSupport}</p>
            <noscript><p class="notice">${words.noScript}</p></noscript>`
        : html`<p class="notice">${off}</p>`
    }
    <p class="hint centre">${words.stepLost({ service: frame.name })}</p>
    <p class="hint centre">
      <a href="${frame.base}/signin?next=${encodeURIComponent(next)}">${words.stepOther}</a>
    </p>
  </div>`;
  return shell(frame, {
    title: words.step,
    body,
    quiet: true,
    isRefused: error !== null,
    scripts: off === null ? ['passkey.js'] : [],
  });
}
