// Pure: what a request prefers (RFC 7240).
import { longestWait } from '../../protocols/constants/linkpin.ts';

/** A quoted string, a separator, or the text between them. */
const piece = /"(?:[^"\\]|\\.)*"|[;,]|[^";,]+/y;

/** Each preference without its parameters; undefined if a quoted string is not closed. */
function preferences(header: string): readonly string[] | undefined {
  const found = [''];
  let isParameter = false;
  for (piece.lastIndex = 0; piece.lastIndex < header.length;) {
    const text = piece.exec(header)?.[0];
    if (text === undefined) return undefined;
    if (text === ',') found.push('');
    if (text === ',' || text === ';') isParameter = text === ';';
    else if (!isParameter) found.push(`${found.pop() ?? ''}${text}`);
  }
  return found;
}

/**
 * The `wait` preference in whole seconds (RFC 7240 §4.3), no longer than a response is held.
 *
 * @param header the `Prefer` header; several are joined by commas
 * @returns undefined if the preference is absent or malformed
 */
export function waitAsked(header: string | undefined): number | undefined {
  if (header === undefined || header.length > 1024) return undefined;
  // The first of several counts (§2).
  const wait = preferences(header)?.find((text) => /^\s*wait\s*(=|$)/i.test(text));
  const [, quoted, bare] = /=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*$/.exec(wait ?? '') ?? [];
  const seconds = Number(quoted ?? bare ?? 0);
  return seconds === 0 ? undefined : Math.min(seconds, longestWait);
}
