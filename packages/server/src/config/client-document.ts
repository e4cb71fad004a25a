// Pure: no I/O, no clock, no randomness. Which client identifiers are URLs of a Client ID Metadata Document
// (draft-ietf-oauth-client-id-metadata-document), and which of these the operator allows.

/** The scheme alone: every host. */
const anyHost = 'https://';

/** The longest identifier of any client. */
const longest = 128;

/**
 * Whether a client identifier is the URL of a metadata document: https, with a path, in the one spelling that a URL has
 * (no dot segments, no default port, no upper case in the host), without user name, query or fragment.
 */
export function isDocumentUrl(id: string): boolean {
  if (!id.startsWith(anyHost) || id.length > longest || /[?#]/.test(id)) return false;
  const url = URL.parse(id);
  return url !== null && url.href === id && url.username === '' && url.password === '' && url.pathname !== '/';
}

/**
 * The one spelling of a prefix of allowed URLs; undefined if it is none. `https://` alone allows every host.
 *
 * @param text `https://` and a host, with or without a path
 */
export function canonicalPrefix(text: string): string | undefined {
  if (text === anyHost) return text;
  if (!text.startsWith(anyHost) || /[?#@*]/.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null) return undefined;
  return url.href === text || url.href === `${text}/` ? url.href : undefined;
}

/**
 * Whether a URL begins with one of the prefixes, at whole path segments.
 *
 * @param prefixes as {@link canonicalPrefix} makes them
 */
export const isAllowedDocument = (prefixes: readonly string[], url: string): boolean =>
  prefixes.some((prefix) => url === prefix || url.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`));
