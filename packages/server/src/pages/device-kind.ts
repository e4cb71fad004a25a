// Pure: no I/O, no clock, no randomness.
import type { DeviceInfo } from '../domain/pin.ts';

/** The kind of a device, for its icon and name. */
export type DeviceKind =
  'tv' | 'console' | 'phone' | 'tablet' | 'computer' | 'terminal' | 'speaker' | 'server' | 'device';

/** Ordered patterns; the first match wins: "Android TV" is a television. */
const signs: readonly (readonly [DeviceKind, RegExp])[] = [
  ['console', /playstation|\bps[45]\b|xbox|nintendo|steam ?deck/i],
  ['tv', /tv\b|tvos|webos|tizen|roku|chromecast|\bfire ?stick|bravia|kodi|television|netcast|vidaa|set.?top/i],
  ['terminal', /terminal|command.?line|\bcli\b|\bshell\b/i],
  ['speaker', /speaker|sonos|homepod/i],
  ['tablet', /ipad|tablet|kindle/i],
  ['phone', /phone|android|\bios\b|pixel|galaxy/i],
  ['server', /server|docker|\bnas\b|synology|unraid|raspberry/i],
  [
    'computer',
    /windows|mac ?os|macintosh|mac\b|linux|chrome|firefox|safari|edge|opera|browser|\bweb\b|desktop|laptop|pc\b/i,
  ],
];

/**
 * Guesses the kind of a device from its device information; make and model count before the name that a person gave it.
 */
export function deviceKind({ product, platform, device, deviceName, model, vendor }: DeviceInfo): DeviceKind {
  const made = [platform, device, model, vendor].filter((claim) => claim !== null).join(' ');
  const called = [product, deviceName].filter((claim) => claim !== null).join(' ');
  for (const text of [made, called]) {
    const found = signs.find(([, sign]) => sign.test(text.slice(0, 400)));
    if (found !== undefined) return found[0];
  }
  return 'device';
}
