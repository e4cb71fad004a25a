// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { shownText } from '../../domain/device-info.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import { deviceKind } from '../device-kind.ts';
import { deviceName } from '../device-name.ts';
import { field, notice } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { deviceGlyph, signs } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import { systemName } from '../system-name.ts';
import type { Where } from '../where.ts';
import { isolate } from '../words/isolate.ts';
import { datedTime, exactTime, waitTime } from '../words/time.ts';
import { blockedList, type BlockedCard } from './blocked.ts';

/** A linked device. Times are milliseconds since the epoch. */
export interface DeviceCard {
  readonly id: string;
  readonly name: string;
  readonly deviceInfo: DeviceInfo;
  readonly linkedAt: number;
  readonly askedFrom: Where;
  readonly collected: { readonly at: number; readonly from: Where; readonly elsewhere: boolean } | null;
  readonly lastSeenAt: number | null;
  readonly mayApprove: boolean;
  /** Descriptions of its scopes; null for full access. */
  readonly may: readonly string[] | null;
  /** Seconds until APIs notice that it was unlinked; 0 for at once. */
  readonly lastsFor: number;
}

/** State of the list of devices. */
export interface DevicesState {
  readonly devices: readonly DeviceCard[];
  /** The requesters that the person blocked. */
  readonly blocked: readonly BlockedCard[];
  readonly done: 'renamed' | 'revoked' | 'blocked' | 'unblocked' | null;
}

/** Says when something happened, and where. */
function happened({ words }: Frame, what: 'linked' | 'collected', time: string, where: Where): string {
  const told = words.devices[what];
  switch (where.at) {
    case 'own-network':
      return where.place === null ? told.ownNetwork({ time }) : told.place({ time, place: where.place });
    case 'local-network':
      return told.localNetwork({ time });
    case 'place':
      return told.place({ time, place: where.place });
    case 'unknown':
      return told.unknown({ time });
  }
}

function madeOf(deviceInfo: DeviceInfo, { words }: Frame): string | null {
  const parts = [shownText(deviceInfo.product, 40), systemName({ ...deviceInfo, device: null }, 40, words)].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? null : parts.join(' · ');
}

/** Renders a sentence about a time, with the exact time as tooltip. */
const timed = (frame: Frame, at: number, sentence: string): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${exactTime(at, frame)}">${sentence}</time>`;

function mayLine({ words: { devices: words } }: Frame, may: DeviceCard['may']): string {
  if (may === null) return words.mayAll;
  return may.length === 0
    ? words.mayKnow
    : words.may({ things: may.map((thing) => isolate(shownText(thing, 160) ?? '')).join(' · ') });
}

function story(frame: Frame, { linkedAt, askedFrom, collected, lastSeenAt, mayApprove, may }: DeviceCard): Html {
  const words = frame.words.devices;
  const ago = (at: number): string => datedTime(at, frame);
  const sentence = (at: number, from: Where, what: 'linked' | 'collected'): Html =>
    timed(frame, at, happened(frame, what, ago(at), from));
  const lines = [
    ...(lastSeenAt === null ? [] : [timed(frame, lastSeenAt, words.lastUsed({ time: ago(lastSeenAt) }))]),
    sentence(linkedAt, askedFrom, 'linked'),
    ...(collected === null ? [] : [sentence(collected.at, collected.from, 'collected')]),
    html`${mayLine(frame, may)}`,
    ...(mayApprove ? [html`${words.mayApprove}`] : []),
  ];
  return html`<ul class="story">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    ${collected === null ? html`<p class="notice">${words.notCollected} ${words.notCollectedDo}</p>` : ''}
    ${collected?.elsewhere === true ? html`<p class="warning">${signs.warning}<span>${words.elsewhere}</span></p>` : ''}`;
}

function renaming(frame: Frame, device: DeviceCard, index: number): Html {
  const words = frame.words.devices;
  return html`<form method="post" action="${frame.base}/devices/rename">
    ${formToken(frame)}
    <input type="hidden" name="id" value="${device.id}" />
    ${field({
      name: 'name',
      label: words.name,
      type: 'text',
      autocomplete: 'off',
      value: device.name,
      maxLength: 60,
      suffix: `-${index}`,
    })}
    <button type="submit" class="button quiet">${words.save}</button>
  </form>`;
}

/** Renders a destructive action with an inline confirmation. */
function grave(
  frame: Frame,
  { device, index, path }: { readonly device: DeviceCard; readonly index: number; readonly path: string },
  { title, text, yes }: { readonly title: string; readonly text: Html; readonly yes: string },
): Html {
  return html`<details name="act-${index}">
    <summary class="grave">
      ${title}<span class="unseen">${frame.words.frame.about.html({ name: device.name })}</span>
    </summary>
    <form method="post" action="${frame.base}${path}">
      ${formToken(frame)}
      <input type="hidden" name="id" value="${device.id}" />
      <p>${text}</p>
      <button type="submit" class="button grave">${yes}</button>
    </form>
  </details>`;
}

/** Renders the menu of a device. */
function menu(frame: Frame, device: DeviceCard, index: number): Html {
  const { devices: words, block: blockWords } = frame.words;
  const later = device.lastsFor === 0 ? '' : html` ${words.revokeLater({ time: waitTime(device.lastsFor, frame) })}`;
  return html`<details class="device-menu">
    <summary>${words.manage}<span class="unseen">${frame.words.frame.about.html({ name: device.name })}</span></summary>
    <div class="device-acts">
      ${renaming(frame, device, index)}
      ${grave(
        frame,
        { device, index, path: '/devices/revoke' },
        { title: words.revoke, text: html`${words.revokeText}${later}`, yes: words.revokeYes },
      )}
      ${grave(
        frame,
        { device, index, path: '/devices/not-me' },
        { title: blockWords.notMe, text: html`${blockWords.device}`, yes: blockWords.deviceYes },
      )}
    </div>
  </details>`;
}

function card(frame: Frame, named: DeviceCard, index: number): Html {
  const device = { ...named, name: deviceName(named.name, frame.words) };
  const made = madeOf(device.deviceInfo, frame);
  return html`<li class="card device">
    <div class="asker-glyph">${deviceGlyph(deviceKind(device.deviceInfo))}</div>
    <div class="device-text">
      <h2><bdi>${device.name}</bdi></h2>
      ${made === null || made === device.name ? '' : html`<p class="made"><bdi>${made}</bdi></p>`}
      ${story(frame, device)}
    </div>
    ${menu(frame, device, index)}
  </li>`;
}

export function devicesView(frame: Frame, { devices, blocked, done }: DevicesState): Html {
  const words = frame.words.devices;
  const list =
    devices.length === 0
      ? html`<div class="card narrow outcome">
          <h2>${words.none}</h2>
          <p class="lead">${words.noneText}</p>
          <a class="button" href="${frame.base}/link">${words.link}</a>
        </div>`
      : html`<ul class="devices">
          ${devices.map((device, index) => card(frame, device, index))}
        </ul>`;
  const body = html`<div class="wide">
    <div class="heading">
      <h1>${words.title}</h1>
      ${devices.length === 0 ? '' : html`<a class="button quiet small" href="${frame.base}/link">${words.link}</a>`}
    </div>
    ${notice(done === null ? null : words[done])} ${list} ${blockedList(frame, blocked)}
  </div>`;
  return shell(frame, { title: words.title, body, entry: 'devices' });
}
