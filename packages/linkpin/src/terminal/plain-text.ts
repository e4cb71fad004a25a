/**
 * Removes control characters, escape sequences, direction marks and other invisible characters, so that text from
 * elsewhere cannot control the terminal.
 */
export const plainText = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim();
