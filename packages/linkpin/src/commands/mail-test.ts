import { readEmailAddress, sendTestMail, systemRandom } from '@linkpin/server';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
Sends at once, whether the service runs or not, and prints what the server
answered. The exit code is 0 if it took the mail, else 1.

Example:
  linkpin mail test you@example.org --config linkpin.yml`;

/** `linkpin mail test`. */
export function mailTestCommand(): Command {
  const command = new Command('test')
    .summary('send a mail to see whether the settings are right')
    .description('Sends a mail, and prints what came of it in one line.')
    .argument('<ADDRESS>', 'where to send it')
    .addHelpText('after', help);
  addSettingFlags(command, ['mailServer', 'mailFrom', 'mailPassword', 'insecureMail', 'publicUrl', 'name']);
  addConfigFlag(command);
  return command.action(async (typed: string) => {
    const { settings } = await loadSettings(command);
    const address = readEmailAddress(typed);
    if (address === undefined) throw new Failure(`${plainText(typed)} is not an e-mail address.`);
    const missing = (['mailServer', 'mailFrom', 'publicUrl'] as const).filter((key) => settings[key] === undefined);
    if (missing.length > 0)
      throw new Failure(`No mail can be sent without ${missing.join(' and ')}. See docs/mail.md.`);
    const tested = await sendTestMail(settings, address, systemRandom);
    if (tested?.fault !== null) {
      throw new Failure(`${tested?.server ?? ''} did not take the mail: ${plainText(tested?.reply ?? '')}`);
    }
    process.stdout.write(`${tested.server} took the mail: ${plainText(tested.reply)}\n`);
  });
}
