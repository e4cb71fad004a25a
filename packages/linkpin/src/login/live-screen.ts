import type { Progress } from '@linkpin/client';
import { plainText } from '../terminal/plain-text.ts';
import { drawQr, type Room } from '../terminal/qr.ts';
import type { Style } from '../terminal/style.ts';
import { timeLeft } from '../terminal/time-left.ts';
import type { Screen } from './screen.ts';
import { troubleWord } from './trouble-words.ts';

/** Lines besides the QR code: an empty one, the code, the address and the countdown. */
const otherLines = 4;

/** What a line starts with. */
const indent = '  ';

/** Back to the start of the line, and nothing behind it. */
const wipe = '\r\u001b[K';

/**
 * A terminal: the code, the address, a QR code if there is room, and a countdown that rewrites its own line.
 *
 * @param room asked for at each line, since windows change
 */
export function liveScreen(
  write: (text: string) => void,
  style: Style,
  { room, qr }: { readonly room: () => Room; readonly qr: boolean },
): Screen {
  return {
    show({ code, linkUrl, qrText }) {
      const { columns, rows } = room();
      const picture = qr ? drawQr(qrText, { columns: columns - indent.length, rows: rows - otherLines }) : undefined;
      const scan = picture === undefined ? '' : ', or scan this';
      const lines = [
        '',
        `${indent}${style.bold(plainText(code))}`,
        `${indent}Type it at ${style.bold(plainText(linkUrl))}${scan}`,
        ...(picture ?? ['']).map((line) => (line === '' ? '' : `${indent}${style.inked(line)}`)),
      ];
      write(`${lines.join('\n')}\n`);
    },
    update(progress) {
      const text = `${indent}${inWords(progress)}`;
      write(`${wipe}${[...text].slice(0, room().columns - 1).join('')}`);
    },
    end: () => write(wipe),
  };
}

function inWords(progress: Progress): string {
  const left = timeLeft(progress.remaining);
  switch (progress.kind) {
    case 'pending':
      return `Waiting for you to approve it. ${left} left`;
    case 'opened':
      return progress.number === undefined
        ? `Someone has opened it. ${left} left`
        : `Type ${progress.number} on the page that is open. ${left} left`;
    case 'retrying':
      return `${troubleWord(progress.error)}. Trying again in ${progress.retryIn} s. ${left} left`;
  }
}
