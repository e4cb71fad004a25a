import { Command, InvalidArgumentError, Option } from 'commander';
import { countHours } from '@linkpin/server/operation';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
What is counted, and how exactly: docs/operate.md.

Examples:
  linkpin stats
  linkpin stats --hours 168 --json`;

function hours(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 744) return count;
  throw new InvalidArgumentError('It is a number from 1 to 744.');
}

/** `linkpin stats`. */
export function statsCommand(): Command {
  const command = new Command('stats')
    .summary('count what happened: codes, links, sign-ins, guesses')
    .description('Counts what happened in the last hours.')
    .addOption(new Option('--hours <NUMBER>', 'so many hours').argParser(hours).default(24))
    .option('--json', 'print all of it as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async ({ hours: span, json }: { readonly hours: number; readonly json?: true }) => {
    const { settings } = await loadSettings(command);
    const counted = await withAccounts(settings, ({ dependencies }) => countHours(dependencies, span));
    const { funnel, linkTimes, buckets, steps, waitingNow } = counted;
    const sum = (name: 'guesses' | 'refusals'): number => steps.reduce((total, step) => total + step[name], 0);
    const times = buckets.map((bucket, index) => ({ within: bucket, count: linkTimes[index] ?? 0 }));
    const totals = { ...funnel, guesses: sum('guesses'), refusals: sum('refusals'), waiting: waitingNow };
    if (json === true) {
      process.stdout.write(jsonLine({ ...totals, linkTimes: times }));
      return;
    }
    const rows = Object.entries(totals).map(([what, count]) => [what, String(count)]);
    const linked = times
      .filter(({ count }) => count > 0)
      .map(({ within, count }) => [within === 'longer' ? 'linked later' : `linked within ${within} s`, String(count)]);
    process.stdout.write(table(['WHAT', 'COUNT'], [...rows, ...linked]));
  });
}
