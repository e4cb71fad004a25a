// What is shown on the standard error. The standard output has nothing but the list.
import { clearLine as clear, cursorTo } from 'node:readline';
import { encodeQR } from 'qr';

const { stderr } = process;

/** Whether a line can be written over. */
export const isLive = stderr.isTTY === true && process.env.TERM !== 'dumb';
const isColoured = isLive && (process.env.NO_COLOR ?? '') === '';
const coloured = (sgr) => (text) => (isColoured ? `\u001b[${sgr}m${text}\u001b[0m` : text);

export const strong = coloured('1');
const inked = coloured('38;5;231;48;5;16'); // white on black, whatever the terminal's colours are

/** What others named must not drive the terminal. */
export const plain = (text) => text.replace(/[\s\p{C}]+/gu, ' ').trim();

export const say = (text) => void stderr.write(`${text}\n`);

/** Minutes and seconds. */
export const timeLeft = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** A QR code as lines; nothing where it does not fit, or where nobody looks. */
export function drawn(text) {
  if (!isLive) return '';
  const lines = encodeQR(text, 'ascii').trimEnd().split('\n');
  const fits = lines.length + 6 <= (stderr.rows || 24) && lines[0].length + 2 <= (stderr.columns || 80);
  return fits ? `\n${lines.map((line) => `  ${inked(line)}`).join('\n')}\n` : '';
}

/** Writes over the last waiting line. */
export function waitingLine(text) {
  cursorTo(stderr, 0);
  stderr.write(text);
  clear(stderr, 1);
}

export function clearLine() {
  cursorTo(stderr, 0);
  clear(stderr, 0);
}
