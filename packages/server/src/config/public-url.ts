// Pure: no I/O, no clock, no randomness.

/** What a path may hold as it is (RFC 3986 §2.3): an escape of one of these says nothing else. */
const unreserved = /[A-Za-z0-9\-._~]/;

/**
 * A path in the one spelling that others are compared with (RFC 3986 §6.2.2): escapes in capitals, and none where none is
 * needed.
 */
export const canonicalPath = (path: string): string =>
  path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return unreserved.test(character) ? character : escape.toUpperCase();
  });

/**
 * The service's public URL as browsers and clients write it (WHATWG): name in lower case and punycode, no default port, no
 * slash at the end. Everything that is compared with it or made from it takes this form.
 *
 * @param text an http or https URL
 */
export function canonicalPublicUrl(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${canonicalPath(pathname).replace(/\/+$/, '')}`;
}
