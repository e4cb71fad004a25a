import { Command } from 'commander';
import { exportAccount } from '@linkpin/server';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonPage } from '../terminal/json-line.ts';

const help = `
Prints JSON: the account, its devices, browsers and what happened; no password,
token or hash. The person has the same file on the account page.

Example:
  linkpin user export ada --data ./linkpin-data > ada.json`;

/** `linkpin user export`. */
export function userExportCommand(): Command {
  const command = new Command('export')
    .summary('print all that is kept about a person')
    .description('Prints all that is kept about a person.')
    .argument('<NAME>', 'username or e-mail address')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (name: string) => {
    const { settings } = await loadSettings(command);
    const all = await withAccounts(settings, async ({ store, account }) =>
      exportAccount(store, { now: () => Date.now() }, (await account(name)).id),
    );
    process.stdout.write(jsonPage(all));
  });
}
