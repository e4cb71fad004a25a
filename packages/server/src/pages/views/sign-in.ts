// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { field, formError, notice } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { shell } from '../shell.ts';
import type { Words } from '../words/catalogue.ts';
import { anotherDevice } from './another-device.ts';
import { passkeyForm } from './passkey-form.ts';

/** State of the sign-in page. */
export interface SignInState {
  /** Local path to continue at, below the base path. */
  readonly next: string;
  readonly name: string;
  readonly error: string | null;
  /** What has just been completed. */
  readonly done: 'resetDone' | 'deleted' | 'out' | null;
  /** Whether passkeys are offered. */
  readonly passkeys: boolean;
  /** How to get an account. */
  readonly newcomers: 'invite' | 'open' | 'off' | 'set-up';
  /** Whether a new password can be had by mail. */
  readonly hasMail: boolean;
  /** Whether people sign in with a password of this service. */
  readonly passwords: boolean;
  /** The sealed request that another device could answer, or null. */
  readonly anotherDevice: string | null;
  /** Where they may sign in besides. */
  readonly providers: readonly ProviderButton[];
}

/** A provider, as people see it. */
export interface ProviderButton {
  readonly name: string;
  /** A `data:` URL, or null. */
  readonly icon: string | null;
  /** The path that leads there, below the base path. */
  readonly path: string;
}

function providerButtons(frame: Frame, providers: readonly ProviderButton[]): Html {
  if (providers.length === 0) return html``;
  return html`<div class="ways">
    ${providers.map(
      ({ name, icon, path }) =>
        html`<a class="button quiet" href="${frame.base}${path}"
          >${icon === null ? '' : html`<img src="${icon}" alt="" width="20" height="20" />`}<span
            >${frame.words.elsewhere.signInWith.html({ provider: name })}</span
          ></a
        >`,
    )}
  </div>`;
}

function newcomers(frame: Frame, { newcomers: state, next }: SignInState): Html {
  const words = frame.words.signIn;
  switch (state) {
    case 'invite':
      return html`<p class="hint centre">${words.noAccount} ${words.askInvite({ service: frame.name })}</p>`;
    case 'open':
      return html`<p class="hint centre">
        ${words.noAccount} <a href="${frame.base}/signup?next=${encodeURIComponent(next)}">${words.signUp}</a>
      </p>`;
    case 'set-up':
      return html`<p class="notice">${words.noAccountsYet}</p>`;
    case 'off':
      return html``;
  }
}

const forgot = (frame: Frame, { hasMail }: SignInState): Html =>
  hasMail
    ? html`<p class="hint centre"><a href="${frame.base}/forgot">${frame.words.recovery.forgot}</a></p>`
    : html`<p class="hint centre">${frame.words.signIn.forgot({ service: frame.name })}</p>`;

/** The button for a passkey, and what stands before it once it is shown. */
const passkeys = (frame: Frame, { next }: SignInState): Html =>
  html`<p class="or" data-with-passkeys hidden>${frame.words.passkeys.or}</p>
    ${passkeyForm(frame, {
      does: 'sign-in',
      path: '/signin/passkey',
      fields: { next },
      button: frame.words.passkeys.signIn,
      failed: frame.words.passkeys.failed,
      autofill: true,
      quiet: true,
    })}`;

function passwordForm(frame: Frame, state: SignInState): Html {
  const words = frame.words.signIn;
  return html`<form method="post" action="${frame.base}/signin">
    <input type="hidden" name="next" value="${state.next}" />
    ${formError(state.error)}
    ${field({
      name: 'name',
      label: words.name,
      type: 'text',
      autocomplete: state.passkeys ? 'username webauthn' : 'username',
      value: state.name,
      maxLength: 320,
    })}
    ${field({
      name: 'password',
      label: words.password,
      type: 'password',
      peek: frame.words.peek,
      autocomplete: 'current-password',
      maxLength: 1024,
    })}
    <button type="submit" class="button">${words.signIn}</button>
    ${state.newcomers === 'set-up' ? '' : forgot(frame, state)}
  </form>`;
}

/** The heading of the sign-in page: somebody who is signed in confirms who they are. */
const headingOf = ({ signIn, elsewhere }: Words, again: boolean, providers: readonly ProviderButton[]): string =>
  again ? (providers.length === 0 ? signIn.again : elsewhere.again) : signIn.signIn;

export function signInView(frame: Frame, state: SignInState): Html {
  const { signIn: words, elsewhere } = frame.words;
  const { providers, passwords } = state;
  const again = frame.who !== null;
  const toLink = state.next !== '/' && !/^\/(devices|account)\b/.test(state.next);
  const againLead = providers.length === 0 ? words.againLead : elsewhere.againLead;
  const title = headingOf(frame.words, again, providers);
  const body = html`<div class="card narrow">
    <h1>${title}</h1>
    <p class="lead">${again ? againLead : toLink ? words.toLink : words.signInLead({ service: frame.name })}</p>
    ${notice(state.done === null ? null : state.done === 'out' ? elsewhere.out : words[state.done])}
    ${providerButtons(frame, providers)}
    ${passwords && providers.length > 0 ? html`<p class="hint centre">${elsewhere.or}</p>` : ''}
    ${passwords ? passwordForm(frame, state) : formError(state.error)} ${state.passkeys ? passkeys(frame, state) : ''}
    ${state.anotherDevice === null ? '' : anotherDevice(frame, state.anotherDevice)}
    ${again || !passwords ? '' : newcomers(frame, state)}
  </div>`;
  const used = state.passkeys ? ([...scripts, 'passkey.js'] as const) : scripts;
  return shell(frame, { title, body, quiet: true, isRefused: state.error !== null, scripts: used });
}

/** Scripts of the pages with a password field. */
const scripts = ['password.js'] as const;

