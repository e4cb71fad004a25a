import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { newPassword } from '../accounts/new-password.ts';
import { refusalMessage } from '../accounts/refusal-messages.ts';
import { withRegistry } from '../accounts/with-registry.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { userExportCommand } from './user-export.ts';
import { userManageCommands } from './user-manage.ts';
import { userListCommand } from './user-list.ts';
import { userPasskeysCommand } from './user-passkeys.ts';
import { userPasswordCommand } from './user-password.ts';
import { userRemoveCommand } from './user-remove.ts';

const help = `
Works while the service runs, too. Without --password-stdin it asks for the
password on the terminal, twice.

Examples:
  linkpin user add ada --email ada@example.org --data ./linkpin-data
  linkpin user add root --admin --password-stdin < password.txt`;

interface AddOptions {
  readonly email?: string;
  readonly admin?: boolean;
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

/** `linkpin user`, the parent of the subcommands. */
export function userCommand(): Command {
  const add = new Command('add')
    .summary('create an account')
    .description('Creates an account.')
    .argument('<NAME>', 'what the person signs in with')
    .option('--email <ADDRESS>', 'an e-mail address to sign in with as well')
    .option('--admin', 'make this account an administrator')
    .option('--password-stdin', 'read the password from stdin')
    .option('--json', 'print the account as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(add, storeFlags);
  addConfigFlag(add);
  add.action((name: string, options: AddOptions) => addUser(add, name, options));
  const user = new Command('user')
    .description('Accounts of the people who may approve devices.')
    .addCommand(add)
    .addCommand(userListCommand())
    .addCommand(userExportCommand())
    .addCommand(userRemoveCommand())
    .addCommand(userPasskeysCommand())
    .addCommand(userPasswordCommand());
  for (const command of userManageCommands()) user.addCommand(command);
  return user;
}

async function addUser(command: Command, name: string, options: AddOptions): Promise<void> {
  const { email, admin = false, passwordStdin = false, json = false } = options;
  const { settings } = await loadSettings(command);
  const password = await newPassword(passwordStdin, process.stdin, process.stderr);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const result = await withRegistry(settings, say, (registry) =>
    registry.register({ username: name, email: email ?? null, password }, { by: 'operator', isAdmin: admin }),
  );
  if (!result.ok) throw new Failure(plainText(refusalMessage(result.refusal, name, email)));
  const { number, username, email: address, isAdmin } = result.value;
  if (json) process.stdout.write(jsonLine({ number, username, email: address, isAdmin }));
  else process.stdout.write(`${plainText(username)} has an account${isAdmin ? ', and is an administrator' : ''}.\n`);
}
