// Pure: no I/O, no clock, no randomness.

/** What mail programs make a link of: the dot before a top-level domain, `://`, and the @ of an address. */
const linking = /(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{M}])|:(?=\/\/)|(?<=\S)@(?=\S)/gu;

/**
 * A name that somebody else chose, as a mail may show it: on one line, and with a space wherever a mail program would find a link.
 * A character that shows nothing would not do: browsers leave it out of a host's name.
 */
export const unlinked = (name: string): string =>
  name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(linking, (sign) => `${sign} `);

/** The same in quotes, for a name that may be a whole sentence. */
export const quoted = (name: string): string => `“${unlinked(name).replaceAll(/[“”]/g, '"')}”`;
