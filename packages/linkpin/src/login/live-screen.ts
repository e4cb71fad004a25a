import type { Progress } from '@linkpin/client';
import { plainText } from '../terminal/plain-text.ts';
import { drawQr, type Space } from '../terminal/qr.ts';
import type { Style } from '../terminal/style.ts';
import { timeLeft } from '../terminal/time-left.ts';
import type { Screen } from './screen.ts';
import { shortError } from './error-messages.ts';

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
 */
export function liveScreen(
  write: (text: string) => void,
  style: Style,
  { space, qr }: { readonly space: () => Space; readonly qr: boolean },
): Screen {
  return {
    show({ code, linkUrl, qrText }) {
      const { columns, rows } = space();
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
      write(`${wipe}${[...text].slice(0, space().columns - 1).join('')}`);
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
      return `${shortError(progress.error)}. Trying again in ${progress.retryIn} s. ${left} left`;
  }
}
