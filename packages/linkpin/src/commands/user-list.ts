import { Command } from 'commander';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Example:
  linkpin user list --data ./linkpin-data`;

/** `linkpin user list`. */
export function userListCommand(): Command {
  const command = new Command('list')
    .summary('list the accounts')
    .description('Lists the accounts.')
    .option('--json', 'print the accounts as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async () => {
    const { settings } = await loadSettings(command);
    const rows = await withAccounts(settings, async ({ store }) => {
      const accounts = await store.accounts.list();
      return Promise.all(
        accounts.map(async ({ id, number, username, email, isAdmin }) => {
          const devices = (await store.grants.listFor(id)).length;
          return { number, username, email, isAdmin, devices };
        }),
      );
    });
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine(rows));
    else {
      const lines = rows.map(({ number, username, email, isAdmin, devices }) => {
        return [String(number), username, email ?? '-', isAdmin ? 'yes' : 'no', String(devices)];
      });
      process.stdout.write(table(['NUMBER', 'NAME', 'E-MAIL', 'ADMIN', 'DEVICES'], lines));
    }
  });
}
