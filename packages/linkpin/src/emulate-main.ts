// `linkpin emulate` by itself, which the build puts into one file: a command that is run under it begins that much sooner.
import { runProgram, type Entry } from './program.ts';

/** `emulate`, among the other commands. */
export const emulateEntry: Entry = {
  name: 'emulate',
  summary: 'emulate plex.tv for a program: emulate -- COMMAND',
  group: 'Test an app:',
  load: async () => (await import('./commands/emulate.ts')).emulateCommand(),
};

/**
 * Runs the command line of `linkpin emulate`.
 *
 * @param args `emulate`, and what follows
 */
export const main = (args: readonly string[]): Promise<void> => runProgram([emulateEntry], args);
