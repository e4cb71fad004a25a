import { crc32, deflateSync } from 'node:zlib';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A chunk: length, type, data, and the checksum over type and data (PNG third edition, 5.3). */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** One row of pixels: the filter's number, which is 0 for none, then eight pixels a byte, 1 for white. */
function pixelsOf(row: readonly boolean[], scale: number): Uint8Array {
  const line = new Uint8Array(1 + Math.ceil((row.length * scale) / 8));
  for (let x = 0; x < row.length * scale; x++) {
    const at = 1 + (x >> 3);
    const dark = row[Math.floor(x / scale)] ?? false;
    if (!dark) line[at] = (line[at] ?? 0) | (0x80 >> (x & 7));
  }
  return line;
}

/**
 * Writes a PNG of one bit a pixel.
 *
 * @param modules rows of squares, true for black; all rows of one length
 * @param scale pixels a square's side
 */
export function encodePng(modules: readonly (readonly boolean[])[], scale: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE((modules[0]?.length ?? 0) * scale, 0);
  header.writeUInt32BE(modules.length * scale, 4);
  header[8] = 1; // bits a pixel; the zeros after it: greyscale, deflate, adaptive filters, not interlaced
  const lines = modules.flatMap((row) => {
    const line = pixelsOf(row, scale);
    return Array.from({ length: scale }, () => line);
  });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', new Uint8Array()),
  ]);
}
