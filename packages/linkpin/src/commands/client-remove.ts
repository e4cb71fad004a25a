import { Command } from 'commander';
import { removeOAuthClient } from '@linkpin/server';
import { withClients } from '../clients/with-clients.ts';
import { notRemovedMessage } from '../clients/words.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
Works while the service runs, too. Its devices are signed out: their tokens stop.
A JWT that is out already lives on, for minutes, where an API checks it itself.`;

/** `linkpin client remove`. */
export function clientRemoveCommand(): Command {
  const remove = new Command('remove')
    .summary('forget a client')
    .description('Forgets an OAuth client, and signs its devices out.')
    .argument('<ID>', 'its client_id')
    .option('--json', 'print how many devices were signed out as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(remove, [...storeFlags, 'clientsFile']);
  addConfigFlag(remove);
  return remove.action(async (id: string, { json = false }: { readonly json?: boolean }) => {
    const { settings } = await loadSettings(remove);
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const result = await withClients(settings, say, (ports) => removeOAuthClient(ports, id));
    if (!result.ok) throw new Failure(notRemovedMessage(result.refusal, plainText(id)));
    const { devices } = result.value;
    if (json) process.stdout.write(jsonLine({ id, devices }));
    else process.stdout.write(`${plainText(id)} is forgotten. ${signedOut(devices)}\n`);
  });
}

function signedOut(devices: number): string {
  if (devices === 0) return 'No device was signed in with it.';
  return devices === 1 ? 'One device was signed out.' : `${devices} devices were signed out.`;
}
