// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { browserName } from '../browser-name.ts';
import { field, formError, notice } from '../fields.ts';
import type { Frame, Html, SignInWay } from '../frame.ts';
import { deviceGlyph } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import { wayOf } from '../words/sign-in-way.ts';
import type { ProviderButton } from './sign-in.ts';
import { waysIn, type IdentityRow } from './ways-in.ts';
import { relativeTime } from '../words/time.ts';
import { passkeySection, type PasskeysState } from './passkeys.ts';

/** A signed-in browser. */
export interface BrowserRow {
  /** The session's id in forms. */
  readonly id: string;
  readonly userAgent: string | null;
  /** Milliseconds since the epoch. */
  readonly lastSeenAt: number;
  readonly way: SignInWay;
  readonly isThis: boolean;
}

/** An error in one of the forms. */
export interface AccountFault {
  readonly form: 'names' | 'password' | 'passkeys' | 'delete' | 'proof' | 'invite';
  /** The invalid field; null for the whole form. */
  readonly field: 'username' | 'email' | 'password' | 'next' | null;
  readonly text: string;
}

/** What was done about passkeys. */
type PasskeyDone = 'passkeyAdded' | 'passkeyNamed' | 'passkeyRemoved' | 'secondStepOn' | 'secondStepOff';

/** What was done, as the address of the page names it. */
export type AccountDone =
  | PasskeyDone
  | 'changed'
  | 'named'
  | 'ended'
  | 'endedOthers'
  | 'confirmed'
  | 'proofSent'
  | 'invitedByMail'
  | 'connected'
  | 'disconnected'
  | 'lastWay';

/** State of the account page. */
export interface AccountState {
  /** The stored names, or the submitted ones if they were refused. */
  readonly username: string;
  readonly email: string;
  /** Whether the account has a password. */
  readonly hasPassword: boolean;
  readonly browsers: readonly BrowserRow[];
  readonly done: AccountDone | null;
  /** Who the account is elsewhere. */
  readonly identities: readonly IdentityRow[];
  /** Where it may be connected besides. */
  readonly connectable: readonly ProviderButton[];
  readonly fault: AccountFault | null;
  /** Null where people sign in outside of this service. */
  readonly passkeys: Omit<PasskeysState, 'error'> | null;
  /** Whether this account may create invites. */
  readonly mayInvite: boolean;
  /** The invite link that was just created. */
  readonly inviteLink: string | null;
  /** Whether mail is sent. */
  readonly hasMail: boolean;
  /** Whether the address is confirmed; null without one, or without mail. */
  readonly proof: 'confirmed' | 'missing' | null;
  /** The address that was typed for an invite that was refused. */
  readonly invitee?: string;
}

/** The text of what was done. */
function doneText({ words }: Frame, done: AccountDone | null): string | null {
  switch (done) {
    case null:
      return null;
    case 'confirmed':
    case 'proofSent':
    case 'invitedByMail':
      return words.recovery[done];
    case 'passkeyAdded':
    case 'passkeyNamed':
    case 'passkeyRemoved':
    case 'secondStepOn':
    case 'secondStepOff':
      return words.passkeys[done];
    case 'connected':
    case 'disconnected':
    case 'lastWay':
      return words.elsewhere[done];
    default:
      return words.account[done];
  }
}

/** Finds the error of a field, or of the form if no field is given. */
function faultIn({ fault }: AccountState, form: AccountFault['form']) {
  return (name: AccountFault['field']): string | undefined =>
    fault?.form === form && fault.field === name ? fault.text : undefined;
}

function proofForm(frame: Frame, state: AccountState): Html {
  const words = frame.words.recovery;
  if (state.proof === null) return html``;
  if (state.proof === 'confirmed') return html`<p class="hint">${words.isConfirmed}</p>`;
  const fault = faultIn(state, 'proof');
  return html`<form method="post" action="${frame.base}/account/confirm">
    ${formToken(frame)} ${formError(fault(null) ?? null)}
    <p class="hint">${words.isUnconfirmed}</p>
    <button type="submit" class="button quiet small">${words.sendProof}</button>
  </form>`;
}

