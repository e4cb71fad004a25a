// Pure: no I/O, no clock, no randomness.

/** Unreserved characters, whose escapes are equivalent to them (RFC 3986 §2.3). */
const unreserved = /[A-Za-z0-9\-._~]/;

/** Normalizes a path (RFC 3986 §6.2.2): upper-case escapes, and no unnecessary ones. */
export const canonicalPath = (path: string): string =>
  path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return unreserved.test(character) ? character : escape.toUpperCase();
  });

/**
 * Normalizes the public URL (WHATWG): lower-case punycode host, no default port, no trailing slash. All comparisons and
 * derived URLs use this form.
 *
 * @param text an http or https URL
 */
export function canonicalPublicUrl(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${canonicalPath(pathname).replace(/\/+$/, '')}`;
}
