import { Command } from 'commander';
import { readPlexDevices, type PlexDevice } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { call } from '../credentials/call.ts';
import { serverFlag, serverWords, signedIn, type SignedIn } from '../credentials/signed-in.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { table } from '../terminal/table.ts';

const help = `
Every machine sees the list; only one that you let approve devices, with
"linkpin login --approver", may rename or revoke others than itself.

Exit codes: 0 success, 1 failure, 4 not signed in.

Examples:
  linkpin devices
  linkpin devices rename 661782751 "Kitchen TV"
  linkpin devices revoke 661782751`;

interface DeviceOptions {
  readonly server?: string;
  readonly json?: true;
}

/** `linkpin devices`; lists devices when called without a subcommand. */
export function devicesCommand(): Command {
  const list = part('list', 'list them; what "linkpin devices" does').action((_, command: Command) =>
    listDevices(command.optsWithGlobals()),
  );
  const rename = part('rename', 'give one another name')
    .argument('<ID>', 'its number in the list')
    .argument('<NAME>', 'what to call it')
    .action((id: string, name: string, _, command: Command) => renameDevice(id, name, command.optsWithGlobals()));
  const revoke = part('revoke', 'sign one out: its token stops at once')
    .argument('<ID>', 'its number in the list')
    .action((id: string, _, command: Command) => revokeDevice(id, command.optsWithGlobals()));
  return new Command('devices')
    .description('The devices that are signed in as you.')
    .usage('[options] [list|rename|revoke]')
    .option(serverFlag, serverWords)
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', help)
    .action(listDevices)
    .addCommand(list)
    .addCommand(rename)
    .addCommand(revoke);
}

function part(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .option(serverFlag, serverWords)
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', help);
}

async function listDevices({ server, json }: DeviceOptions): Promise<void> {
  const at = await signedIn(server);
  const devices = await devicesOf(at);
  const isThis = ({ clientIdentifier }: PlexDevice) => clientIdentifier === at.device.clientIdentifier;
  if (json === true) {
    process.stdout.write(jsonLine(devices.map((device) => ({ ...device, isThis: isThis(device) }))));
    return;
  }
  const rows = devices.map((device) => [
    String(device.id ?? '-'),
    `${device.name ?? '-'}${isThis(device) ? ' (this machine)' : ''}`,
    [device.product, device.platform].filter((word) => word !== null).join(', ') || '-',
    device.lastSeenAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '-',
  ]);
  process.stdout.write(table(['ID', 'NAME', 'APP', 'LAST SEEN (UTC)'], rows));
}

async function renameDevice(id: string, name: string, { server, json }: DeviceOptions): Promise<void> {
  const at = await signedIn(server);
  const path = `/api/v2/devices/${numberOf(id)}`;
  const refusals = { ...refusalsFor(at, id), 400: 'That is not a name. Choose one that people can read.' };
  await call(at, { method: 'PUT', path, form: { name }, refusals });
  process.stdout.write(json === true ? jsonLine({ id: Number(id), name }) : `${id} is called ${plainText(name)} now\n`);
}

async function revokeDevice(id: string, { server, json }: DeviceOptions): Promise<void> {
  const at = await signedIn(server);
  const number = numberOf(id);
  const named = (await devicesOf(at)).find((device) => device.id === number);
  if (named === undefined) throw new Failure(noSuch(id));
  await call(at, { method: 'DELETE', path: `/devices/${number}.xml`, refusals: refusalsFor(at, id) });
  if (json === true) process.stdout.write(jsonLine({ id: number, name: named.name, revoked: true }));
  else process.stdout.write(`Signed out ${plainText(named.name ?? id)}\n`);
}

const devicesOf = async (at: SignedIn): Promise<readonly PlexDevice[]> =>
  readPlexDevices(await call(at, { method: 'GET', path: '/api/v2/devices' }));

function numberOf(id: string): number {
  if (/^\d{1,10}$/.test(id)) return Number(id);
  throw new Failure(`"${plainText(id)}" is not a device number. "linkpin devices" lists them.`);
}

const noSuch = (id: string): string => `You have no device with the number ${id}. "linkpin devices" lists them.`;

const refusalsFor = ({ server }: SignedIn, id: string): Readonly<Record<number, string>> => ({
  403: `This machine may only change itself. To allow it more: linkpin login --approver --server ${server}`,
  404: noSuch(id),
});
