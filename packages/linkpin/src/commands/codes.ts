import { codeLengths, SettingsError, type CodeLength } from '@linkpin/server';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Codes grow with their number, so that all guesses of a day together hit
one about as rarely as ever. Of Plex's codes (weak) a length is given out
while fewer wait for an answer than the table says. OAuth's (user) grow
with those that live; issuers with many are counted apart from those with
few, each for half the odds.

Examples:
  linkpin codes
  linkpin codes --plex-code-length 4
  linkpin codes --guesses-per-day 1000 --json`;

/** `linkpin codes`. */
export function codesCommand(): Command {
  const command = new Command('codes')
    .description('Prints how long codes are, by how many there are.')
    .addHelpText('after', help);
  addSettingFlags(command, ['guessesPerDay', 'plexCodeLength', 'userCodes']);
  addConfigFlag(command);
  command.option('--json', 'print one line of JSON');
  return command.action(async () => {
    const { settings, warnings } = await loadSettings(command);
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    const rows = lengths(settings);
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine(rows));
    else process.stdout.write(`${table(headings, rows.map(shown))}${pinnedNote(settings.plexCodeLength, rows)}`);
  });
}

const headings = ['KIND', 'CODES', 'LENGTH', 'BITS', 'GUESSES A DAY', 'A HIT ONCE IN', 'IN ALL AT LEAST'];

/** Explains what a fixed code length costs. */
function pinnedNote(pinned: number | undefined, rows: readonly CodeLength[]): string {
  const weak = rows.find(({ kind }) => kind === 'weak');
  if (pinned === undefined || weak === undefined) return '';
  const { guesses, live } = weak;
  return `\nPlex codes always have ${pinned} symbols: ${grouped(guesses)} wrong ones are let through in a day,\nand a pin is refused while ${grouped(live)} wait, or ${grouped(Math.max(1, Math.floor(live / 2)))} of its network.\n`;
}

function lengths(settings: Parameters<typeof codeLengths>[0]): readonly CodeLength[] {
  try {
    return codeLengths(settings);
  } catch (error) {
    if (error instanceof SettingsError) throw new Failure(error.message);
    throw error;
  }
}

const grouped = (count: number): string => count.toLocaleString('en-US');

const shown = ({ kind, live, length, bits, guesses, oneInDays, atLeast }: CodeLength): readonly string[] => [
  kind,
  grouped(live),
  String(length),
  bits.toFixed(1),
  grouped(guesses),
  `${grouped(oneInDays)} days`,
  `${grouped(atLeast)} days`,
];