/** The field for the password that an account has; for one without, how long ago its person signed in counts. */
function passwordField(
  { words }: Frame,
  { hasPassword }: AccountState,
  error: string | undefined,
  suffix: string,
): Html {
  if (!hasPassword) return html``;
  return field({
    name: 'password',
    label: words.account.old,
    type: 'password',
    peek: words.peek,
    autocomplete: 'current-password',
    error,
    maxLength: 1024,
    suffix,
  });
}

function namesForm(frame: Frame, state: AccountState): Html {
  const words = frame.words.account;
  const fault = faultIn(state, 'names');
  return html`<section class="card" aria-labelledby="names-title">
    <h2 id="names-title">${words.names}</h2>
    <form method="post" action="${frame.base}/account/names">
      ${formToken(frame)} ${formError(fault(null) ?? null)}
      ${field({
        name: 'username',
        label: words.username,
        type: 'text',
        autocomplete: 'username',
        value: state.username,
        error: fault('username'),
        maxLength: 40,
        suffix: '-names',
      })}
      ${field({
        name: 'email',
        label: words.email,
        type: 'email',
        autocomplete: 'email',
        value: state.email,
        error: fault('email'),
        required: false,
        maxLength: 254,
        suffix: '-names',
      })}
      ${passwordField(frame, state, fault('password'), '-names')}
      <button type="submit" class="button quiet">${words.saveNames}</button>
    </form>
    ${proofForm(frame, state)}
  </section>`;
}

function passwordForm(frame: Frame, state: AccountState): Html {
  const words = frame.words.account;
  const fault = faultIn(state, 'password');
  return html`<section class="card" aria-labelledby="password-title">
    <h2 id="password-title">${words.password}</h2>
    <form method="post" action="${frame.base}/account/password">
      ${formToken(frame)} ${formError(fault(null) ?? null)}
      <input type="text" autocomplete="username" value="${frame.who?.username ?? ''}" hidden readonly />
      ${field({
        name: 'old',
        label: words.old,
        type: 'password',
        peek: frame.words.peek,
        autocomplete: 'current-password',
        maxLength: 1024,
        error: fault('password'),
      })}
      ${field({
        name: 'next',
        label: words.next,
        type: 'password',
        peek: frame.words.peek,
        autocomplete: 'new-password',
        maxLength: 1024,
        error: fault('next'),
      })}
      <button type="submit" class="button quiet">${words.change}</button>
      <p class="hint">${words.changeHint}</p>
    </form>
  </section>`;
}

function browserRow(frame: Frame, { id, userAgent, lastSeenAt, way, isThis }: BrowserRow): Html {
  const words = frame.words.account;
  const { name, kind } = browserName(userAgent, frame.words);
  const shown = name ?? words.unknownBrowser;
  return html`<li>
    ${deviceGlyph(kind)}
    <p>
      <strong><bdi>${shown}</bdi></strong> ${isThis ? html`<span class="badge">${words.thisBrowser}</span>` : ''}
      <small>${words.seen({ time: relativeTime(lastSeenAt, frame) })}</small>
      <small>${wayOf(way, frame.words)}</small>
    </p>
    ${
      isThis
        ? ''
        : html`<form method="post" action="${frame.base}/account/sessions">
            ${formToken(frame)}
            <input type="hidden" name="session" value="${id}" />
            <button type="submit" class="button quiet small">
              ${words.end}<span class="unseen">${frame.words.frame.about.html({ name: shown })}</span>
            </button>
          </form>`
    }
  </li>`;
}

