import type { Progress } from '../listening.ts';
import type { SignInScreen } from './screen.ts';
import { untilEnter } from './until-enter.ts';

/** A terminal, and what may be drawn on it. */
export interface TerminalScreenOptions {
  /** Draws a QR code of a text, as lines. Without it, or where a line does not fit, there is none. */
  readonly qr?: ((text: string) => string) | undefined;
  /** Default: the standard input. */
  readonly input?: NodeJS.ReadStream | undefined;
  /** Default: the standard error, because the standard output belongs to the program. */
  readonly output?: NodeJS.WriteStream | undefined;
}

/** What a server says must not drive the terminal. */
const plain = (text: string): string => text.replace(/[\s\p{C}]+/gu, ' ').trim();

/** Whether a stream is a terminal that a person sits at. */
export const isInteractive = (stream: { readonly isTTY?: boolean }): boolean =>
  stream.isTTY === true && process.env['TERM'] !== 'dumb';

function sentenceFor(progress: Progress): string | undefined {
  switch (progress.kind) {
    case 'pending':
      return undefined;
    case 'opened':
      return progress.number === undefined
        ? 'Somebody has opened it.'
        : `Type ${progress.number} on the page that is open.`;
    case 'retrying':
      return `No answer (${progress.error.code}). Trying again.`;
  }
}

/** A screen for people: where to go, the code, a QR code, and what happens. */
export function terminalScreen(options: TerminalScreenOptions = {}): SignInScreen {
  const { qr, input = process.stdin, output = process.stderr } = options;
  const canType = isInteractive(input);
  let last = '';
  const say = (text: string): void => void output.write(`${text}\n`);

  const drawn = (text: string): string => {
    const lines = qr?.(text).trimEnd().split('\n') ?? [];
    const fits = lines.every((line) => line.length + 2 <= (output.columns || 80));
    return fits && lines.length > 0 ? `\n${lines.map((line) => `  ${line}`).join('\n')}\n` : '';
  };

  return {
    show(event) {
      switch (event.kind) {
        case 'browser': {
          say(`Sign in on the page that opens in your browser, or open it there yourself:\n\n  ${plain(event.url)}\n`);
          say(canType ? 'Waiting. Press Enter for a code that works on any device.' : 'Waiting.');
          break;
        }
        case 'code': {
          const { code, url, urlWithCode, expiresIn, isResumed } = event;
          say(`${isResumed ? 'Still waiting: open' : 'Open'} ${plain(url)} on any device, and type this code:\n`);
          say(`  ${plain(code)}\n${drawn(urlWithCode ?? url)}`);
          say(`Waiting for up to ${Math.ceil(expiresIn / 60)} minutes.`);
          last = '';
          break;
        }
        case 'signed_in':
          say(`Signed in at ${plain(event.issuer)}.`);
          break;
        case 'failed':
          break; // the program says it
        default: {
          const sentence = sentenceFor(event);
          if (sentence !== undefined && sentence !== last) say(sentence);
          last = sentence ?? last;
        }
      }
    },
    ...(canType
      ? {
          wantsCode: (signal: AbortSignal) => untilEnter(input, signal),
          wantsAnotherCode: (signal: AbortSignal) => {
            say('The code has expired. Press Enter for another one.');
            return untilEnter(input, signal);
          },
        }
      : {}),
  };
}
