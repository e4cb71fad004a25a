/** One line of JSON, with every character that a terminal might obey written as an escape. */
export const jsonLine = (value: unknown): string => jsonText(value);

/** The same over many lines, for people to read. */
export const jsonPage = (value: unknown): string => jsonText(value, 2);

const jsonText = (value: unknown, indent?: number): string =>
  `${JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escaped)}\n`;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
