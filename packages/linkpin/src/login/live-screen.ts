import type { Progress } from '@linkpin/client';
import { plainText } from '../terminal/plain-text.ts';
import { drawQr, type Space } from '../terminal/qr.ts';
import type { Style } from '../terminal/style.ts';
import { timeLeft } from '../terminal/time-left.ts';
import type { Screen } from './screen.ts';
import { shortError } from './error-messages.ts';
import type { Say } from './words/words.ts';

/** Lines other than the QR code: a blank one, the code, the address and the countdown. */
const otherLines = 4;

/** Indentation of each line. */
const indent = '  ';

/** Moves to the start of the line and clears it. */
const wipe = '\r\u001b[K';

/**
 * A screen for terminals: the code, the address, a QR code if it fits, and a countdown that rewrites its line.
 *
 * @param space the size of the window, read each time because windows are resized
 * @param words in the language of the terminal
 */
export function liveScreen(
  write: (text: string) => void,
  style: Style,
  { space, qr, words }: { readonly space: () => Space; readonly qr: boolean; readonly words: Say },
): Screen {
  return {
    show({ code, linkUrl, qrText }) {
      const { columns, rows } = space();
      const picture = qr ? drawQr(qrText, { columns: columns - indent.length, rows: rows - otherLines }) : undefined;
      const url = style.bold(plainText(linkUrl));
      const lines = [
        '',
        `${indent}${style.bold(plainText(code))}`,
        `${indent}${words(picture === undefined ? 'typeAt' : 'typeOrScan', { url })}`,
        ...(picture ?? ['']).map((line) => (line === '' ? '' : `${indent}${style.inked(line)}`)),
      ];
      write(`${lines.join('\n')}\n`);
    },
    update(progress) {
      const text = `${indent}${inWords(progress, words)}`;
      write(`${wipe}${[...text].slice(0, space().columns - 1).join('')}`);
    },
    end: () => write(wipe),
  };
}

function inWords(progress: Progress, words: Say): string {
  const left = timeLeft(progress.remaining);
  switch (progress.kind) {
    case 'pending':
      return words('waiting', { left });
    case 'opened':
      return progress.number === undefined
        ? words('opened', { left })
        : words('number', { number: progress.number, left });
    case 'retrying':
      return words('retrying', { problem: shortError(progress.error), seconds: progress.retryIn, left });
  }
}
