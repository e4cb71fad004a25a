// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../../frame.ts';
import { formToken } from '../../shell.ts';
import { datedTime } from '../../words/time.ts';
import { act, operateSheet, searchForm, shownOnce, type News } from './sheet.ts';

/** A person, as a row of the list. */
export interface PersonRow {
  readonly number: number;
  readonly username: string;
  readonly email: string | null;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
  /** It is the one who looks at the page. */
  readonly isMe: boolean;
}

/** State of the list of people. */
export interface PeopleState {
  readonly search: string;
  readonly people: readonly PersonRow[];
  /** How many there are that fit. */
  readonly total: number;
  readonly mayInvite: boolean;
  /** The link of an invite that this very request made. */
  readonly inviteLink: string | null;
  readonly news: News | null;
}

/** What tells a person's standing. */
function badges({ words: { operate } }: Frame, { isAdmin, isDisabled, isMe }: PersonRow): Html {
  const words = operate.people;
  const badge = (text: string): Html => html` <span class="badge">${text}</span>`;
  return html`${isAdmin ? badge(words.admin) : ''}${isDisabled ? badge(words.disabled) : ''}${isMe ? badge(words.you) : ''}`;
}

function inviting(frame: Frame, { mayInvite, inviteLink }: PeopleState): Html {
  const words = frame.words.operate.people;
  return html`<section class="card" aria-labelledby="invite-title">
    <h2 id="invite-title">${words.invite}</h2>
    ${inviteLink === null ? '' : shownOnce(frame, words.invited, inviteLink)}
    ${
      mayInvite
        ? html`<p class="hint">${words.inviteText}</p>
            <form method="post" action="${frame.base}/operate/people/invite">
              ${formToken(frame)}
              <button type="submit" class="button quiet">${words.invite}</button>
            </form>`
        : html`<p class="hint">${words.closed}</p>`
    }
  </section>`;
}

export function peopleView(frame: Frame, state: PeopleState): Html {
  const words = frame.words.operate.people;
  const { search, people, total, news } = state;
  const list =
    people.length === 0
      ? html`<p class="lead">${words.none}</p>`
      : html`<p class="hint">${words.count({ count: total })}</p>
          <ul class="lines">
            ${people.map(
              (person) =>
                html`<li>
                  <a href="${frame.base}/operate/people/${person.number}"><bdi>${person.username}</bdi></a>
                  <span>${badges(frame, person)}</span>
                  <small><bdi>${person.email ?? ''}</bdi></small>
                </li>`,
            )}
          </ul>
          ${people.length < total ? html`<p class="hint">${words.more}</p>` : ''}`;
  const body = html`${state.inviteLink === null ? '' : inviting(frame, state)}
    <section class="card" aria-label="${words.title}">
      ${searchForm(frame, '/operate/people', words.search, search)} ${list}
    </section>
    ${state.inviteLink === null ? inviting(frame, state) : ''}`;
  return operateSheet(frame, { section: 'people', title: words.title, body, news });
}

/** State of the page about one person. */
export interface PersonState extends PersonRow {
  readonly emailConfirmed: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly browsers: number;
  readonly passkeys: number;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** The person signs in here, so that there is a password to reset. */
  readonly mayReset: boolean;
  /** The link to a new password that this very request made. */
  readonly resetLink: string | null;
  readonly news: News | null;
}

function actions(frame: Frame, person: PersonState): Html {
  const words = frame.words.operate.people;
  const { number, username: about, isAdmin, isDisabled, mayReset } = person;
  const one = (what: string, title: string, text: string, isGrave = false): Html =>
    act(frame, { path: `/operate/people/${number}/${what}`, title, text, about, isGrave });
  return html`<section class="card" aria-labelledby="actions-title">
    <h2 id="actions-title">${words.actions}</h2>
    ${one('sign-out', words.signOut, words.signOutText)} ${mayReset ? one('reset', words.reset, words.resetText) : ''}
    ${isAdmin ? one('unmake-admin', words.unmakeAdmin, words.unmakeAdminText) : one('make-admin', words.makeAdmin, words.makeAdminText)}
    ${isDisabled ? one('enable', words.enable, words.enableText) : one('disable', words.disable, words.disableText, true)}
    ${one('remove', words.remove, words.removeText, true)}
  </section>`;
}

export function personView(frame: Frame, person: PersonState): Html {
  const words = frame.words.operate.people;
  const { number, username, email, emailConfirmed, createdAt, browsers, passkeys, devices, resetLink, news } = person;
  const numbers = new Intl.NumberFormat(frame.language.locale);
  const fact = (name: string, value: string | Html): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  const emailText =
    email === null
      ? words.noEmail
      : html`<bdi>${email}</bdi> <small>${emailConfirmed ? words.confirmed : words.unconfirmed}</small>`;
  const body = html`${resetLink === null ? '' : shownOnce(frame, words.resetLink({ name: username }), resetLink)}
    <section class="card" aria-label="${username}">
      <p>${badges(frame, person)}</p>
      <dl>
        ${fact(words.number, String(number))} ${fact(words.email, emailText)}
        ${fact(words.since, datedTime(createdAt, frame))} ${fact(words.browsers, numbers.format(browsers))}
        ${fact(words.passkeys, numbers.format(passkeys))}
      </dl>
      <a class="button quiet" href="${frame.base}/operate/audit?person=${number}">${words.activity}</a>
    </section>
    <section class="card" aria-labelledby="devices-title">
      <h2 id="devices-title">${words.devices}</h2>
      ${
        devices.length === 0
          ? html`<p class="hint">${words.noDevices}</p>`
          : html`<ul class="lines">
              ${devices.map(
                ({ id, name }) =>
                  html`<li>
                    <bdi>${name}</bdi>
                    ${act(frame, {
                      path: '/operate/devices/revoke',
                      fields: { id, person: String(number) },
                      title: frame.words.operate.devices.end,
                      about: name,
                      text: frame.words.operate.devices.endText,
                      isGrave: true,
                    })}
                  </li>`,
              )}
            </ul>`
      }
    </section>
    ${actions(frame, person)}`;
  return operateSheet(frame, { section: 'people', title: username, body, news });
}
