// Pure: no I/O, no clock, no randomness. A forgotten password, a proof of an address, and "This was not me".
import { html } from 'hono/html';
import { field, formError } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { formToken, shell } from '../shell.ts';

/** State of the page for a forgotten password. */
export interface ForgotState {
  readonly email: string;
  /** The error of the address. */
  readonly problem: string | null;
  /** The error of the form. */
  readonly error: string | null;
}

export function forgotView(frame: Frame, { email, problem, error }: ForgotState): Html {
  const words = frame.words.recovery;
  const body = html`<div class="card narrow">
    <h1>${words.forgotTitle}</h1>
    <p class="lead">${words.forgotLead}</p>
    <form method="post" action="${frame.base}/forgot">
      ${formError(error)}
      ${field({
        name: 'email',
        label: words.email,
        type: 'email',
        autocomplete: 'email',
        value: email,
        error: problem ?? undefined,
        maxLength: 254,
      })}
      <button type="submit" class="button">${words.send}</button>
    </form>
    <p class="hint centre"><a href="${frame.base}/signin">${frame.words.signIn.signIn}</a></p>
  </div>`;
  const isRefused = problem !== null || error !== null;
  return shell(frame, { title: words.forgotTitle, body, quiet: true, isRefused });
}

/** Renders a page that says something, with one way on. */
function saying(
  frame: Frame,
  title: string,
  texts: readonly string[],
  way: readonly [path: string, label: string],
): Html {
  const body = html`<div class="card narrow">
    <h1>${title}</h1>
    ${texts.map((text) => html`<p class="lead">${text}</p>`)}
    <a class="button" href="${frame.base}${way[0]}">${way[1]}</a>
  </div>`;
  return shell(frame, { title, body, quiet: true });
}

/** The way to the sign-in page. */
const toSignIn = ({ words }: Frame): readonly [path: string, label: string] => ['/signin', words.signIn.signIn];

/** Renders the same answer for every address. */
export function forgotSentView(frame: Frame): Html {
  const { sentTitle, sentText, sentElse } = frame.words.recovery;
  return saying(frame, sentTitle, [sentText, sentElse({ service: frame.name })], toSignIn(frame));
}

const toAccount = ({ words }: Frame): readonly [path: string, label: string] => ['/account', words.account.title];

/** Renders the page of a link that a mail brought and that no longer works. */
export function linkGoneView(frame: Frame): Html {
  const { gone, goneText } = frame.words.recovery;
  return saying(frame, gone, [goneText], frame.who === null ? toSignIn(frame) : toAccount(frame));
}

/** Renders the page of a link for another account than the one that is signed in. */
export function otherAccountView(frame: Frame): Html {
  const { otherAccount, otherAccountText } = frame.words.recovery;
  return saying(frame, otherAccount, [otherAccountText], toAccount(frame));
}

/** Renders the question whether an address is to be confirmed. */
export function confirmView(frame: Frame, key: string, email: string): Html {
  const words = frame.words.recovery;
  const body = html`<div class="card narrow">
    <h1>${words.confirmTitle}</h1>
    <p class="lead">${words.confirmLead.html({ email, name: frame.who?.username ?? '' })}</p>
    <form method="post" action="${frame.base}/confirm">
      ${formToken(frame)}
      <input type="hidden" name="key" value="${key}" />
      <button type="submit" class="button">${words.confirmYes}</button>
    </form>
  </div>`;
  return shell(frame, { title: words.confirmTitle, body });
}

/** What is to be undone. */
export type UndoState =
  | { readonly of: 'device'; readonly username: string; readonly device: string }
  | { readonly of: 'password' | 'address'; readonly username: string };

const leadOf = ({ words: { recovery: words } }: Frame, state: UndoState): Html =>
  state.of === 'device'
    ? words.device.lead.html({ device: state.device, name: state.username })
    : words[state.of].lead.html({ name: state.username });

/** Renders the question behind "This was not me". */
export function undoView(frame: Frame, key: string, state: UndoState): Html {
  const title = frame.words.recovery.notYou;
  const { text, yes } = frame.words.recovery[state.of];
  const body = html`<div class="card narrow">
    <h1>${title}</h1>
    <p class="lead">${leadOf(frame, state)}</p>
    <p>${text}</p>
    <form method="post" action="${frame.base}/undo">
      <input type="hidden" name="key" value="${key}" />
      <button type="submit" class="button grave">${yes}</button>
    </form>
  </div>`;
  return shell(frame, { title, body, quiet: true });
}

/** Renders what was undone. */
export function undoneView(frame: Frame, what: UndoState['of'] | 'address-gone'): Html {
  const words = frame.words.recovery;
  if (what === 'device') {
    return saying(frame, words.device.done, [words.device.doneText], ['/forgot', words.forgotTitle]);
  }
  if (what === 'address-gone') {
    return saying(frame, words.password.done, [words.address.doneGone], toSignIn(frame));
  }
  return saying(frame, words[what].done, [words[what].doneText], toSignIn(frame));
}
