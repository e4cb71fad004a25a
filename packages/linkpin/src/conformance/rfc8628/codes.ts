// How much chance there is room for in a code. No I/O: what can be told from a few samples, and never more than there is.

/** A code as servers compare it: letters of one case and digits. */
export const folded = (code: string): string => code.toUpperCase().replaceAll(/[^\dA-Z]/g, '');

/** The alphabets that codes are made of, the smallest first. */
const deviceAlphabets: readonly (readonly [RegExp, number])[] = [
  [/^\d*$/, 10],
  [/^[\da-f-]*$|^[\dA-F-]*$/, 16],
  [/^[a-z2-7]*$|^[A-Z2-7]*$/, 32],
  [/^[\da-z]*$|^[\dA-Z]*$/, 36],
  [/^[\dA-Za-z]*$/, 62],
];

/** What all of them begin with. */
function commonStart(codes: readonly string[]): number {
  const [first = ''] = codes;
  let length = 0;
  while (length < first.length && codes.every((code) => code[length] === first[length])) length += 1;
  return length;
}

/** The most bits of chance that device codes like these can have; what they have in common at the start has none. */
export function deviceBits(given: readonly string[]): number {
  const codes = [...new Set(given)];
  const start = codes.length > 1 ? commonStart(codes) : 0;
  const parts = codes.map((code) => code.slice(start));
  const symbols = deviceAlphabets.find(([pattern]) => parts.every((part) => pattern.test(part)))?.[1] ?? 64;
  const isHex = symbols === 16;
  const lengths = parts.map((part) => (isHex ? part.replaceAll('-', '') : part).length);
  return Math.min(...lengths) * Math.log2(symbols);
}

const consonants = /^[B-DF-HJ-NP-TV-XZ]+$/;

/** Whether a user code is of consonants of one case, or of digits (RFC 8628 §6.1); what separates them does not count. */
export function hasGoodLetters(userCode: string): boolean {
  const symbols = userCode.replaceAll(/[^\dA-Za-z]/g, '');
  const isOneCase = symbols === symbols.toUpperCase() || symbols === symbols.toLowerCase();
  return isOneCase && (/^\d+$/.test(symbols) || consonants.test(symbols.toUpperCase()));
}

/** The most bits of chance that a user code like this can have. */
export function userCodeBits(userCode: string): number {
  const symbols = folded(userCode);
  const size = /^\d*$/.test(symbols) ? 10 : consonants.test(symbols) ? 20 : /\d/.test(symbols) ? 36 : 26;
  return symbols.length * Math.log2(size);
}
