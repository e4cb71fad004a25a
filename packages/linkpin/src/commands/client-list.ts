import { Command } from 'commander';
import { listOAuthClients, type ListedClient } from '@linkpin/server';
import { withClients } from '../clients/with-clients.ts';
import { clientFacts, authenticationName } from '../clients/words.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
A line each: id, name, how it shows who it is (public, secret or key), what it
may ask for, and a note when it is in the clients file or registered itself.`;

/** `linkpin client list`. */
export function clientListCommand(): Command {
  const list = new Command('list')
    .summary('list all clients')
    .description('Lists the OAuth clients, those of the clients file first.')
    .option('--json', 'print them as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(list, [...storeFlags, 'clientsFile']);
  addConfigFlag(list);
  return list.action(async ({ json = false }: { readonly json?: boolean }) => {
    const { settings } = await loadSettings(list);
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const listed = await withClients(settings, say, listOAuthClients);
    if (json) {
      process.stdout.write(
        jsonLine({ clients: listed.map(({ client, origin }) => ({ ...clientFacts(client), origin })) }),
      );
    } else if (listed.length === 0) say('There are no clients. This makes one: linkpin client add ID');
    else process.stdout.write(table(listed));
  });
}

function table(listed: readonly ListedClient[]): string {
  const rows = listed.map(({ client, origin }) => {
    const note = origin === 'file' ? 'in the clients file' : client.isVerified ? '' : 'registered itself';
    return [
      client.id,
      plainText(client.name),
      authenticationName(client.authMethod),
      client.scopes.join(' ') || '-',
      note,
    ];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
