// Pure: no I/O, no clock, no randomness. The passkeys of the account page.
import { html } from 'hono/html';
import { field, formError } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { formToken } from '../shell.ts';
import type { English } from '../words/en.ts';
import { relativeTime } from '../words/time.ts';
import { passkeyForm } from './passkey-form.ts';

/** A passkey of the person. */
export interface PasskeyRow {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch, as all times. */
  readonly addedAt: number;
  readonly lastUsedAt: number | null;
  readonly isSynced: boolean;
  /** The domain that it works at, if that is another one. */
  readonly elsewhere: string | null;
}

/** The person's passkeys. */
export interface PasskeysState {
  readonly rows: readonly PasskeyRow[];
  /** Why none can be added here; null where they can. */
  readonly off: keyof English['passkeys']['off'] | null;
  /** Whether the password needs one after it; null where that is no question. */
  readonly secondStep: boolean | null;
  /** What is wrong. */
  readonly error: string | null;
}

function story(frame: Frame, { addedAt, lastUsedAt, isSynced, elsewhere }: PasskeyRow): Html {
  const words = frame.words.passkeys;
  const ago = (at: number): string => relativeTime(at, frame);
  const lines = [
    words.added({ time: ago(addedAt) }),
    lastUsedAt === null ? words.neverUsed : words.used({ time: ago(lastUsedAt) }),
    ...(isSynced ? [words.synced] : []),
    ...(elsewhere === null ? [] : [words.elsewhere({ domain: elsewhere })]),
  ];
  return html`${lines.map((line) => html`<small>${line}</small>`)}`;
}

function row(frame: Frame, passkey: PasskeyRow, index: number): Html {
  const words = frame.words.passkeys;
  const about = html`<span class="unseen">${frame.words.frame.about.html({ name: passkey.name })}</span>`;
  const id = html`<input type="hidden" name="id" value="${passkey.id}" />`;
  return html`<li class="passkey">
    <p>
      <strong><bdi>${passkey.name}</bdi></strong> ${story(frame, passkey)}
    </p>
    <details class="device-menu">
      <summary>${words.manage}${about}</summary>
      <div class="device-acts">
        <form method="post" action="${frame.base}/account/passkeys/rename">
          ${formToken(frame)} ${id}
          ${field({
            name: 'name',
            label: words.name,
            type: 'text',
            autocomplete: 'off',
            value: passkey.name,
            maxLength: 60,
            suffix: `-passkey-${index}`,
          })}
          <button type="submit" class="button quiet">${words.save}</button>
        </form>
        <details>
          <summary class="grave">${words.remove}${about}</summary>
          <form method="post" action="${frame.base}/account/passkeys/remove">
            ${formToken(frame)} ${id}
            <p>${words.removeText}</p>
            <button type="submit" class="button grave">${words.removeYes}</button>
          </form>
        </details>
      </div>
    </details>
  </li>`;
}

function adding(frame: Frame): Html {
  const words = frame.words.passkeys;
  return html`${passkeyForm(frame, {
      does: 'add',
      path: '/account/passkeys',
      fields: {},
      button: words.add,
      failed: words.addFailed,
      exists: words.addExists,
      quiet: true,
    })}
    <p class="hint" data-no-passkeys hidden>${words.addNoSupport}</p>
    <noscript><p class="hint">${words.addNoScript}</p></noscript>`;
}

function secondStep(frame: Frame, isOn: boolean): Html {
  const words = frame.words.passkeys;
  return html`<form method="post" action="${frame.base}/account/second-step">
    ${formToken(frame)}
    <h3>${words.secondStep}</h3>
    <p class="hint">${isOn ? words.secondStepOnText : words.secondStepOffText}</p>
    <button type="submit" class="button quiet" name="needed" value="${isOn ? 'no' : 'yes'}">
      ${isOn ? words.secondStepStop : words.secondStepGo}
    </button>
  </form>`;
}

/** Renders the passkeys of the person, and what can be done with them. */
export function passkeySection(frame: Frame, state: PasskeysState): Html {
  const words = frame.words.passkeys;
  const { rows, off, error } = state;
  return html`<section class="card" aria-labelledby="passkeys-title">
    <h2 id="passkeys-title">${words.title}</h2>
    <p class="hint">${words.lead}</p>
    ${formError(error)}
    ${
      rows.length === 0
        ? ''
        : html`<ul class="rows">
            ${rows.map((passkey, index) => row(frame, passkey, index))}
          </ul>`
    }
    ${off === null ? adding(frame) : html`<p class="notice">${words.off[off]}</p>`}
    ${state.secondStep === null ? '' : secondStep(frame, state.secondStep)}
  </section>`;
}
