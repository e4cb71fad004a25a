import type { ReadStream } from 'node:tty';
import { Failure } from '../failure.ts';

/** A key as it arrives in raw mode, and what it does to the text typed so far. */
const erase = /^[\b\u007f]$/;
const eraseAll = '\u0015';
const end = /^[\r\n\u0004]$/;
const callOff = '\u0003';

/**
 * Asks on the terminal for something that nobody should see. What is typed is not shown, nor how much of it.
 *
 * @param question without the colon
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
      // Escape sequences, such as arrow keys and the marks around what is pasted, are no characters of a password.
      for (const key of chunk.replace(/\u001b(\[[\d;]*[@-~]|O.|.)?/g, '')) {
        if (key === callOff) {
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
