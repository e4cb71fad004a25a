import { encodeQR } from 'qr';

/** Available space in characters. */
export interface Space {
  readonly columns: number;
  readonly rows: number;
}

/** Quiet zone in modules: four by the standard; two still scan from a screen. */
const margins = [4, 3, 2];

/**
 * Draws a QR code with half blocks, two modules per character. Blocks are light, for a dark terminal or lines painted
 * white on black.
 *
 * @returns the lines, or undefined if it does not fit
 */
export function drawQr(text: string, { columns, rows }: Space): readonly string[] | undefined {
  for (const border of margins) {
    const modules = encodeQR(text, 'raw', { border, ecc: 'low' });
    if (modules.length <= columns && Math.ceil(modules.length / 2) <= rows) return halfBlocks(modules);
  }
  return undefined;
}

/** Joins pairs of rows; an odd last row is padded with a light one. */
function halfBlocks(modules: readonly (readonly boolean[])[]): readonly string[] {
  const lines: string[] = [];
  for (let row = 0; row < modules.length; row += 2) {
    const upper = modules[row] ?? [];
    const lower = modules[row + 1] ?? [];
    lines.push(upper.map((dark, column) => block(dark, lower[column] ?? false)).join(''));
  }
  return lines;
}

/** @param upper whether the upper module is dark; likewise `lower` */
function block(upper: boolean, lower: boolean): string {
  if (upper) return lower ? ' ' : '▄';
  return lower ? '▀' : '█';
}
