import decodeQR from 'qr/decode.js';

/** Pixels per module. */
const scale = 4;

const upperLight = '█▀';
const lowerLight = '█▄';

/** Decodes the QR code in terminal lines, with blocks light and everything else dark. */
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
