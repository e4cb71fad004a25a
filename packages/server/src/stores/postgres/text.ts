// PostgreSQL refuses U+0000 in text. It and the mark that stands for it are written as two characters each; all other
// text stays as it is, and so does JSON, where JSON.stringify has escaped both already.

/** A value of a statement: escaped where it is text, in arrays too. */
export function escapeValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  return Array.isArray(value) ? value.map(escapeValue) : value;
}

function escapeText(text: string): string {
  return /[\0\u0001]/.test(text)
    ? text.replaceAll(/[\0\u0001]/g, (character) => (character === '\0' ? '\u00010' : '\u00011'))
    : text;
}

/** Undoes what {@link escapeValue} did to a text. */
export function unescapeText(text: string): string {
  return text.includes('\u0001')
    ? text.replaceAll(/\u0001([01])/g, (_, digit) => (digit === '0' ? '\0' : '\u0001'))
    : text;
}
