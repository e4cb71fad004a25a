import { encodeQR } from 'qr';

/** A QR code as a picture, on the server and in the browser. */
export function Qr({ text }) {
  const svg = encodeQR(text, 'svg', { border: 4 });
  return <img alt="QR code of the address" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />;
}
