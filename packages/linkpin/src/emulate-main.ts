// `linkpin emulate` and `linkpin replay` by themselves, which the build puts into one file: a command that is run under
// them begins that much sooner.
import { runProgram, type Entry } from './program.ts';

/** `emulate`, among the other commands. */
export const emulateEntry: Entry = {
  name: 'emulate',
  summary: 'emulate plex.tv for a program: emulate -- COMMAND',
  group: 'Test an app:',
  load: async () => (await import('./commands/emulate.ts')).emulateCommand(),
};

/** `replay`, among the other commands. */
export const replayEntry: Entry = {
  name: 'replay',
  summary: 'answer as plex.tv did in a recording: replay FILE -- COMMAND',
  group: emulateEntry.group,
  load: async () => (await import('./commands/replay.ts')).replayCommand(),
};

/**
 * Runs the command line of one of them.
 *
 * @param args its name, and what follows
 */
export const main = (args: readonly string[]): Promise<void> => runProgram([emulateEntry, replayEntry], args);
