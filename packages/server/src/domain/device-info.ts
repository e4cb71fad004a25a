// Pure: no I/O, no clock, no randomness. Makes device information safe to display.
import type { DeviceInfo } from './pin.ts';

/** Control and format characters (bidi overrides, zero width), unassigned and private ones, lone surrogates. */
const unfit = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}]/gu;

/** A zero-width joiner that does not hold an emoji family together. */
const idleJoiner = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D/gu;

/**
 * Sanitizes untrusted text for display: one line, without characters that hide or reorder others, at most `limit`
 * characters.
 *
 * @returns null if nothing is left
 */
export function shownText(text: string | null, limit = 80): string | null {
  if (text === null) return null;
  const clean = text
    .replace(/[\t\n\v\f\r\p{Z}]+/gu, ' ')
    .replace(unfit, '')
    .replace(idleJoiner, '')
    .trim();
  const characters = [...clean];
  if (characters.length === 0) return null;
  return characters.length <= limit ? clean : `${characters.slice(0, limit - 1).join('')}…`;
}

/** Longest name of a device, in characters. */
const longestName = 60;

/** The name that a person gives a device, as it can be shown; null if nothing is left. */
export const givenNameOf = (text: string | null): string | null => shownText(text, longestName);

/** Generic values that many apps send as their device. */
const plainSystem = /^(linux|windows( \w+)?|mac ?os( x)?|osx|darwin|web|browser|chrome|firefox|safari|edge|docker)$/i;

/** The device's own name; null if nothing can be shown. */
export function saidNameOf(deviceInfo: DeviceInfo): string | null {
  const { deviceName, device, product, model, platform } = deviceInfo;
  const telling = device === null || plainSystem.test(device.trim()) ? null : device;
  for (const claim of [deviceName, telling, model, product, device, platform]) {
    const shown = shownText(claim, longestName);
    if (shown !== null) return shown;
  }
  return null;
}

/** The name of a device that says nothing of itself. Pages show it in their language. */
export const unnamed = 'A device';

/** The default name of a device. */
export const nameOf = (deviceInfo: DeviceInfo): string => saidNameOf(deviceInfo) ?? unnamed;
