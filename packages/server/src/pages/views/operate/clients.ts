// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { field } from '../../fields.ts';
import type { Frame, Html } from '../../frame.ts';
import { formToken } from '../../shell.ts';
import { relativeTime } from '../../words/time.ts';
import { act, operateSheet, shownOnce, type News } from './sheet.ts';

/** An OAuth client. */
export interface ClientCard {
  readonly id: string;
  readonly name: string;
  readonly origin: 'operator' | 'itself' | 'file';
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch; null for never. */
  readonly lastUsedAt: number | null;
}

/** The methods that the form offers. */
export type OfferedMethod = 'none' | 'client_secret_basic' | 'client_secret_post';

/** What was typed into the form. */
export interface TypedClient {
  readonly id: string;
  readonly name: string;
  readonly authMethod: string;
  readonly scopes: string;
  readonly audiences: string;
  readonly numberMatching: boolean;
}

/** The fields that can be wrong. */
export type ClientFault = 'id' | 'taken' | 'scopes' | 'audiences' | 'other';

/** State of the page of clients. */
export interface ClientsState {
  readonly clients: readonly ClientCard[];
  readonly typed: TypedClient;
  readonly faults: readonly ClientFault[];
  /** The client that this very request added, with its secret if it has one. */
  readonly added: { readonly name: string; readonly secret: string | null } | null;
  readonly news: News | null;
}

function card(frame: Frame, { id, name, origin, scopes, lastUsedAt }: ClientCard): Html {
  const { clients: words } = frame.words.operate;
  const from = { operator: words.verified, itself: words.unverified, file: words.file }[origin];
  return html`<li class="card item">
    <div>
      <h2><bdi>${name}</bdi></h2>
      <p><code dir="ltr">${id}</code></p>
      ${scopes.length === 0 ? '' : html`<p class="hint"><bdi>${scopes.join(' ')}</bdi></p>`}
      <p class="hint">
        ${from}${lastUsedAt === null ? '' : html` · ${words.used({ time: relativeTime(lastUsedAt, frame) })}`}
      </p>
    </div>
    ${
      origin === 'file'
        ? ''
        : act(frame, {
            path: '/operate/clients/remove',
            fields: { id },
            title: words.remove,
            about: name,
            text: words.removeText,
            isGrave: true,
          })
    }
  </li>`;
}

function addForm(frame: Frame, { typed, faults }: ClientsState): Html {
  const words = frame.words.operate.clients;
  const texts: Readonly<Record<ClientFault, string>> = {
    id: words.badId,
    taken: words.taken,
    scopes: words.badScopes,
    audiences: words.badAudiences,
    other: words.bad,
  };
  const fault = (...kinds: ClientFault[]): string | undefined => {
    const found = kinds.find((kind) => faults.includes(kind));
    return found === undefined ? undefined : texts[found];
  };
  const plain = { type: 'text', autocomplete: 'off', suffix: '-client' } as const;
  const first = faults[0];
  const methods: readonly (readonly [OfferedMethod, string])[] = [
    ['none', words.public],
    ['client_secret_basic', words.secretBasic],
    ['client_secret_post', words.secretPost],
  ];
  return html`<section class="card" aria-labelledby="add-title">
    <h2 id="add-title">${words.addTitle}</h2>
    <form method="post" action="${frame.base}/operate/clients/add">
      ${formToken(frame)}
      ${field({
        ...plain,
        name: 'id',
        label: words.id,
        value: typed.id,
        maxLength: 255,
        error: fault('id', 'taken'),
        hasFocus: first === 'id' || first === 'taken',
      })}
      ${field({ ...plain, name: 'name', label: words.name, value: typed.name, maxLength: 80, required: false })}
      <div class="field">
        <label for="method">${words.method}</label>
        <select id="method" name="authMethod">
          ${methods.map(
            ([value, text]) =>
              html`<option value="${value}" ${value === typed.authMethod ? 'selected' : ''}>${text}</option>`,
          )}
        </select>
      </div>
      ${field({
        ...plain,
        name: 'scopes',
        label: words.scopes,
        value: typed.scopes,
        maxLength: 1000,
        required: false,
        error: fault('scopes'),
        hasFocus: first === 'scopes',
      })}
      ${field({
        ...plain,
        name: 'audiences',
        label: words.audiences,
        value: typed.audiences,
        maxLength: 2000,
        required: false,
        error: fault('audiences'),
        hasFocus: first === 'audiences',
      })}
      <label class="tick">
        <input type="checkbox" name="numberMatching" value="on" ${typed.numberMatching ? 'checked' : ''} />
        <span>${words.number}</span>
      </label>
      <button type="submit" class="button quiet">${words.add}</button>
    </form>
  </section>`;
}

export function clientsView(frame: Frame, state: ClientsState): Html {
  const words = frame.words.operate.clients;
  const { clients, added, faults } = state;
  const news =
    faults.length > 0
      ? { text: words.bad, isBad: true }
      : added === null
        ? state.news
        : { text: words.added({ name: added.name }), isBad: false };
  const body = html`${added === null || added.secret === null ? '' : shownOnce(frame, words.secret, added.secret)}
    <p class="hint">${words.hint}</p>
    ${faults.length > 0 ? addForm(frame, state) : ''}
    ${
      clients.length === 0
        ? html`<p class="card lead">${words.none}</p>`
        : html`<ul class="items">
            ${clients.map((client) => card(frame, client))}
          </ul>`
    }
    ${faults.length > 0 ? '' : addForm(frame, state)}`;
  return operateSheet(frame, { section: 'clients', title: words.title, body, news });
}
