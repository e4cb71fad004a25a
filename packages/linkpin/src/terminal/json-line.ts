/** Formats a value as one line of JSON, with every terminal control character escaped. */
export const jsonLine = (value: unknown): string => jsonText(value);

/** Like {@link jsonLine}, indented. */
export const jsonPage = (value: unknown): string => jsonText(value, 2);

const jsonText = (value: unknown, indent?: number): string =>
  `${JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escaped)}\n`;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
