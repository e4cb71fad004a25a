import { Command, InvalidArgumentError, Option } from 'commander';
import { eventKinds, type EventKind, type AuditEntry } from '@linkpin/server';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Works while the service runs, too. What anybody may cause without signing in
(issued, expired, throttled) is counted by network and hour. Addresses are cut
short after 30 days.

Examples:
  linkpin events --since 2h --kind approved --kind denied
  linkpin events --json --limit 1000 --data ./linkpin-data`;

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses a duration such as `90m`, `2h` or `30d` into milliseconds. */
function span(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It is a number and m, h or d, such as 2h.');
  return Number(count) * (units[unit] ?? 0);
}

function many(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100_000) return count;
  throw new InvalidArgumentError('It is a number from 1 to 100000.');
}

const collect = (kind: string, before: readonly string[]): readonly string[] => [...before, kind];

interface Options {
  readonly kind: readonly string[];
  readonly since: number;
  readonly limit: number;
  readonly json?: boolean;
}

type Told = AuditEntry & { readonly username: string | null };

const line = ({ at, kind, count, username, device, client, address, country, fact }: Told): readonly string[] => [
  new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  fact === null ? kind : `${kind} (${fact})`,
  String(count),
  username ?? '-',
  device ?? client ?? '-',
  [address, country].filter((part) => part !== null).join(' ') || '-',
];

/** `linkpin events`. */
export function eventsCommand(): Command {
  const command = new Command('events')
    .summary('show what happened: who, what, from where, when')
    .description('Tells what happened, the newest last.')
    .addOption(
      new Option('--kind <KIND>', `only these, may be repeated: ${eventKinds.join(', ')}`)
        .argParser(collect)
        .default([], 'all'),
    )
    .addOption(new Option('--since <SPAN>', 'such as 90m, 2h or 30d').argParser(span).default(units['d'], '1d'))
    .addOption(new Option('--limit <NUMBER>', 'the newest so many').argParser(many).default(100))
    .option('--json', 'print each as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async ({ kind, since, limit, json }: Options) => {
    const wrong = kind.find((word) => !eventKinds.some((known) => known === word));
    if (wrong !== undefined) command.error(`error: ${wrong} is no kind of event. There are ${eventKinds.join(', ')}.`);
    const { settings } = await loadSettings(command);
    const told = await withAccounts(settings, async ({ store }) => {
      const question = { since: Date.now() - since, kinds: kind as readonly EventKind[], limit };
      const names = new Map((await store.accounts.list()).map(({ id, username }) => [id, username]));
      return (await store.auditLog.list(question)).map((entry) => ({
        ...entry,
        username: entry.account === null ? null : (names.get(entry.account) ?? null),
      }));
    });
    if (json === true) {
      for (const { account: _, ...entry } of told) process.stdout.write(jsonLine(entry));
    } else process.stdout.write(table(['WHEN', 'WHAT', 'COUNT', 'WHO', 'DEVICE', 'FROM'], told.map(line)));
  });
}
