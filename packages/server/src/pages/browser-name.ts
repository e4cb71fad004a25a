// Pure: no I/O, no clock, no randomness.
import Bowser from 'bowser';
import { shownText } from '../domain/claims.ts';
import type { DeviceKind } from './device-kind.ts';

const kinds: Readonly<Record<string, DeviceKind>> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
  tv: 'tv',
};

/**
 * What a browser's description of itself amounts to: "Firefox on Android".
 *
 * @returns null as the name when it says nothing that we know
 */
export function browserName(userAgent: string | null): { readonly name: string | null; readonly kind: DeviceKind } {
  if (userAgent === null || userAgent === '') return { name: null, kind: 'device' };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const names = [shownText(browser.name ?? null, 30), shownText(os.name ?? null, 30)].filter((name) => name !== null);
  const parts = [...new Set(names)]; // some televisions have one name for both
  return { name: parts.length === 0 ? null : parts.join(' on '), kind: kinds[platform.type ?? ''] ?? 'device' };
}
