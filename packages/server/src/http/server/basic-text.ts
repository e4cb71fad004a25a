/**
 * Decodes an `Authorization` header in the Basic scheme (RFC 7617) as UTF-8: name, colon, password.
 *
 * @returns undefined when the header is absent or of another scheme, null when it is malformed
 */
export function basicText(header: string | undefined): string | null | undefined {
  if (header === undefined || !/^\s*basic\b/i.test(header)) return undefined;
  const encoded = /^basic +([a-z0-9+/]+={0,2})$/i.exec(header.trim())?.[1];
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('utf8');
}
