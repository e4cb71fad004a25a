import { createInterface } from 'node:readline';
import { Failure } from '../failure.ts';

/**
 * Asks a question that is answered by yes or no, and takes everything else for no.
 *
 * @param question without the answers
 * @param signal stops asking, as Ctrl-C does
 * @param cancelled the message for that
 * @throws {Failure} with exit code 2 if it is stopped
 */
export function askYes(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  { signal, cancelled }: { readonly signal: AbortSignal; readonly cancelled: string },
): Promise<boolean> {
  const lines = createInterface({ input, output });
  return new Promise((resolve, reject) => {
    lines.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(?:es)?\s*$/i.test(answer));
      lines.close();
    });
    const stop = (): void => {
      reject(new Failure(cancelled, 2));
      lines.close();
    };
    lines.once('SIGINT', stop);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    lines.once('close', () => {
      resolve(false);
    });
  });
}
