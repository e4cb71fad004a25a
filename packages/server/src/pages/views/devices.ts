// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { shownText } from '../../pins/claims.ts';
import type { Claims } from '../../pins/pin.ts';
import { deviceKind } from '../device-kind.ts';
import { field, notice } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { deviceGlyph, signs } from '../glyphs.ts';
import { formToken, shell } from '../shell.ts';
import { systemName } from '../system-name.ts';
import type { Where } from '../where.ts';
import { deviceWords as words } from '../words/en.ts';
import { blockWords } from '../words/en-care.ts';
import { relativeTime, waitTime } from '../words/time.ts';
import { blockedList, type BlockedCard } from './blocked.ts';

/** One linked device. Times are milliseconds since the epoch. */
export interface DeviceCard {
  readonly id: string;
  readonly name: string;
  readonly claims: Claims;
  readonly linkedAt: number;
  readonly askedFrom: Where;
  readonly collected: { readonly at: number; readonly from: Where; readonly elsewhere: boolean } | null;
  readonly lastSeenAt: number | null;
  readonly mayApprove: boolean;
  /** What it may do, in words; everything when null. */
  readonly may: readonly string[] | null;
  /** Until others notice that it was unlinked, in seconds; 0 for at once. */
  readonly lastsFor: number;
}

/** The list of devices. */
export interface DevicesState {
  readonly devices: readonly DeviceCard[];
  /** What the person blocked. */
  readonly blocked: readonly BlockedCard[];
  readonly done: 'renamed' | 'revoked' | 'blocked' | 'unblocked' | null;
}

/** Where, inside a sentence. */
function placeIn(where: Where): string | null {
  switch (where.at) {
    case 'own-network':
      return where.place ?? words.ownNetwork;
    case 'local-network':
      return words.localNetwork;
    case 'place':
      return where.place;
    case 'unknown':
      return null;
  }
}

function madeOf(claims: Claims): string | null {
  const parts = [shownText(claims.product, 40), systemName({ ...claims, device: null }, 40)].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? null : parts.join(' · ');
}

function story(frame: Frame, { linkedAt, askedFrom, collected, lastSeenAt, mayApprove, may }: DeviceCard): Html {
  const ago = (at: number): string => relativeTime(at, frame.now);
  const linkedFrom = placeIn(askedFrom);
  const linked = linkedFrom === null ? words.linkedPlaceless(ago(linkedAt)) : words.linked(ago(linkedAt), linkedFrom);
  const collectedFrom = collected === null ? null : placeIn(collected.from);
  const lines = [
    ...(lastSeenAt === null ? [] : [words.lastUsed(ago(lastSeenAt))]),
    linked,
    collected === null
      ? words.notCollected
      : collectedFrom === null
        ? words.collectedPlaceless(ago(collected.at))
        : words.collected(ago(collected.at), collectedFrom),
    may === null
      ? words.mayAll
      : may.length === 0
        ? words.mayKnow
        : words.may(may.map((thing) => shownText(thing, 160) ?? '')),
    ...(mayApprove ? [words.mayApprove] : []),
  ];
  return html`<ul class="story">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    ${collected?.elsewhere === true ? html`<p class="warning">${signs.warning}<span>${words.elsewhere}</span></p>` : ''}`;
}

function card(frame: Frame, device: DeviceCard, index: number): Html {
  const made = madeOf(device.claims);
  return html`<li class="card device">
    <div class="asker-glyph">${deviceGlyph(deviceKind(device.claims))}</div>
    <div class="device-text">
      <h2><bdi>${device.name}</bdi></h2>
      ${made === null || made === device.name ? '' : html`<p class="made"><bdi>${made}</bdi></p>`}
      ${story(frame, device)}
    </div>
    <div class="device-acts">
      <details name="act-${index}">
        <summary>${words.rename}<span class="unseen">: ${device.name}</span></summary>
        <form method="post" action="${frame.base}/devices/rename">
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
        </form>
      </details>
      <details name="act-${index}">
        <summary class="grave">${words.revoke}<span class="unseen">: ${device.name}</span></summary>
        <form method="post" action="${frame.base}/devices/revoke">
          ${formToken(frame)}
          <input type="hidden" name="id" value="${device.id}" />
          <p>
            ${words.revokeText}${device.lastsFor === 0 ? '' : html` ${words.revokeLater(waitTime(device.lastsFor))}`}
          </p>
          <button type="submit" class="button grave">${words.revokeYes}</button>
        </form>
      </details>
      <details name="act-${index}">
        <summary class="grave">${blockWords.notMe}<span class="unseen">: ${device.name}</span></summary>
        <form method="post" action="${frame.base}/devices/not-me">
          ${formToken(frame)}
          <input type="hidden" name="id" value="${device.id}" />
          <p>${blockWords.device}</p>
          <button type="submit" class="button grave">${blockWords.deviceYes}</button>
        </form>
      </details>
    </div>
  </li>`;
}

export function devicesView(frame: Frame, { devices, blocked, done }: DevicesState): Html {
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
    <h1>${words.title}</h1>
    ${notice(done === null ? null : words[done])} ${list} ${blockedList(frame, blocked)}
  </div>`;
  return shell(frame, { title: words.title, body, entry: 'devices' });
}
