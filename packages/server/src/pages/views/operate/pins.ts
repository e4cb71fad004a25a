// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { DeviceInfo } from '../../../domain/pin.ts';
import { deviceKind } from '../../device-kind.ts';
import type { Frame, Html } from '../../frame.ts';
import { deviceGlyph } from '../../glyphs.ts';
import { formToken } from '../../shell.ts';
import { relativeTime } from '../../words/time.ts';
import { hidden, operateSheet, type News } from './sheet.ts';

/** A pin that waits. Times are milliseconds since the epoch. */
export interface WaitingCard {
  /** Names it in forms. */
  readonly ticket: string;
  readonly name: string | null;
  readonly deviceInfo: DeviceInfo;
  /** The client, sanitized for display. */
  readonly client: string | null;
  readonly protocol: 'plex' | 'oauth';
  /** The /24 or /48 prefix; null if unknown. */
  readonly network: string | null;
  readonly askedAt: number;
  readonly endsAt: number;
  readonly isOpened: boolean;
}

/** State of the page of what waits. */
export interface WaitingState {
  readonly pins: readonly WaitingCard[];
  /** Where more of them are; null when these are all. */
  readonly more: string | null;
  readonly news: News | null;
}

function ends(frame: Frame, { ticket, name }: WaitingCard): Html {
  const words = frame.words.operate.pins;
  const button = (what: 'pin' | 'client' | 'network' | 'block', text: string): Html =>
    html`<button type="submit" name="what" value="${what}" class="button quiet small">${text}</button>`;
  return html`<details class="act">
    <summary class="grave">
      ${words.end}<span class="unseen"
        >${frame.words.frame.about.html({ name: name ?? frame.words.general.aDevice })}</span
      >
    </summary>
    <form method="post" action="${frame.base}/operate/pins/end">
      ${formToken(frame)} ${hidden({ pin: ticket })}
      <div class="choices">
        ${button('pin', words.endOne)} ${button('client', words.endClient)} ${button('network', words.endNetwork)}
        ${button('block', words.block)}
      </div>
    </form>
  </details>`;
}

function row(frame: Frame, pin: WaitingCard): Html {
  const words = frame.words.operate.pins;
  const { name, deviceInfo, client, protocol, network, askedAt, endsAt, isOpened } = pin;
  return html`<li class="card item">
    ${deviceGlyph(deviceKind(deviceInfo))}
    <div>
      <h2><bdi>${name ?? frame.words.general.aDevice}</bdi></h2>
      <dl>
        <div>
          <dt>${words.app}</dt>
          <dd><bdi>${client ?? frame.words.operate.unknown}</bdi> <small>${protocol}</small></dd>
        </div>
        <div>
          <dt>${words.network}</dt>
          <dd dir="ltr">${network ?? frame.words.operate.unknown}</dd>
        </div>
      </dl>
      <p class="hint">
        ${words.asked({ time: relativeTime(askedAt, frame) })} · ${words.ends({ time: relativeTime(endsAt, frame) })}
      </p>
      ${isOpened ? html`<p class="hint">${words.opened}</p>` : ''}
    </div>
    ${ends(frame, pin)}
  </li>`;
}

export function waitingView(frame: Frame, { pins, more, news }: WaitingState): Html {
  const words = frame.words.operate.pins;
  const body =
    pins.length === 0
      ? html`<div class="card">
          <h2>${words.none}</h2>
          <p class="lead">${words.noneText}</p>
        </div>`
      : html`<p class="hint">${words.hint}</p>
          <ul class="items">
            ${pins.map((pin) => row(frame, pin))}
          </ul>
          ${more === null ? '' : html`<a class="button quiet" href="${frame.base}${more}">${frame.words.operate.more}</a>`}`;
  return operateSheet(frame, { section: 'pins', title: words.title, body, news });
}
