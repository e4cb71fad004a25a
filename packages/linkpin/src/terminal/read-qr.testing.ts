import decodeQR from 'qr/decode.js';

/** Pixels a module on each side, so that the decoder has something to look at. */
const scale = 4;

const upperLight = '█▀';
const lowerLight = '█▄';

/**
 * Reads the QR code in the lines of a screen as a camera in front of a dark terminal would: blocks are light, and what
 * is not a block is dark.
 */
export function readQr(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const modules = lines.flatMap((line) => {
    const cells = Array.from({ length: columns }, (_, column) => line[column] ?? ' ');
    return [upperLight, lowerLight].map((light) => cells.map((cell) => light.includes(cell)));
  });
  const width = columns * scale;
  const height = modules.length * scale;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      data.set(light ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * width + x) * 4);
    }
  }
  return decodeQR({ width, height, data });
}
