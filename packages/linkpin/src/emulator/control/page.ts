// Pure: renders the live page. It works without JavaScript; live.js renews it in place.
import { html, raw } from 'hono/html';
import type { EmulatedPinState } from '../issued-pins.ts';
import type { ShownCall } from './shown-call.ts';

/** What the page shows. */
export interface LivePage {
  readonly pins: readonly EmulatedPinState[];
  /** The newest first. */
  readonly calls: readonly ShownCall[];
  readonly people: readonly string[];
  readonly url: string;
  /** What it is. */
  readonly title: string;
  /** Whether responses tell where somebody is, as plex.tv's do. */
  readonly hasPlaces: boolean;
  /** What a form can break. */
  readonly routes: readonly string[];
  /** What went wrong with what was asked last. */
  readonly problem: string | null;
  /** The URL path of an asset. */
  readonly asset: (name: 'page.css' | 'theme.css' | 'icon.svg') => string;
}

type Html = ReturnType<typeof html>;

const states: Readonly<Record<EmulatedPinState['state'], string>> = {
  pending: 'Waiting for an answer',
  approved: 'Approved, not fetched yet',
  redeemed: 'Signed in',
  denied: 'Denied',
  cancelled: 'Cancelled by the app',
  expired: 'Expired',
};

/** Each person has a button of their own: one press approves. */
function approvals(people: readonly string[]): Html {
  const [only, ...others] = people;
  if (others.length === 0) return html`<button class="button small" name="as" value="${only}">Approve</button>`;
  return html`${people.map((name) => html`<button class="button small" name="as" value="${name}">Approve as ${name}</button>`)}`;
}

function answers({ code }: EmulatedPinState, people: readonly string[]): Html {
  const path = `/pins/${encodeURIComponent(code)}`;
  return html`<form method="post" action="${path}/approve">
    <div class="answers">
      ${approvals(people)}
      <button class="button small no" formaction="${path}/deny">Deny</button>
      <button class="button small quiet" formaction="${path}/expire">Expire</button>
    </div>
  </form>`;
}

function pinItem(pin: EmulatedPinState, people: readonly string[]): Html {
  return html`<li class="card">
    <h2><span class="code">${pin.code}</span></h2>
    <p>${pin.product ?? 'An app without a name'}<br /><small>${states[pin.state]}</small></p>
    ${pin.state === 'pending' ? answers(pin, people) : ''}
  </li>`;
}

function callItem({ method, path, server, query, status, fault, product }: ShownCall): Html {
  const text = new URLSearchParams(query).toString().replaceAll('%E2%80%A6', '…');
  return html`<li>
    <p>
      ${status ?? '–'} ${method} ${path}${text === '' ? '' : `?${text}`}<small
        >${product ?? ''}${server === null ? '' : ` to the media server ${server}`}${fault === null ? '' : ` broken: ${fault}`}</small
      >
    </p>
  </li>`;
}

/** Faults that a form can choose. */
const kinds = [
  ['rate-limited', '429 without Retry-After'],
  ['server-error', '500'],
  ['dropped', 'no response'],
  ['null-location', 'nulls in the location'],
] as const;

const breaking = ({ routes, hasPlaces }: Pick<LivePage, 'routes' | 'hasPlaces'>): Html =>
  html`<form method="post" action="/faults">
    <div class="field">
      <label for="route">Requests</label>
      <select id="route" name="route">
        ${routes.map((route) => html`<option>${route}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="kind">Response</label>
      <select id="kind" name="kind">
        ${kinds.filter(([kind]) => hasPlaces || kind !== 'null-location').map(([kind, words]) => html`<option value="${kind}">${words}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="times">How many</label>
      <input id="times" name="times" type="number" min="1" value="1" />
    </div>
    <div class="answers">
      <button class="button small">Break</button>
      <button class="button small quiet" formaction="/faults/clear" formnovalidate>Break nothing</button>
    </div>
  </form>`;

/** Renders the page. */
export function livePage({ pins, calls, people, url, title, routes, hasPlaces, problem, asset }: LivePage): Html {
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${problem === null ? '' : 'Not done: '}${title}</title>
        <link rel="icon" type="image/svg+xml" href="${asset('icon.svg')}" />
        <link rel="stylesheet" href="${asset('page.css')}" />
        <link rel="stylesheet" href="${asset('theme.css')}" />
        <link rel="stylesheet" href="/live.css" />
        <script type="module" src="/live.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top"><span class="brand">linkpin emulator</span></header>
        <main id="main" tabindex="-1">
          <div class="wide">
            <h1>${title}</h1>
            <p class="lead">At ${url} without TLS. <a href="/">Renew this page</a></p>
            ${problem === null ? '' : html`<p class="alert" role="alert">${problem}</p>`}
            <section aria-labelledby="pins" data-live>
              <h2 id="pins">Pins</h2>
              ${
                pins.length === 0
                  ? html`<p class="card">No app has asked for a pin yet.</p>`
                  : html`<ul class="devices">
                      ${pins.map((pin) => pinItem(pin, people))}
                    </ul>`
              }
            </section>
            <section class="card" aria-labelledby="calls" data-live>
              <h2 id="calls">Calls</h2>
              ${
                calls.length === 0
                  ? html`<p>None yet.</p>`
                  : html`<ul class="happenings">
                      ${calls.map(callItem)}
                    </ul>`
              }
            </section>
            <section class="card" aria-labelledby="break">
              <h2 id="break">Break the next responses</h2>
              ${breaking({ routes, hasPlaces })}
            </section>
          </div>
        </main>
      </body>
    </html>`;
}

/** Renews what is live, unless somebody is about to use it. */
export const liveScript = `const renew = async () => {
  const answer = await fetch('/').catch(() => null);
  if (answer?.ok) {
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const label = part.getAttribute('aria-labelledby');
      const fresh = next.querySelector('[aria-labelledby="' + label + '"]');
      const isInUse = part.contains(document.activeElement) || part.matches(':hover');
      if (fresh !== null && !isInUse && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
  }
  setTimeout(renew, 1000);
};
renew();
`;

/** What the service's own pages have no need of. */
export const liveStyle = `.wide .card { max-width: none; width: 100%; }
.wide section:not(.card) { display: grid; gap: 0.75rem; }
.devices { display: grid; gap: 1rem; }
.code { font-family: var(--mono); letter-spacing: 0.08em; }
select, input[type='number'] {
  font: inherit; width: 100%; min-height: 3rem; padding: 0.5rem 0.75rem; color: var(--ink);
  background: var(--card); border: 2px solid var(--edge); border-radius: 10px;
}
`;
