import type { Texts } from '../transcript/transcript.ts';
import type { Notes } from './clean-json.ts';
import { cleanAttribute } from './clean-scalar.ts';
import type { ScalarRule } from './rules.ts';
import { deviceFields } from './fields.ts';
import type { StandIns } from './stand-ins.ts';

/** Headers that every request or response may have, and that tell nothing new of plex.tv. */
const ordinary = new Set(
  `accept-encoding accept-language accept-ranges age alt-svc authorization connection content-encoding content-length
  content-security-policy cookie date etag expires host if-none-match if-modified-since keep-alive last-modified origin
  pragma priority proxy-connection referer sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user server set-cookie
  strict-transport-security te trailer transfer-encoding upgrade user-agent via x-request-id x-runtime`.split(/\s+/),
);

/**
 * The headers that are listed, with stand-ins.
 *
 * @param listed by lower-case name, what a value has to match
 */
export function cleanHeaders(
  headers: Texts,
  listed: Readonly<Record<string, RegExp>>,
  standIns: StandIns,
  notes: Notes,
): Texts {
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const text = Object.hasOwn(listed, name) ? cleanHeader(name, value, standIns) : undefined;
    if (text !== undefined && listed[name]?.test(text) === true) return [[name, text] as const];
    if (!ordinary.has(name)) notes.leave(name, value);
    return [];
  });
  return Object.fromEntries(kept);
}

function cleanHeader(name: string, value: string, standIns: StandIns): string | undefined {
  const rule = Object.hasOwn(deviceFields, name) ? (deviceFields[name] as ScalarRule) : undefined;
  return rule === undefined ? value : cleanAttribute(value, rule, standIns);
}
