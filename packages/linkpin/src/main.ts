import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Failure } from './failure.ts';
import { watchOutput } from './terminal/stdout.ts';

/** A command as the top-level help lists it. Its module is loaded on demand, so that help appears at once. */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly load: () => Promise<Command>;
}

const service = 'Run the service:';
const testing = 'Test an app:';
const device = 'Sign in:';
const approver = 'Manage your devices:';
const shell = 'In your shell:';

const entries: readonly Entry[] = [
  {
    name: 'serve',
    summary: 'serve pins and the pages to approve them',
    group: service,
    load: async () => (await import('./commands/serve.ts')).serveCommand(),
  },
  {
    name: 'user',
    summary: 'accounts: user add NAME, list, export NAME, remove NAME, password NAME',
    group: service,
    load: async () => (await import('./commands/user.ts')).userCommand(),
  },
  {
    name: 'invite',
    summary: 'make a link for one person to create an account',
    group: service,
    load: async () => (await import('./commands/invite.ts')).inviteCommand(),
  },
  {
    name: 'client',
    summary: 'OAuth clients: client add ID, client list, client remove ID',
    group: service,
    load: async () => (await import('./commands/client.ts')).clientCommand(),
  },
  {
    name: 'blocks',
    summary: 'blocked requesters: blocks add, list, remove ID',
    group: service,
    load: async () => (await import('./commands/blocks.ts')).blocksCommand(),
  },
  {
    name: 'events',
    summary: 'show what happened: who, what, from where, when',
    group: service,
    load: async () => (await import('./commands/events.ts')).eventsCommand(),
  },
  {
    name: 'config',
    summary: 'print each setting, its value and where it comes from',
    group: service,
    load: async () => (await import('./commands/config.ts')).configCommand(),
  },
  {
    name: 'codes',
    summary: 'show how long codes are, by the number in use',
    group: service,
    load: async () => (await import('./commands/codes.ts')).codesCommand(),
  },
  {
    name: 'backup',
    summary: 'copy everything but the keys into a file: backup FILE',
    group: service,
    load: async () => (await import('./commands/backup.ts')).backupCommand(),
  },
  {
    name: 'restore',
    summary: 'restore a backup: restore FILE',
    group: service,
    load: async () => (await import('./commands/restore.ts')).restoreCommand(),
  },
  {
    name: 'migrate',
    summary: 'bring the tables of the store to the newest form',
    group: service,
    load: async () => (await import('./commands/migrate.ts')).migrateCommand(),
  },
  {
    name: 'move',
    summary: 'move everything from the file into a PostgreSQL database',
    group: service,
    load: async () => (await import('./commands/move.ts')).moveCommand(),
  },
  {
    name: 'keys',
    summary: 'the secret keys: keys export, keys rotate',
    group: service,
    load: async () => (await import('./commands/keys.ts')).keysCommand(),
  },
  {
    name: 'healthcheck',
    summary: 'check that a service works',
    group: service,
    load: async () => (await import('./commands/healthcheck.ts')).healthcheckCommand(),
  },
  {
    name: 'emulate',
    summary: 'emulate plex.tv for a program: emulate -- COMMAND',
    group: testing,
    load: async () => (await import('./commands/emulate.ts')).emulateCommand(),
  },
  {
    name: 'login',
    summary: 'sign this machine in with a code, approved elsewhere',
    group: device,
    load: async () => (await import('./commands/login.ts')).loginCommand(),
  },
  {
    name: 'whoami',
    summary: 'show who is signed in on this machine',
    group: device,
    load: async () => (await import('./commands/whoami.ts')).whoamiCommand(),
  },
  {
    name: 'status',
    summary: 'show where this machine is signed in, and whether it works',
    group: device,
    load: async () => (await import('./commands/status.ts')).statusCommand(),
  },
  {
    name: 'logout',
    summary: 'sign this machine out',
    group: device,
    load: async () => (await import('./commands/logout.ts')).logoutCommand(),
  },
  {
    name: 'approve',
    summary: 'approve a device by its code: approve CODE',
    group: approver,
    load: async () => (await import('./commands/approve.ts')).approveCommand(),
  },
  {
    name: 'deny',
    summary: 'deny a device by its code: deny CODE',
    group: approver,
    load: async () => (await import('./commands/approve.ts')).denyCommand(),
  },
  {
    name: 'devices',
    summary: 'list, rename or sign out your devices',
    group: approver,
    load: async () => (await import('./commands/devices.ts')).devicesCommand(),
  },
  {
    name: 'completion',
    summary: 'shell completion: completion bash, zsh or fish',
    group: shell,
    load: async () => (await import('./commands/completion.ts')).completionCommand(loadAll),
  },
];

const examples = `
Examples:
  linkpin serve
      serve on http://127.0.0.1:4747, with everything in ./linkpin-data
  linkpin serve --demo
      the same, with a television to try it on at /tv
  linkpin login --server https://linkpin.example

"linkpin COMMAND --help" shows more.`;

/** Completes the arguments: flags alone belong to `serve`, and no arguments mean `--help`. */
function completed(given: readonly string[]): readonly string[] {
  const [first, second, ...rest] = given;
  if (first === 'help') return second === undefined ? ['--help'] : [second, ...rest, '--help'];
  const own = ['-h', '--help', '-V', '--version'];
  if (first === undefined) return ['--help'];
  return first.startsWith('-') && !own.includes(first) ? ['serve', ...given] : given;
}

/** Loads every command. */
const loadAll = (): Promise<readonly Command[]> =>
  Promise.all(entries.map(async ({ summary, load }) => (await load()).summary(summary)));

async function program(name: string | undefined): Promise<Command> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  const linkpin = new Command('linkpin')
    .description('Sign in on a screen with no keyboard: a code there, your approval on the phone.')
    .version(version, '-V, --version', 'print the version')
    .usage('[COMMAND] [options]')
    .addHelpText('after', examples);
  for (const entry of entries) {
    const command = entry.name === name ? await entry.load() : new Command(entry.name);
    if (networkGroups.includes(entry.group)) command.hook('preAction', applyProxies);
    linkpin.addCommand(command.summary(entry.summary).helpGroup(entry.group));
  }
  return configure(linkpin);
}

/** Groups whose commands call a server. */
const networkGroups: readonly string[] = [device, approver];

async function applyProxies(): Promise<void> {
  const { useProxies } = await import('./credentials/proxy.ts');
  useProxies((sentence) => process.stderr.write(`${sentence}\n`));
}

/** Makes all commands throw instead of exiting, and mention their help. */
function configure(command: Command): Command {
  command.exitOverride();
  command.helpOption('-h, --help', 'print this').helpCommand(false);
  command.configureHelp({ minWidthToWrap: 20 });
  command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) });
  if (command.parent !== null) command.showHelpAfterError(`"${nameOf(command)} --help" shows more.`);
  for (const child of command.commands) configure(child);
  return command;
}

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/**
 * Runs the command line.
 *
 * @param given what was typed after `linkpin`
 * @returns when the command has finished; its exit code is in `process.exitCode`
 */
export async function main(given: readonly string[]): Promise<void> {
  const args = completed(given);
  watchOutput();
  try {
    const linkpin = await program(args[0]);
    await linkpin.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in linkpin. Please report it:\n${details}\n`);
  return 1;
}
