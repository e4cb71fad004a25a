// Pure: no I/O, no clock, no randomness.
import { shownText } from '../domain/claims.ts';
import type { Claims } from '../domain/pin.ts';
import { browserName } from './browser-name.ts';

/** How programs introduce themselves over HTTP (RFC 9110 §10.1.5); nothing that a person should have to read. */
const userAgent = /^[a-z][\w.-]*\/\d/i;

/**
 * What a device says that it runs on: "tvOS 19", "Firefox on Android".
 *
 * @param limit the most characters
 * @returns null when it says nothing that a person could make something of
 */
export function systemName({ platform, platformVersion, device }: Claims, limit: number): string | null {
  if (platform !== null && userAgent.test(platform)) return browserName(platform).name;
  const parts = platform === null ? [device] : [platform, platformVersion];
  return shownText(parts.filter((part) => part !== null).join(' '), limit);
}
