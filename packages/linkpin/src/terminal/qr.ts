import { encodeQR } from 'qr';

/** How many characters and lines there are to draw in. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Light modules around the code: four by the standard, and two still read from a screen. */
const margins = [4, 3, 2];

/**
 * Draws a QR code with half blocks, two modules a character. A block is light: it reads as it is on a dark terminal, and
 * on any when the lines are painted white on black.
 *
 * @returns the lines, or undefined when it does not fit
 */
export function drawQr(text: string, { columns, rows }: Room): readonly string[] | undefined {
  for (const border of margins) {
    const modules = encodeQR(text, 'raw', { border, ecc: 'low' });
    if (modules.length <= columns && Math.ceil(modules.length / 2) <= rows) return halfBlocks(modules);
  }
  return undefined;
}

/** A last line without a partner gets a light one. */
function halfBlocks(modules: readonly (readonly boolean[])[]): readonly string[] {
  const lines: string[] = [];
  for (let row = 0; row < modules.length; row += 2) {
    const upper = modules[row] ?? [];
    const lower = modules[row + 1] ?? [];
    lines.push(upper.map((dark, column) => block(dark, lower[column] ?? false)).join(''));
  }
  return lines;
}

/** @param upper whether that module is dark, and so the `lower` one */
function block(upper: boolean, lower: boolean): string {
  if (upper) return lower ? ' ' : '▄';
  return lower ? '▀' : '█';
}
