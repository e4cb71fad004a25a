// Pure: no I/O, no clock, no randomness.
import Bowser from 'bowser';
import { shownText } from '../domain/device-info.ts';
import type { DeviceKind } from './device-kind.ts';
import type { Words } from './words/catalogue.ts';

const kinds: Readonly<Record<string, DeviceKind>> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
  tv: 'tv',
};

/**
 * Describes a browser by its `User-Agent`, such as "Firefox on Android".
 *
 * @returns a null name if the browser is unknown
 */
export function browserName(
  userAgent: string | null,
  words: Words,
): { readonly name: string | null; readonly kind: DeviceKind } {
  if (userAgent === null || userAgent === '') return { name: null, kind: 'device' };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const names = [shownText(browser.name ?? null, 30), shownText(os.name ?? null, 30)].filter((name) => name !== null);
  const [one = null, other] = [...new Set(names)]; // some televisions have the same name for both
  const name = one === null || other === undefined ? one : words.account.browserOn({ browser: one, os: other });
  return { name, kind: kinds[platform.type ?? ''] ?? 'device' };
}