function browserList(frame: Frame, { browsers }: AccountState): Html {
  const words = frame.words.account;
  return html`<section class="card" aria-labelledby="browsers-title">
    <h2 id="browsers-title">${words.sessions}</h2>
    <ul class="rows">
      ${browsers.map((browser) => browserRow(frame, browser))}
    </ul>
    ${
      browsers.length < 2
        ? ''
        : html`<form method="post" action="${frame.base}/account/sessions">
            ${formToken(frame)}
            <input type="hidden" name="session" value="others" />
            <button type="submit" class="button quiet">${words.endOthers}</button>
          </form>`
    }
    <a class="button quiet" href="${frame.base}/account/activity">${words.activity}</a>
  </section>`;
}

function inviting(frame: Frame, state: AccountState): Html {
  const { account: words, recovery } = frame.words;
  const { inviteLink, hasMail, invitee = '' } = state;
  const fault = faultIn(state, 'invite');
  return html`<section class="card" aria-labelledby="invite-title">
    <h2 id="invite-title">${words.invites}</h2>
    <p>${words.invitesText}</p>
    ${
      inviteLink === null
        ? ''
        : html`<div class="notice" role="status">
            <p>${words.invited}</p>
            <p class="secret-link" data-copy="${words.copy}" data-copied="${words.copied}" data-share="${words.share}">
              ${inviteLink}
            </p>
          </div>`
    }
    <form method="post" action="${frame.base}/account/invite">
      ${formToken(frame)} ${formError(fault(null) ?? null)}
      ${
        hasMail
          ? field({
              name: 'to',
              label: recovery.inviteTo,
              type: 'email',
              autocomplete: 'off',
              value: invitee,
              hint: recovery.inviteToHint,
              error: fault('email'),
              required: false,
              maxLength: 254,
              suffix: '-invite',
            })
          : ''
      }
      <button type="submit" class="button quiet">${words.invite}</button>
    </form>
  </section>`;
}

function personalData(frame: Frame, state: AccountState): Html {
  const words = frame.words.account;
  const fault = faultIn(state, 'delete');
  const isOpen = state.fault?.form === 'delete';
  return html`<section class="card" aria-labelledby="data-title">
    <h2 id="data-title">${words.data}</h2>
    <p class="hint">${words.exportHint}</p>
    <a class="button quiet" href="${frame.base}/account/export" download>${words.export}</a>
    <details ${isOpen ? 'open' : ''}>
      <summary class="grave">${words.delete}</summary>
      <form method="post" action="${frame.base}/account/delete">
        ${formToken(frame)} ${formError(fault(null) ?? null)}
        <p>${words.deleteText}</p>
        ${passwordField(frame, state, fault('password'), '-delete')}
        <button type="submit" class="button grave">${words.deleteYes}</button>
      </form>
    </details>
  </section>`;
}

export function accountView(frame: Frame, state: AccountState): Html {
  const words = frame.words.account;
  const body = html`<div class="wide">
    <h1>${words.title}</h1>
    <div class="who">
      <p><bdi>${frame.who?.username ?? ''}</bdi></p>
      <form method="post" action="${frame.base}/signout">
        ${formToken(frame)}
        <button type="submit" class="button quiet small">${frame.words.frame.signOut}</button>
      </form>
    </div>
    ${notice(doneText(frame, state.done))} ${state.mayInvite && state.inviteLink !== null ? inviting(frame, state) : ''}
    ${state.hasPassword ? passwordForm(frame, state) : html`<p class="hint">${frame.words.elsewhere.noPassword}</p>`}
    ${
      state.passkeys === null
        ? ''
        : passkeySection(frame, { ...state.passkeys, error: faultIn(state, 'passkeys')(null) ?? null })
    }
    ${namesForm(frame, state)} ${waysIn(frame, state)} ${browserList(frame, state)}
    ${state.mayInvite && state.inviteLink === null ? inviting(frame, state) : ''} ${personalData(frame, state)}
  </div>`;
  return shell(frame, {
    title: words.title,
    body,
    entry: 'account',
    isRefused: state.fault !== null,
    scripts: ['password.js', 'invite.js', 'passkey.js'],
  });
}
