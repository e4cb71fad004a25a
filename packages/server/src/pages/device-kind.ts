// Pure: no I/O, no clock, no randomness.
import type { Claims } from '../domain/pin.ts';

/** What a device looks like, for its glyph and the word for it. */
export type DeviceKind =
  'tv' | 'console' | 'phone' | 'tablet' | 'computer' | 'terminal' | 'speaker' | 'server' | 'device';

/** The first that fits counts: "Android TV" is a television, "Steam Deck" no deck of a server. */
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

/** The kind that a device claims to be; what it says of its make counts before what a person called it. */
export function deviceKind({ product, platform, device, deviceName, model, vendor }: Claims): DeviceKind {
  const made = [platform, device, model, vendor].filter((claim) => claim !== null).join(' ');
  const called = [product, deviceName].filter((claim) => claim !== null).join(' ');
  for (const text of [made, called]) {
    const found = signs.find(([, sign]) => sign.test(text.slice(0, 400)));
    if (found !== undefined) return found[0];
  }
  return 'device';
}
