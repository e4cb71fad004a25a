import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeQR } from 'qr/decode.js';
import { qrPng, qrSvg } from './qr.ts';

/** A picture as rows of pixels, true for black. */
type Pixels = readonly (readonly boolean[])[];

/** What a phone would read in the picture. */
function scan(pixels: Pixels): string {
  const data = Uint8Array.from(pixels.flat().flatMap((dark) => (dark ? [0, 0, 0, 255] : [255, 255, 255, 255])));
  return decodeQR({ width: pixels[0]?.length ?? 0, height: pixels.length, data });
}

/** The checksum of PNG, bit by bit as the standard defines it (annex D), to hold zlib's against. */
function slowCrc(data: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

/** The chunks of a PNG, each with its checksum proven. */
function chunksOf(png: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    assert.equal(png.readUInt32BE(at + 8 + length), slowCrc(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

/** Reads a PNG of one bit a pixel, unfiltered rows only. */
function readPng(bytes: Uint8Array): Pixels {
  const png = Buffer.from(bytes);
  assert.equal(png.toString('hex', 0, 8), '89504e470d0a1a0a');
  const chunks = chunksOf(png);
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  assert.deepEqual([...header.subarray(8)], [1, 0, 0, 0, 0], 'one bit, greyscale, deflate, no interlace');
  const data = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const stride = 1 + Math.ceil(width / 8);
  assert.equal(data.length, stride * height);
  return Array.from({ length: height }, (_, y) => {
    assert.equal(data[y * stride], 0, 'no filter');
    return Array.from({ length: width }, (__, x) => {
      const byte = data[y * stride + 1 + (x >> 3)] ?? 0;
      return (byte & (0x80 >> (x & 7))) === 0;
    });
  });
}

/** Fills the rectangles of an SVG's black path, `scale` pixels a unit. */
function rasterise(svg: string, scale: number): Pixels {
  const units = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const path = /<path fill="#000" d="([^"]*)"\/>/.exec(svg)?.[1] ?? '';
  const dark = new Set<string>();
  const rest = path.replace(/M(\d+) (\d+)h(\d+)v1H\1z/g, (_, x: string, y: string, width: string) => {
    for (let column = Number(x); column < Number(x) + Number(width); column++) dark.add(`${column} ${y}`);
    return '';
  });
  assert.equal(rest, '', 'nothing but runs of modules');
  return Array.from({ length: units * scale }, (_, y) =>
    Array.from({ length: units * scale }, (__, x) => dark.has(`${Math.floor(x / scale)} ${Math.floor(y / scale)}`)),
  );
}

const link = 'https://link.example.org/base/link?code=m6mijjn177ut0qaz02b9iedof';
const texts = fc.oneof(
  fc.string({ minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);

describe('qrPng', () => {
  it('is a picture of at least 300 pixels that a scanner reads back', () => {
    const pixels = readPng(qrPng(link));
    assert.ok(pixels.length >= 300 && pixels.length < 350, `${pixels.length}`);
    assert.ok(pixels.every((row) => row.length === pixels.length));
    assert.equal(scan(pixels), link);
  });

  it('keeps four modules of white on every side', () => {
    const pixels = readPng(qrPng(link, { scale: 3 }));
    const [first, last] = [12, pixels.length - 13];
    const dark = pixels.flatMap((row, y) => row.flatMap((black, x) => (black ? [[x, y] as const] : [])));
    assert.equal(Math.min(...dark.map(([x]) => x)), first);
    assert.equal(Math.min(...dark.map(([, y]) => y)), first);
    assert.equal(Math.max(...dark.map(([x]) => x)), last);
    assert.equal(Math.max(...dark.map(([, y]) => y)), last);
  });

  it('is read with a blot on it: medium error correction', () => {
    const pixels = readPng(qrPng(link, { scale: 4 }));
    const middle = Math.floor(pixels.length / 2);
    const blot = (at: number) => Math.abs(at - middle) <= 16;
    assert.equal(scan(pixels.map((row, y) => row.map((black, x) => black || (blot(x) && blot(y))))), link);
  });

  it('carries any text, at any scale', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 7 }), (text, scale) => {
        assert.equal(scan(readPng(qrPng(text, { scale }))), text.toWellFormed());
      }),
      { numRuns: 25 },
    );
  });

  it('throws for text that no QR code can hold', () => {
    assert.throws(() => qrPng('x'.repeat(2332)));
    assert.ok(qrPng('x'.repeat(2331)).length > 0);
  });
});

describe('qrSvg', () => {
  it('is drawn so that a scanner reads it back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.equal(scan(rasterise(qrSvg(text), 4)), text.toWellFormed());
      }),
      { numRuns: 25 },
    );
  });

  it('shows the same modules as the PNG', () => {
    assert.deepEqual(rasterise(qrSvg(link), 5), readPng(qrPng(link, { scale: 5 })));
  });

  it('says what it is, to those who do not see it', () => {
    assert.match(qrSvg(link), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img" aria-label="QR code"/);
    assert.match(qrSvg(link), /<title>QR code<\/title>/);
  });

  it('has a white ground of its own, and neither style nor the text in it', () => {
    const svg = qrSvg('"><script>alert(1)</script>');
    assert.match(svg, /<path fill="#fff" d="M0 0h(\d+)v\1H0z"\/>/);
    assert.doesNotMatch(svg, /style|script/);
  });
});
