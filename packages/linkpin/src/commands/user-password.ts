import { Command } from 'commander';
import { withPeople } from '../people/with-people.ts';
import { linkBase, onlyHereWords } from '../serve/address-file.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { printOnce } from '../terminal/stdout.ts';

const help = `
The link goes to stdout. It works once, and for 24 hours. Every browser of the
account, and every program that came in with its password, is signed out now,
and again when the password changes; devices linked with a code stay.

Example:
  linkpin user password ada --public-url https://link.example.org`;

/** `linkpin user password`. */
export function userPasswordCommand(): Command {
  const command = new Command('password')
    .summary('make a link with which somebody chooses a new password')
    .description('Makes a link with which somebody chooses a new password, and signs them out.')
    .argument('<NAME>', 'username or e-mail address')
    .option('--json', 'print the link and its end as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, ['data', 'publicUrl']);
  addConfigFlag(command);
  return command.action(async (name: string) => {
    const { settings } = await loadSettings(command);
    const { username, secret, expiresAt } = await withPeople(settings, async ({ people, account, endSignIns }) => {
      const found = await account(name);
      await endSignIns(found);
      return { username: found.username, ...people.resets.make(found) };
    });
    const { url: base, onlyHere } = linkBase(settings);
    const url = `${base}/reset?key=${secret}`;
    const json = command.getOptionValue('json') === true;
    if (!json) {
      process.stderr.write(`Send this to ${plainText(username)}. It works once, and for 24 hours.\n`);
      if (onlyHere) process.stderr.write(`${onlyHereWords}\n`);
    }
    const lost = `The link is lost. Make another one: linkpin user password ${plainText(username)}`;
    printOnce(json ? jsonLine({ username, url, expiresAt: new Date(expiresAt).toISOString() }) : `${url}\n`, lost);
  });
}
