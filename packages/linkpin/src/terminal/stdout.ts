import { systemCode } from '../failure.ts';

/** What to say when the text that was printed last cannot be had again. */
let loss: string | undefined;

/**
 * Prints something that is shown this once, such as a secret.
 *
 * @param ifLost whole sentences for when it cannot be written: what is lost, and what to do
 */
export function printOnce(text: string, ifLost: string): void {
  loss = ifLost;
  process.stdout.write(text);
}

/**
 * Ends the command when stdout cannot be written to: with a sentence and code 1, or without a word when the reader closed
 * the pipe (EPIPE) and has missed nothing that cannot be printed again, as in `linkpin … | head`. What cannot be written to
 * stderr is nobody's loss.
 */
export function watchOutput(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error) => {
    const code = systemCode(error) ?? error.message;
    if (code === 'EPIPE' && loss === undefined) process.exit();
    process.stderr.write(`stdout cannot be written to (${code}). ${loss ?? 'The output is incomplete.'}\n`);
    process.exit(1);
  });
}
