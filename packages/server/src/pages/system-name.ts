// Pure: no I/O, no clock, no randomness.
import { shownText } from '../domain/device-info.ts';
import type { DeviceInfo } from '../domain/pin.ts';
import { browserName } from './browser-name.ts';
import type { Words } from './words/catalogue.ts';

/** The format of `User-Agent` (RFC 9110 §10.1.5), which is not meant for people. */
const userAgent = /^[a-z][\w.-]*\/\d/i;

/**
 * Describes the system that a device says it runs on, such as "tvOS 19" or "Firefox on Android".
 *
 * @param limit most characters
 * @returns null if there is nothing meaningful to people
 */
export function systemName(
  { platform, platformVersion, device }: DeviceInfo,
  limit: number,
  words: Words,
): string | null {
  if (platform !== null && userAgent.test(platform)) return browserName(platform, words).name;
  const parts = platform === null ? [device] : [platform, platformVersion];
  return shownText(parts.filter((part) => part !== null).join(' '), limit);
}
