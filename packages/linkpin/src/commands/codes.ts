import { codeLengths, SettingsError, type CodeLength } from '@linkpin/server';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Codes grow with the number of live ones, so that all guesses of a day
together hit one about as rarely as ever. Issuers with many live codes
are counted apart from those with few, each for half the odds.

Examples:
  linkpin codes
  linkpin codes --guesses-per-day 1000 --json`;

/** `linkpin codes`. */
export function codesCommand(): Command {
  const command = new Command('codes')
    .description('Prints how long codes are, by the number of live ones.')
    .addHelpText('after', help);
  addSettingFlags(command, ['guessesPerDay', 'userCodes']);
  addConfigFlag(command);
  command.option('--json', 'print one line of JSON');
  return command.action(async () => {
    const { settings, warnings } = await loadSettings(command);
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    const rows = lengths(settings);
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine(rows));
    else process.stdout.write(table(headings, rows.map(shown)));
  });
}

const headings = ['KIND', 'LIVE', 'LENGTH', 'BITS', 'A HIT ONCE IN', 'AT LEAST'];

function lengths(settings: Parameters<typeof codeLengths>[0]): readonly CodeLength[] {
  try {
    return codeLengths(settings);
  } catch (error) {
    if (error instanceof SettingsError) throw new Failure(error.message);
    throw error;
  }
}

const grouped = (count: number): string => count.toLocaleString('en-US');

const shown = ({ kind, live, length, bits, oneInDays, atLeast }: CodeLength): readonly string[] => [
  kind,
  grouped(live),
  String(length),
  bits.toFixed(1),
  `${grouped(oneInDays)} days`,
  `${grouped(atLeast)} days`,
];
