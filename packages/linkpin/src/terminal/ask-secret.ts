import type { ReadStream } from 'node:tty';
import { Failure } from '../failure.ts';

/** Backspace and delete as sent in raw mode. */
const erase = /^[\b\u007f]$/;
const eraseAll = '\u0015';
const end = /^[\r\n\u0004]$/;
const cancelKey = '\u0003';

/**
 * Prompts for a secret on the terminal without echoing it or its length.
 *
 * @param question the prompt without the colon
 * @throws {Failure} with exit code 2 on Ctrl-C
 */
export function askSecret(question: string, input: ReadStream, output: NodeJS.WritableStream): Promise<string> {
  output.write(`${question}: `);
  input.setRawMode(true);
  input.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const finish = (): void => {
      input.off('data', take);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
    };
    const take = (chunk: string): void => {
      // Drop escape sequences, such as arrow keys and bracketed paste: they are not part of a password.
      for (const key of chunk.replace(/\u001b(\[[\d;]*[@-~]|O.|.)?/g, '')) {
        if (key === cancelKey) {
          finish();
          reject(new Failure('Cancelled.', 2));
          return;
        }
        if (end.test(key)) {
          finish();
          resolve(typed.join(''));
          return;
        }
        if (key === eraseAll) typed = [];
        else if (erase.test(key)) typed.pop();
        else if (key >= ' ') typed.push(key);
      }
    };
    input.on('data', take);
    input.resume();
  });
}
