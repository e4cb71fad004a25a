// Pure: the response to a pending poll. Only the remaining seconds change between polls, so the text around them is
// cached with the pin.
import type { Pin } from '../../domain/pin.ts';
import type { WireResponse } from '../constants/messages.ts';
import type { PlexFormat } from '../constants/plex.ts';
import { plexPinOf, presentPin } from './present.ts';

interface Around {
  readonly baseUrl: string;
  readonly headers: WireResponse['headers'];
  readonly before: string;
  readonly after: string;
}

const kept: Readonly<Record<PlexFormat, WeakMap<Pin, Around>>> = { json: new WeakMap(), xml: new WeakMap() };

/** The text before the seconds. Unique, because quotation marks in device information are always escaped. */
const textBeforeSeconds: Readonly<Record<PlexFormat, string>> = { json: '"expiresIn":', xml: ' expiresIn="' };

function takeApart(pin: Pin, now: number, baseUrl: string, format: PlexFormat): Around {
  const members = plexPinOf(pin, { now, baseUrl, token: null, approverPlace: false });
  const isOpened = pin.state.at === 'pending' && pin.state.opened !== null;
  const { headers, body: text } = presentPin(200, members, format, isOpened);
  const body = String(text);
  const start = body.indexOf(textBeforeSeconds[format]) + textBeforeSeconds[format].length;
  const end = start + String(members.expiresIn).length;
  return { baseUrl, headers, before: body.slice(0, start), after: body.slice(end) };
}

/**
 * The response to a poll of a pin that has not been redeemed: byte for byte that of {@link presentPin}.
 *
 * @param baseUrl the service's URL without a trailing slash
 */
export function presentUncollected(pin: Pin, now: number, baseUrl: string, format: PlexFormat): WireResponse {
  let around = kept[format].get(pin);
  if (around?.baseUrl !== baseUrl) {
    around = takeApart(pin, now, baseUrl, format);
    kept[format].set(pin, around);
  }
  const { headers, before, after } = around;
  const seconds = Math.ceil((pin.expiresAt - now) / 1000);
  return { status: 200, headers, body: `${before}${seconds}${after}` };
}
