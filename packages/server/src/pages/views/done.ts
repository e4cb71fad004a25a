// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { DeniedWhy } from '../../domain/pin.ts';
import type { DeviceKind } from '../device-kind.ts';
import { deviceName } from '../device-name.ts';
import { field, notice } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { signs } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import { continueTo, takingBackTo, type Destination } from './going-on.ts';

/** Where the app wants the person to return, if it said so. */
export type Forward = { readonly to: string; readonly host: Destination } | 'refused' | null;

/** State after an approval. */
export interface DoneState {
  readonly ticket: string;
  readonly kind: DeviceKind;
  readonly via: 'code' | 'app';
  /** The device's name; null if it has been unlinked meanwhile. */
  readonly name: string | null;
  readonly saved: boolean;
  readonly forward: Forward;
}

function wayBack(frame: Frame, forward: Forward): Html {
  if (forward === null) return html``;
  if (forward === 'refused') return html`<p class="notice">${frame.words.done.forwardRefused}</p>`;
  return html`<p class="centre" data-forwarding hidden>${takingBackTo(frame, forward.host)}</p>
    <a class="button" data-forward href="${forward.to}">${continueTo(frame, forward.host)}</a>`;
}

function naming(frame: Frame, ticket: string, name: string): Html {
  const words = frame.words.done;
  return html`<form class="naming" method="post" action="${frame.base}/done">
    ${formToken(frame)}
    <input type="hidden" name="t" value="${ticket}" />
    ${field({ name: 'name', label: words.name, type: 'text', autocomplete: 'off', value: name, maxLength: 60 })}
    <button type="submit" class="button quiet">${words.save}</button>
  </form>`;
}

export function doneView(frame: Frame, { ticket, kind, via, name: stored, saved, forward }: DoneState): Html {
  const name = stored === null ? null : deviceName(stored, frame.words);
  const words = frame.words.done;
  const title = via === 'app' ? words.titleApp : words.titles[kind];
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign good">${signs.check}</div>
    <h1>${title}</h1>
    ${name === null ? '' : html`<p class="lead">${words.linked({ name })} ${words.takesAMoment}</p>`}
    ${wayBack(frame, forward)} ${via === 'app' && forward === null ? html`<p class="centre">${words.close}</p>` : ''}
    ${notice(saved ? words.saved : null)} ${name === null ? '' : naming(frame, ticket, name)}
    <p class="links">
      <a href="${frame.base}/link">${words.another}</a> <a href="${frame.base}/devices">${frame.words.devices.title}</a>
    </p>
  </div>`;
  return shell(frame, { title, body, quiet: true, scripts: via === 'app' && !saved ? ['done.js'] : [] });
}

/** State after a denial. */
export interface SaidNoState {
  readonly ticket: string;
  readonly via: 'code' | 'app';
  readonly why: DeniedWhy;
  /** Whether the requester is blocked, can be blocked, or cannot. */
  readonly report: 'blocked' | 'possible' | 'impossible';
}

function reporting(frame: Frame, { ticket, report }: SaidNoState): Html {
  const words = frame.words.block;
  switch (report) {
    case 'blocked':
      return html`<p class="notice" role="status">${words.blocked}</p>`;
    case 'impossible':
      return html`<p class="notice" role="status">${words.notBlocked}</p>`;
    case 'possible':
      return html`<form class="not-me" method="post" action="${frame.base}/not-me">
        ${formToken(frame)}
        <input type="hidden" name="t" value="${ticket}" />
        <p>${words.ask}</p>
        <button type="submit" class="button grave">${words.notMe}</button>
      </form>`;
  }
}

/** Renders the page after a denial, or after too many wrong numbers. */
export function saidNoView(frame: Frame, state: SaidNoState): Html {
  const { done: words, block: blockWords } = frame.words;
  const wrong = state.why === 'wrong-number';
  const title = wrong ? words.wrongNumber : words.saidNo;
  const body = html`<div class="card narrow outcome">
    <div class="outcome-sign">${signs.cross}</div>
    <h1>${title}</h1>
    <p class="lead">${wrong ? words.wrongNumberText : words.saidNoText}</p>
    ${reporting(frame, state)} ${state.via === 'app' ? html`<p class="centre">${words.close}</p>` : ''}
    <a class="button quiet" href="${frame.base}/link">${words.another}</a>
    ${state.report === 'blocked' ? html`<p class="links"><a href="${frame.base}/devices">${blockWords.see}</a></p>` : ''}
  </div>`;
  return shell(frame, { title, body, quiet: true });
}
