/**
 * Text that a terminal only shows: controls, escapes, direction marks and other invisible characters are taken out, so
 * that nobody on the other end of a line moves the cursor, sets a title or writes backwards.
 */
export const plainText = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim();
