// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { nameOf, shownText } from '../../domain/device-info.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import { deviceKind } from '../device-kind.ts';
import { deviceName } from '../device-name.ts';
import { formError } from '../fields.ts';
import type { Frame, Html } from '../frame.ts';
import { deviceGlyph } from '../glyphs.ts';
import { formToken } from '../shell.ts';
import { relativeTime } from '../words/time.ts';

/** A device that waits in the person's local network. */
export interface NearbyDevice {
  /** Sealed reference to the pin, valid in this session only. */
  readonly ticket: string;
  readonly deviceInfo: DeviceInfo;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** Whether it was picked, if the page is shown again. */
  readonly isPicked: boolean;
}

/** State of the list of devices nearby. */
export interface NearbyState {
  readonly devices: readonly NearbyDevice[];
  /** How many of the last symbols of a code are to be typed. */
  readonly endingLength: number;
  readonly error: string | null;
}

function choice(frame: Frame, { ticket, deviceInfo, askedAt, isPicked }: NearbyDevice): Html {
  const words = frame.words.nearby;
  const product = shownText(deviceInfo.product, 60);
  const name = deviceName(nameOf(deviceInfo), frame.words);
  return html`<label class="nearby">
    <input type="radio" name="device" value="${ticket}" required ${isPicked ? html`checked` : ''} />
    ${deviceGlyph(deviceKind(deviceInfo))}
    <span>
      <bdi>${name}</bdi>
      <span class="hint">
        ${product === null || product === name ? '' : html`<bdi>${product}</bdi> · `}${words.asked({ time: relativeTime(askedAt, frame) })}
      </span>
    </span>
  </label>`;
}

/** The devices that wait nearby, to pick one; nothing if there are none. */
export function nearbySection(frame: Frame, { devices, endingLength, error }: NearbyState): Html {
  if (devices.length === 0) return error === null ? html`` : html`<div class="card narrow">${formError(error)}</div>`;
  const words = frame.words.nearby;
  return html`<section class="card narrow" aria-labelledby="nearby">
    <h2 id="nearby">${words.title}</h2>
    <p class="hint">${words.lead}</p>
    <form method="post" action="${frame.base}/link/nearby">
      ${formToken(frame)} ${formError(error)}
      <div class="nearby-list" role="radiogroup" aria-labelledby="nearby">
        ${devices.map((device) => choice(frame, { ...device, isPicked: device.isPicked || devices.length === 1 }))}
      </div>
      <div class="field">
        <label for="ending">${words.ending({ count: endingLength })}</label>
        <input
          id="ending"
          name="ending"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="16"
          size="${endingLength + 2}"
          dir="ltr"
          required
          ${error === null ? '' : html`aria-invalid="true"`}
        />
      </div>
      <button type="submit" class="button quiet">${words.go}</button>
    </form>
  </section>`;
}
