import { systemCode } from '../failure.ts';

/** The message for when the last printed text is lost; set if it cannot be printed again. */
let lossMessage: string | undefined;

/**
 * Prints text that is shown only once, such as a secret.
 *
 * @param ifLost message for when it cannot be written: what is lost and what to do
 */
export function printOnce(text: string, ifLost: string): void {
  lossMessage = ifLost;
  process.stdout.write(text);
}

/**
 * Ends the command when stdout cannot be written: with a message and code 1, or silently on EPIPE (the reader closed
 * the pipe, as in `linkpin … | head`) if nothing irreplaceable is lost. Ignores errors of stderr.
 */
export function watchOutput(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error) => {
    const code = systemCode(error) ?? error.message;
    if (code === 'EPIPE' && lossMessage === undefined) process.exit();
    process.stderr.write(`stdout cannot be written to (${code}). ${lossMessage ?? 'The output is incomplete.'}\n`);
    process.exit(1);
  });
}
