import { encodeQR } from 'qr';
import { encodePng } from './qr-png.ts';

/** White modules around the code, as ISO/IEC 18004 requires. */
const quietZone = 4;

/** The least side, in pixels, that a phone can scan from a television. */
const leastSide = 300;

/** Rows of modules, true for dark, with the quiet zone around. */
const modulesOf = (text: string): readonly (readonly boolean[])[] =>
  encodeQR(text, 'raw', { ecc: 'medium', border: quietZone });

/**
 * Draws `text` as a QR code of medium error correction.
 *
 * @param scale pixels a module; by default as many as make the side 300 pixels or a little more
 * @returns a black and white PNG
 * @throws when `text` is longer than a QR code can hold (2331 bytes)
 */
export function qrPng(text: string, { scale }: { readonly scale?: number } = {}): Uint8Array {
  const modules = modulesOf(text);
  return encodePng(modules, scale ?? Math.ceil(leastSide / modules.length));
}

/** Dark modules of one row as path commands, one rectangle a run. */
function runsOf(row: readonly boolean[], y: number): string {
  const line = row.map((dark) => (dark ? '1' : '0')).join('');
  return Array.from(line.matchAll(/1+/g), ({ index, 0: run }) => `M${index} ${y}h${run.length}v1H${index}z`).join('');
}

/**
 * Draws `text` as a QR code of medium error correction: black on its own white ground, so that it can be read on a dark
 * page; it has no style, so that it obeys the strictest content security policy.
 *
 * @returns an SVG document of as many units as modules, at least 300 pixels wide when nothing else sizes it
 * @throws when `text` is longer than a QR code can hold (2331 bytes)
 */
export function qrSvg(text: string): string {
  const modules = modulesOf(text);
  const units = modules.length;
  const side = units * Math.ceil(leastSide / units);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${units} ${units}" width="${side}" height="${side}"`,
    ' role="img" aria-label="QR code" shape-rendering="crispEdges"><title>QR code</title>',
    `<path fill="#fff" d="M0 0h${units}v${units}H0z"/>`,
    `<path fill="#000" d="${modules.map(runsOf).join('')}"/></svg>`,
  ].join('');
}
