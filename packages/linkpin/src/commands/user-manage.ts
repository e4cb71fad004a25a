import { Command } from 'commander';
import { manageByCommand } from '@linkpin/server/operation';
import { Failure } from '../failure.ts';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

/** What is done to a person, what the command is called, and what it says. */
interface Manner {
  readonly name: string;
  readonly act: Parameters<typeof manageByCommand>[2];
  readonly summary: string;
  readonly done: (username: string) => string;
}

const manners: readonly Manner[] = [
  {
    name: 'disable',
    act: 'disable',
    summary: 'sign somebody out everywhere, and let nobody in',
    done: (name) =>
      `${name} is disabled: every browser and device is signed out. To undo it: linkpin user enable ${name}`,
  },
  {
    name: 'enable',
    act: 'enable',
    summary: 'let somebody sign in again who was disabled',
    done: (name) => `${name} can sign in again. Devices have to be linked again.`,
  },
  {
    name: 'sign-out',
    act: 'end-sign-ins',
    summary: 'sign somebody out in every browser and on every device',
    done: (name) => `${name} is signed out everywhere.`,
  },
  {
    name: 'make-admin',
    act: 'make-admin',
    summary: 'let somebody operate the service on its pages',
    done: (name) => `${name} is an administrator now.`,
  },
  {
    name: 'unmake-admin',
    act: 'unmake-admin',
    summary: 'take the role of an administrator away',
    done: (name) => `${name} is no administrator any more.`,
  },
];

const lastAdmin = (name: string): string =>
  `${name} is the last administrator who can sign in. Make another one first: linkpin user make-admin NAME`;

/** `linkpin user disable` and its like. */
export const userManageCommands = (): readonly Command[] => manners.map(commandOf);

function commandOf({ name, act, summary, done }: Manner): Command {
  const command = new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .argument('<NAME>', 'username or e-mail address')
    .option('--json', 'print what was done as one line of JSON')
    .addHelpText(
      'after',
      `\nWorks while the service runs, too.\n\nExample:\n  linkpin user ${name} ada --data ./linkpin-data`,
    );
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (typed: string) => {
    const { settings } = await loadSettings(command);
    const username = await withAccounts(settings, async ({ dependencies, account }) => {
      const found = await account(typed);
      const outcome = await manageByCommand(dependencies, found, act);
      if (outcome === 'last-admin') throw new Failure(lastAdmin(plainText(found.username)));
      if (outcome !== 'done') throw new Failure(`${plainText(found.username)} has just lost the account.`);
      return found.username;
    });
    const isJson = command.getOptionValue('json') === true;
    process.stdout.write(isJson ? jsonLine({ username, done: act }) : `${done(plainText(username))}\n`);
  });
}
