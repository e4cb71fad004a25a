// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { tvShell } from '../tv-shell.ts';
import { continueTo, type Destination } from './going-on.ts';

/** State of the page of a browser that waits for another device. */
export interface WaitingState {
  /** The name of the app that the browser goes on to. */
  readonly app: string;
  /** What the script compares. */
  readonly look: string;
  readonly state: 'waiting' | 'denied' | 'over';
  /** Somebody has typed the code. */
  readonly isOpened: boolean;
  /** The number that is typed on the other device; null if none, or not yet. */
  readonly number: number | null;
  readonly code: string;
  /** Characters per group of the code. */
  readonly groupOf: number;
  /** Where the code is typed, without its scheme. */
  readonly address: string;
  /** The QR code, a `data:` URL. */
  readonly qr: string;
  /** How long the code is good, and how long it was, in milliseconds. */
  readonly left: number;
  readonly life: number;
  /** Sealed request, to ask again with. */
  readonly again: string;
  /** The URL at which the app hears that nobody signed in, and where that is. */
  readonly back: string;
  readonly backHost: Destination;
}

/** The code as tiles, a gap between its groups. */
const tiles = ({ code, groupOf }: WaitingState): readonly Html[] =>
  [...code].map((letter, index) =>
    index > 0 && index % groupOf === 0 ? html`<b class="after-dash">${letter}</b>` : html`<b>${letter}</b>`,
  );

const againForm = ({ base }: Frame, { again }: WaitingState, label: string, autofocus: boolean): Html =>
  html`<form method="post" action="${base}/another-device">
    <input type="hidden" name="request" value="${again}" />
    <button type="submit" ${autofocus ? html`autofocus` : ''}>${label}</button>
  </form>`;

function waitingPart(frame: Frame, state: WaitingState): Html {
  const { tv, authorize } = frame.words;
  const news =
    state.number === null
      ? state.isOpened
        ? html`${tv.script.opened}`
        : html``
      : authorize.typeNumber.html({ number: html`<strong class="number">${state.number}</strong>` });
  return html`<section class="ask" data-for="waiting">
    <div class="ask-words">
      <h1>${tv.heading}</h1>
      <p class="way">${tv.go.html({ address: html`<strong dir="ltr">${state.address}</strong>` })}</p>
      <p class="way">${tv.type}</p>
      <p class="code" data-length="${state.code.length}" aria-label="${[...state.code].join(' ')}">${tiles(state)}</p>
      <p class="news" role="status">${news}</p>
      <p class="way">${authorize.goesOn.html({ app: state.app })}</p>
    </div>
    <div class="ask-picture">
      <div class="card"><img src="${state.qr}" alt="${tv.qr}" width="400" height="400" /></div>
      <p>${tv.scan}</p>
    </div>
  </section>`;
}

function endPart(frame: Frame, state: WaitingState): Html {
  const { tv, authorize } = frame.words;
  const saidNo = state.state === 'denied';
  return html`<section class="end" data-for="${state.state}">
    <div class="end-sign">${saidNo ? signs.cross : signs.end}</div>
    <h1>${saidNo ? tv.denied : tv.script.over}</h1>
    <p>${authorize.nobody}</p>
    <div class="acts">
      ${againForm(frame, state, tv.again, true)}
      <a class="act" href="${state.back}">${continueTo(frame, state.backHost)}</a>
    </div>
  </section>`;
}

/**
 * Renders the page of a browser that waits for another device: a television's, to be read from a distance and used by arrow
 * keys. It looks again by itself, with or without a script.
 */
export function waitingView(frame: Frame, state: WaitingState): Html {
  const { tv } = frame.words;
  const isWaiting = state.state === 'waiting';
  const footer = html`<footer data-for="waiting">
    <div class="acts">${againForm(frame, state, tv.anew, false)}</div>
    <p data-fill="left"></p>
    <progress max="${state.life}" value="${state.left}" aria-label="${tv.left}"></progress>
  </footer>`;
  return tvShell(frame, {
    title: tv.heading,
    brand: frame.name,
    script: 'waiting.js',
    head: isWaiting ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>` : html``,
    attributes: html`data-state="${state.state}" data-look="${state.look}" data-left="${state.left}"`,
    main: isWaiting ? waitingPart(frame, state) : endPart(frame, state),
    footer: isWaiting ? footer : html``,
  });
}
