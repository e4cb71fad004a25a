// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { DeviceInfo } from '../../../domain/pin.ts';
import { deviceKind } from '../../device-kind.ts';
import type { Frame, Html } from '../../frame.ts';
import { deviceGlyph } from '../../glyphs.ts';
import { relativeTime } from '../../words/time.ts';
import { act, operateSheet, searchForm, type News } from './sheet.ts';

/** A device of anybody. Times are milliseconds since the epoch. */
export interface FoundCard {
  readonly id: string;
  readonly name: string;
  readonly deviceInfo: DeviceInfo;
  readonly client: string | null;
  readonly username: string | null;
  readonly linkedAt: number;
  readonly lastSeenAt: number | null;
}

/** State of the page of devices. */
export interface FoundState {
  readonly search: string;
  readonly devices: readonly FoundCard[];
  /** Where more of them are; null when these are all. */
  readonly more: string | null;
  readonly news: News | null;
}

function card(frame: Frame, device: FoundCard, search: string): Html {
  const { devices: words, nobody } = frame.words.operate;
  const { id, name, deviceInfo, client, username, linkedAt, lastSeenAt } = device;
  const used = lastSeenAt === null ? '' : html` · ${words.used({ time: relativeTime(lastSeenAt, frame) })}`;
  return html`<li class="card item">
    ${deviceGlyph(deviceKind(deviceInfo))}
    <div>
      <h2><bdi>${name}</bdi></h2>
      <p>
        ${words.of.html({ name: username ?? nobody })} <small><bdi>${client ?? ''}</bdi></small>
      </p>
      <p class="hint">${words.linked({ time: relativeTime(linkedAt, frame) })}${used}</p>
    </div>
    ${act(frame, {
      path: '/operate/devices/revoke',
      fields: { id, q: search },
      title: words.end,
      about: name,
      text: words.endText,
      isGrave: true,
    })}
  </li>`;
}

export function foundDevicesView(frame: Frame, { search, devices, more, news }: FoundState): Html {
  const words = frame.words.operate.devices;
  const body = html`<section class="card" aria-label="${frame.words.operate.search}">
      ${searchForm(frame, '/operate/devices', words.search, search)}
      ${devices.length === 0 ? html`<p class="lead">${words.none}</p>` : ''}
    </section>
    <ul class="items">
      ${devices.map((device) => card(frame, device, search))}
    </ul>
    ${more === null ? '' : html`<a class="button quiet" href="${frame.base}${more}">${frame.words.operate.more}</a>`}`;
  return operateSheet(frame, { section: 'devices', title: words.title, body, news });
}
