import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { eventKinds, type EventKind } from '@linkpin/server';
import { followLines, type AuditLine } from '@linkpin/server/operation';
import { withAccounts } from '../accounts/with-accounts.ts';
import { syslogLine } from '../audit/syslog.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';

const help = `
"linkpin events" shows the same to people. Entries that count several events come
again with the same id when their count has grown. With --follow it goes on until
it is interrupted; a service may run on the same store.

Examples:
  linkpin audit --since 2h
  linkpin audit --follow --format syslog | nc logs.example.org 514
  linkpin audit --follow --kind admin-made --kind person-removed`;

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function span(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It is a number and m, h or d, such as 2h.');
  return Number(count) * (units[unit] ?? 0);
}

const collect = (kind: string, before: readonly string[]): readonly string[] => [...before, kind];

interface Options {
  readonly kind: readonly string[];
  readonly since?: number;
  readonly follow?: true;
  readonly format: 'ndjson' | 'syslog';
}

/** How often it is looked for new entries, in milliseconds. */
const every = 1000;

/** `linkpin audit`. */
export function auditCommand(): Command {
  const command = new Command('audit')
    .summary('the audit log for programs: as JSON lines or syslog, and on and on')
    .description('Writes the audit log for programs, the oldest first.')
    .addOption(new Option('--kind <KIND>', 'only these, may be repeated').argParser(collect).default([], 'all'))
    .addOption(
      new Option('--since <SPAN>', 'such as 90m, 2h or 30d; default: 1d, or now with --follow').argParser(span),
    )
    .option('--follow', 'go on with what happens')
    .addOption(new Option('--format <FORMAT>', 'how').choices(['ndjson', 'syslog']).default('ndjson'))
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async ({ kind, since, follow, format }: Options) => {
    const wrong = kind.find((word) => !eventKinds.some((known) => known === word));
    if (wrong !== undefined) command.error(`error: ${wrong} is no kind of event. There are ${eventKinds.join(', ')}.`);
    const { settings } = await loadSettings(command);
    const from = Date.now() - (since ?? (follow === true ? 0 : (units['d'] ?? 0)));
    const write = (lines: readonly AuditLine[]): void =>
      void process.stdout.write(
        lines
          .map((line) => (format === 'syslog' ? syslogLine(line, hostname(), process.pid) : jsonLine(line)))
          .join(''),
      );
    await withAccounts(settings, async ({ dependencies }) => {
      const read = followLines(dependencies, from, kind as readonly EventKind[]);
      write(await read());
      while (follow === true && process.stdout.writable) {
        await pause(every);
        write(await read());
      }
    });
  });
}
