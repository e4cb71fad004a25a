import { plainText } from './plain-text.ts';

/**
 * Formats rows under headings, in columns two spaces apart.
 *
 * @param rows untrusted texts; terminal control characters are removed
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows].map((row) => row.map(plainText));
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => [...(line[column] ?? '')].length)));
  const padded = (text: string, column: number): string =>
    text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...text].length));
  return lines.map((line) => `${line.map(padded).join('  ').trimEnd()}\n`).join('');
}
