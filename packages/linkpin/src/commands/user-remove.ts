import { Command } from 'commander';
import { removeByCommand } from '@linkpin/server/operation';
import { Failure } from '../failure.ts';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
Every device of the account stops at once, and every browser is signed out.
There is no way back, so it wants --yes.

Example:
  linkpin user remove ada --yes --data ./linkpin-data`;

/** `linkpin user remove`. */
export function userRemoveCommand(): Command {
  const command = new Command('remove')
    .summary('end an account and all its devices')
    .description('Ends an account and all its devices.')
    .argument('<NAME>', 'username or e-mail address')
    .option('--yes', 'skip confirmation')
    .option('--json', 'print what ended as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (name: string) => {
    const { settings } = await loadSettings(command);
    const { username, devices } = await withAccounts(settings, async ({ dependencies, store, account }) => {
      const found = await account(name);
      const grants = await store.grants.listFor(found.id);
      if (command.getOptionValue('yes') !== true) {
        const ends = `the account ${plainText(found.username)} and its devices, ${grants.length} of them`;
        throw new Failure(`This ends ${ends}, permanently. To confirm, add --yes.`);
      }
      await removeByCommand(dependencies, found);
      return { username: found.username, devices: grants.length };
    });
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine({ username, devices }));
    else process.stdout.write(`${plainText(username)} no longer has an account. Devices signed out: ${devices}.\n`);
  });
}