/** Error of a field, by refusal. */
export type FieldProblem = Exclude<keyof Words['field'], 'wrong-password'>;

/** State of the sign-up form. */
export interface NewAccountState {
  readonly username: string;
  readonly email: string;
  /** The errors of its fields. */
  readonly problems: readonly FieldProblem[];
  /** The error of the form. */
  readonly error: string | null;
}

const isRefused = ({ problems, error }: NewAccountState): boolean => problems.length > 0 || error !== null;

function newAccountFields(frame: Frame, { username, email, problems }: NewAccountState): Html {
  const { signIn: words, field: fieldWords } = frame.words;
  const errorOf = (part: string): string | undefined => {
    const problem = problems.find((one) => one.includes(part));
    return problem === undefined ? undefined : fieldWords[problem];
  };
  const [usernameError, emailError] = [errorOf('username'), errorOf('email')];
  return html`${field({
    name: 'username',
    label: words.username,
    type: 'text',
    autocomplete: 'username',
    value: username,
    hint: words.usernameHint,
    error: usernameError,
    maxLength: 40,
  })}
  ${field({
    name: 'email',
    label: words.email,
    type: 'email',
    autocomplete: 'email',
    value: email,
    error: emailError,
    hasFocus: usernameError === undefined,
    required: false,
    maxLength: 254,
  })}
  ${field({
    name: 'password',
    label: words.newPassword,
    type: 'password',
    peek: frame.words.peek,
    autocomplete: 'new-password',
    hint: words.passwordHint,
    error: errorOf('password'),
    hasFocus: usernameError === undefined && emailError === undefined,
    maxLength: 1024,
  })}`;
}

/** What an account may be made with. */
export interface SignUpWays extends Pick<SignInState, 'passwords' | 'providers'> {
  /** Secret of an invite, or null. */
  readonly invite: string | null;
  readonly next: string;
}

/** Renders the sign-up page, with or without an invite. */
export function signUpView(
  frame: Frame,
  { invite, next, passwords, providers }: SignUpWays,
  state: NewAccountState,
): Html {
  const words = frame.words.signIn;
  const body = html`<div class="card narrow">
    <h1>${words.signUp}</h1>
    <p class="lead">${invite === null ? words.signUpOpenLead : words.signUpLead}</p>
    ${providerButtons(frame, providers)}
    ${passwords && providers.length > 0 ? html`<p class="hint centre">${frame.words.elsewhere.or}</p>` : ''}
    ${
      passwords
        ? html`<form method="post" action="${frame.base}/signup">
            <input type="hidden" name="next" value="${next}" />
            ${invite === null ? '' : html`<input type="hidden" name="invite" value="${invite}" />`}
            ${formError(state.error)} ${newAccountFields(frame, state)}
            <button type="submit" class="button">${words.signUp}</button>
          </form>`
        : ''
    }
    <p class="hint centre">${words.haveAccount} <a href="${frame.base}/signin">${words.signIn}</a></p>
  </div>`;
  return shell(frame, { title: words.signUp, body, quiet: true, isRefused: isRefused(state), scripts });
}

/** Renders the page of the set-up link. */
export function setUpView(frame: Frame, setupToken: string, state: NewAccountState): Html {
  const words = frame.words.signIn;
  const body = html`<div class="card narrow">
    <h1>${words.setUp}</h1>
    <p class="lead">${words.setUpLead}</p>
    <form method="post" action="${frame.base}/setup">
      <input type="hidden" name="setupToken" value="${setupToken}" />
      ${formError(state.error)} ${newAccountFields(frame, state)}
      <button type="submit" class="button">${words.setUpGo}</button>
    </form>
  </div>`;
  return shell(frame, { title: words.setUp, body, quiet: true, isRefused: isRefused(state), scripts });
}

/** State of the password reset page. */
export interface ResetState {
  readonly username: string;
  /** The error, by refusal. */
  readonly problem: 'short-password' | 'long-password' | null;
  /** The error of the form. */
  readonly error: string | null;
}

export function resetView(frame: Frame, key: string, { username, problem, error }: ResetState): Html {
  const { signIn: words, field: fieldWords } = frame.words;
  const body = html`<div class="card narrow">
    <h1>${words.reset}</h1>
    <p class="lead">${words.resetLead({ name: username })}</p>
    <form method="post" action="${frame.base}/reset">
      <input type="hidden" name="key" value="${key}" />
      ${formError(error)}
      ${field({
        name: 'password',
        label: words.newPassword,
        type: 'password',
        peek: frame.words.peek,
        autocomplete: 'new-password',
        hint: words.passwordHint,
        error: problem === null ? undefined : fieldWords[problem],
        maxLength: 1024,
      })}
      <button type="submit" class="button">${words.resetGo}</button>
    </form>
  </div>`;
  return shell(frame, {
    title: words.reset,
    body,
    quiet: true,
    isRefused: problem !== null || error !== null,
    scripts,
  });
}

/** Renders why no account can be created or no password changed. */
export function unavailableView(
  frame: Frame,
  why: 'inviteGone' | 'needInvite' | 'closed' | 'setUpOver' | 'resetGone' | 'resetGoneMail',
): Html {
  const words = frame.words.signIn;
  const title = words[why === 'resetGoneMail' ? 'resetGone' : why];
  const way =
    why === 'resetGoneMail'
      ? html`<a class="button" href="${frame.base}/forgot">${frame.words.recovery.another}</a>`
      : html`<a class="button" href="${frame.base}/signin">${words.signIn}</a>`;
  const body = html`<div class="card narrow">
    <h1>${title}</h1>
    <p class="lead">${why === 'resetGoneMail' ? frame.words.recovery.resetGone : words[`${why}Text`]}</p>
    ${way}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
