// Pure: no I/O, no clock, no randomness.

/** What mail programs make a link of: the dot before a top-level domain, `://`, and the @ of an address. */
const linking = /(?<=[\p{L}\p{N}])\.(?=\p{L})|:(?=\/\/)|(?<=\S)@(?=\S)/gu;

/** U+2060, which shows nothing and belongs to no link. */
const joiner = '\u2060';

/**
 * A name that somebody else chose, as a mail may show it: in quotes, on one line, and so that no mail program makes a link of
 * it.
 */
export function quoted(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[“”]/g, '"');
  return `“${line.replaceAll(linking, (sign) => `${sign}${joiner}`)}”`;
}
