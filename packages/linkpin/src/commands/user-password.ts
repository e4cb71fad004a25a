import { Command } from 'commander';
import { noteReset } from '@linkpin/server/operation';
import { Failure } from '../failure.ts';
import { withAccounts } from '../accounts/with-accounts.ts';
import { linkBase, loopbackNote } from '../serve/address-file.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { printOnce } from '../terminal/stdout.ts';

const help = `
The link goes to stdout. It works once, and for 24 hours. The old password stops
working now, and all passkeys are removed: every browser of the account, and
every program that came in with the password, is signed out; devices linked with
a code stay. If the link is lost, run the command again: the link before stops.

Example:
  linkpin user password ada --public-url https://link.example.org`;

/** `linkpin user password`. */
export function userPasswordCommand(): Command {
  const command = new Command('password')
    .summary('make a link with which somebody chooses a new password')
    .description(
      'Disables a password and all passkeys, signs their person out, and makes a link to choose a new password.',
    )
    .argument('<NAME>', 'username or e-mail address')
    .option('--json', 'print the link and its end as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, [...storeFlags, 'publicUrl']);
  addConfigFlag(command);
  return command.action(async (name: string) => {
    const { settings } = await loadSettings(command);
    const { username, secret, expiresAt } = await withAccounts(
      settings,
      async ({ dependencies, accountService, account }) => {
        const found = await account(name);
        const link = await accountService.resets.makeInstead(found);
        if (link === undefined) throw new Failure(`${plainText(found.username)} has just lost the account.`);
        await noteReset(dependencies, found);
        return { username: found.username, ...link };
      },
    );
    const { url: base, isLoopback } = linkBase(settings);
    const url = `${base}/reset?key=${secret}`;
    const json = command.getOptionValue('json') === true;
    if (!json) {
      process.stderr.write(`Send this to ${plainText(username)}. It works once, and for 24 hours.\n`);
      process.stderr.write('The old password and passkeys no longer work. If the link is lost, make another.\n');
      if (isLoopback) process.stderr.write(`${loopbackNote}\n`);
    }
    const lost = `The link is lost. Make another one: linkpin user password ${plainText(username)}`;
    printOnce(json ? jsonLine({ username, url, expiresAt: new Date(expiresAt).toISOString() }) : `${url}\n`, lost);
  });
}
