// Pure: the answer to a poll whose pin still waits. From one poll to the next only the seconds change that it has left, so
// that the text around them is kept as long as the pin is.
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

/** What stands before the seconds, and nowhere else: no text that a device says can hold a quotation mark as it is. */
const mark: Readonly<Record<PlexFormat, string>> = { json: '"expiresIn":', xml: ' expiresIn="' };

function takeApart(pin: Pin, now: number, baseUrl: string, format: PlexFormat): Around {
  const members = plexPinOf(pin, { now, baseUrl, token: null, approverPlace: false });
  const isOpened = pin.state.at === 'pending' && pin.state.opened !== null;
  const { headers, body: text } = presentPin(200, members, format, isOpened);
  const body = String(text);
  const start = body.indexOf(mark[format]) + mark[format].length;
  const end = start + String(members.expiresIn).length;
  return { baseUrl, headers, before: body.slice(0, start), after: body.slice(end) };
}

/**
 * The answer to a poll of a live pin that is not collected yet: what {@link presentPin} says of it, to the byte.
 *
 * @param baseUrl the service's own URL, no slash at the end
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
