import { plainText } from '../terminal/plain-text.ts';
import type { Screen } from './screen.ts';
import { shortError } from './error-messages.ts';

/** A screen for files, pipes and logs: plain lines, each written once. */
export function plainScreen(write: (text: string) => void): Screen {
  let last = '';
  const once = (line: string): void => {
    if (line !== last) write(`${line}\n`);
    last = line;
  };
  return {
    show({ code, linkUrl, remaining }) {
      last = '';
      write(`Code: ${plainText(code)}\nType it at: ${plainText(linkUrl)}\n`);
      write(`Waiting for up to ${Math.ceil(remaining / 60)} minutes.\n`);
    },
    update(progress) {
      if (progress.kind === 'opened') once(openedLine(progress.number));
      if (progress.kind === 'retrying') once(`${shortError(progress.error)}. Trying again.`);
    },
    end: () => {},
  };
}

const openedLine = (number: number | undefined): string =>
  number === undefined ? 'Someone has opened it.' : `Type ${number} on the page that is open.`;
