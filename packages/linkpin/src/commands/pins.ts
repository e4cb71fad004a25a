import { isIP } from 'node:net';
import { Command } from 'commander';
import { endMeant, listWaiting, type MeantPins } from '@linkpin/server/operation';
import { withAccounts } from '../accounts/with-accounts.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Ended ones are told to their devices as a no, at once, by every service on the
same store.

Examples:
  linkpin pins list
  linkpin pins end --client tv-app
  linkpin pins end --from 192.0.2.66`;

/** `linkpin pins`, the parent of the subcommands. */
export function pinsCommand(): Command {
  const list = part('list', 'list what waits for an answer').action(() => listPins(list));
  const end = part('end', 'end what waits for an answer: of one client, or of one network')
    .option('--client <ID>', 'those of this client')
    .option('--oauth', 'the client is an OAuth client, and no Plex one')
    .option('--from <ADDRESS>', 'those that were requested from there')
    .option('--all', 'all of them');
  end.action((options: EndOptions) => endPins(end, options));
  return new Command('pins')
    .description('Requests of devices that wait for an answer.')
    .addCommand(list)
    .addCommand(end);
}

function part(name: string, summary: string): Command {
  const command = new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command;
}

async function listPins(command: Command): Promise<void> {
  const { settings } = await loadSettings(command);
  const pins = await withAccounts(settings, async ({ dependencies }) => {
    const found = [];
    for await (const { protocol, clientId, requester, createdAt, expiresAt } of listWaiting(dependencies)) {
      const { deviceInfo, address } = requester;
      const device = deviceInfo.deviceName ?? deviceInfo.product ?? deviceInfo.device;
      found.push({ device, protocol, client: clientId, address, askedAt: iso(createdAt), endsAt: iso(expiresAt) });
    }
    return found;
  });
  if (command.getOptionValue('json') === true) process.stdout.write(jsonLine(pins));
  else {
    const rows = pins.map(({ device, protocol, client, address, askedAt }) => [
      askedAt,
      device ?? '-',
      `${client} (${protocol})`,
      address ?? '-',
    ]);
    process.stdout.write(table(['ASKED', 'DEVICE', 'CLIENT', 'FROM'], rows));
  }
}

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

interface EndOptions {
  readonly client?: string;
  readonly oauth?: true;
  readonly from?: string;
  readonly all?: true;
}

function meantBy({ client, oauth, from, all }: EndOptions): MeantPins {
  const given = [client, from, all].filter((option) => option !== undefined);
  if (given.length !== 1) throw new Failure('Say one of --client, --from and --all.', 2);
  if (client !== undefined) return { protocol: oauth === true ? 'oauth' : 'plex', clientId: client };
  if (from === undefined) return 'all';
  if (isIP(from) === 0) throw new Failure('--from is an address, such as 192.0.2.66.', 2);
  return { address: from };
}

async function endPins(command: Command, options: EndOptions): Promise<void> {
  const meant = meantBy(options);
  const { settings } = await loadSettings(command);
  const ended = await withAccounts(settings, ({ dependencies }) => endMeant(dependencies, meant));
  const isJson = command.getOptionValue('json') === true;
  process.stdout.write(isJson ? jsonLine({ ended }) : `Ended: ${ended}. Their devices hear a no.\n`);
}
