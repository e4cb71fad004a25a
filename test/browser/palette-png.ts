import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** Red, green and blue in one number. */
type Colour = number;

const distance = (one: Colour, other: Colour): number =>
  ((one >> 16) - (other >> 16)) ** 2 +
  (((one >> 8) & 0xff) - ((other >> 8) & 0xff)) ** 2 +
  ((one & 0xff) - (other & 0xff)) ** 2;

/** The pixels of a picture, row by row. */
async function pixelsOf(page: Page, png: Buffer): Promise<{ width: number; height: number; pixels: Uint32Array }> {
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const { data: rgba } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: [] };
    let text = '';
    for (const byte of rgba) text += String.fromCharCode(byte);
    return { width: bitmap.width, height: bitmap.height, data: btoa(text) };
  }, png.toString('base64'));
  const rgba = Buffer.from(data, 'base64');
  const pixels = Uint32Array.from({ length: width * height }, (_, index) => rgba.readUInt32BE(index * 4) >>> 8);
  return { width, height, pixels };
}

/** The 256 colours that occur most, and for each colour the nearest of them. */
function paletteOf(pixels: Uint32Array): { palette: readonly Colour[]; indexOf: (colour: Colour) => number } {
  const counts = new Map<Colour, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 256)
    .map(([colour]) => colour);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const indexOf = (colour: Colour): number => {
    const known = nearest.get(colour);
    if (known !== undefined) return known;
    const gaps = palette.map((candidate) => distance(candidate, colour));
    const index = gaps.indexOf(Math.min(...gaps));
    nearest.set(colour, index);
    return index;
  };
  return { palette, indexOf };
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/**
 * A screenshot with at most 256 colours: a quarter of the size, for a README.
 *
 * @param page any page; its browser reads the picture
 */
export async function toPalettePng(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, pixels } = await pixelsOf(page, png);
  const { palette, indexOf } = paletteOf(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, colour] of pixels.entries()) {
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = indexOf(colour);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
