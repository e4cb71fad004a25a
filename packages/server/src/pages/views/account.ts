// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { browserName } from '../browser-name.ts';
import { field, formError, notice } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { deviceGlyph } from '../glyphs.ts';
import { happeningList, type Happening } from './happenings.ts';
import { formToken, shell } from '../shell.ts';
import { accountWords as words, fieldWords, frameWords } from '../words/en.ts';
import { relativeTime } from '../words/time.ts';

/** One browser that is signed in. */
export interface BrowserRow {
  /** The session's name in a form. */
  readonly id: string;
  readonly userAgent: string | null;
  /** Milliseconds since the epoch. */
  readonly lastSeenAt: number;
  readonly isThis: boolean;
}

/** The account page. */
export interface AccountState {
  readonly browsers: readonly BrowserRow[];
  /** What happened lately, the newest first. */
  readonly happenings: readonly Happening[];
  readonly done: 'changed' | 'ended' | 'endedOthers' | null;
  readonly problem: 'wrong-password' | 'short-password' | 'long-password' | null;
  readonly error: string | null;
  /** Whether this person may invite others. */
  readonly mayInvite: boolean;
  /** The link that was just made; it is shown once. */
  readonly inviteLink: string | null;
}

function passwordForm(frame: Frame, { problem, error }: AccountState): Html {
  const wrong = problem === 'wrong-password' ? fieldWords[problem] : undefined;
  const unfit = problem !== null && problem !== 'wrong-password' ? fieldWords[problem] : undefined;
  return html`<section class="card" aria-labelledby="password-title">
    <h2 id="password-title">${words.password}</h2>
    <form method="post" action="${frame.base}/account/password">
      ${formToken(frame)} ${formError(error)}
      <input type="text" autocomplete="username" value="${frame.who?.username ?? ''}" hidden readonly />
      ${field({
        name: 'old',
        label: words.old,
        type: 'password',
        autocomplete: 'current-password',
        maxLength: 1024,
        error: wrong,
      })}
      ${field({
        name: 'next',
        label: words.next,
        type: 'password',
        autocomplete: 'new-password',
        maxLength: 1024,
        error: unfit,
      })}
      <button type="submit" class="button quiet">${words.change}</button>
      <p class="hint">${words.changeHint}</p>
    </form>
  </section>`;
}

function browserRow(frame: Frame, { id, userAgent, lastSeenAt, isThis }: BrowserRow): Html {
  const { name, kind } = browserName(userAgent);
  const shown = name ?? words.unknownBrowser;
  return html`<li>
    ${deviceGlyph(kind)}
    <p>
      <strong><bdi>${shown}</bdi></strong> ${isThis ? html`<span class="badge">${words.thisBrowser}</span>` : ''}
      <small>${words.seen(relativeTime(lastSeenAt, frame.now))}</small>
    </p>
    ${
      isThis
        ? ''
        : html`<form method="post" action="${frame.base}/account/sessions">
            ${formToken(frame)}
            <input type="hidden" name="session" value="${id}" />
            <button type="submit" class="button quiet small">${words.end}<span class="unseen">: ${shown}</span></button>
          </form>`
    }
  </li>`;
}

function browserList(frame: Frame, { browsers }: AccountState): Html {
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
  </section>`;
}

function inviting(frame: Frame, { inviteLink }: AccountState): Html {
  return html`<section class="card" aria-labelledby="invite-title">
    <h2 id="invite-title">${words.invites}</h2>
    <p>${words.invitesText}</p>
    ${
      inviteLink === null
        ? ''
        : html`<div class="notice" role="status">
            <p>${words.invited}</p>
            <p class="secret-link">${inviteLink}</p>
          </div>`
    }
    <form method="post" action="${frame.base}/account/invite">
      ${formToken(frame)}
      <button type="submit" class="button quiet">${words.invite}</button>
    </form>
  </section>`;
}

export function accountView(frame: Frame, state: AccountState): Html {
  const body = html`<div class="wide">
    <h1>${words.title}</h1>
    <div class="who">
      <p><bdi>${frame.who?.username ?? ''}</bdi></p>
      <form method="post" action="${frame.base}/signout">
        ${formToken(frame)}
        <button type="submit" class="button quiet small">${frameWords.signOut}</button>
      </form>
    </div>
    ${notice(state.done === null ? null : words[state.done])} ${state.mayInvite ? inviting(frame, state) : ''}
    ${browserList(frame, state)} ${happeningList(frame, state.happenings)} ${passwordForm(frame, state)}
  </div>`;
  return shell(frame, { title: words.title, body, entry: 'account' });
}
