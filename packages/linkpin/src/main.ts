import type { Command } from 'commander';
import { emulateEntry, replayEntry } from './emulate-main.ts';
import { runProgram, type Entry } from './program.ts';

const service = 'Run the service:';
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
    summary: 'accounts: user add NAME, list, disable NAME, make-admin NAME, password NAME',
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
    name: 'mail',
    summary: 'mail to people: mail test ADDRESS',
    group: service,
    load: async () => (await import('./commands/mail.ts')).mailCommand(),
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
    name: 'audit',
    summary: 'the audit log for programs: as JSON lines or syslog, on and on',
    group: service,
    load: async () => (await import('./commands/audit.ts')).auditCommand(),
  },
  {
    name: 'stats',
    summary: 'count what happened: codes, links, sign-ins, guesses',
    group: service,
    load: async () => (await import('./commands/stats.ts')).statsCommand(),
  },
  {
    name: 'pins',
    summary: 'what waits for an answer: pins list, pins end',
    group: service,
    load: async () => (await import('./commands/pins.ts')).pinsCommand(),
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
    summary: 'the secret keys: keys new, keys export, keys rotate',
    group: service,
    load: async () => (await import('./commands/keys.ts')).keysCommand(),
  },
  {
    name: 'doctor',
    summary: 'check everything that a service hangs on, and say what to mend',
    group: service,
    load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  },
  {
    name: 'healthcheck',
    summary: 'check that a service works',
    group: service,
    load: async () => (await import('./commands/healthcheck.ts')).healthcheckCommand(),
  },
  emulateEntry,
  {
    name: 'record',
    summary: 'record a real sign-in at plex.tv: record -- COMMAND',
    group: emulateEntry.group,
    load: async () => (await import('./commands/record.ts')).recordCommand(),
  },
  replayEntry,
  {
    name: 'conformance',
    summary: 'check a server or a client from outside: conformance URL',
    group: emulateEntry.group,
    load: async () => (await import('./commands/conformance.ts')).conformanceCommand(),
  },
  {
    name: 'login',
    summary: 'sign this machine in with a code, approved elsewhere',
    group: device,
    isNetwork: true,
    load: async () => (await import('./commands/login.ts')).loginCommand(),
  },
  {
    name: 'whoami',
    summary: 'show who is signed in on this machine',
    group: device,
    isNetwork: true,
    load: async () => (await import('./commands/whoami.ts')).whoamiCommand(),
  },
  {
    name: 'status',
    summary: 'show where this machine is signed in, and whether it works',
    group: device,
    isNetwork: true,
    load: async () => (await import('./commands/status.ts')).statusCommand(),
  },
  {
    name: 'logout',
    summary: 'sign this machine out',
    group: device,
    isNetwork: true,
    load: async () => (await import('./commands/logout.ts')).logoutCommand(),
  },
  {
    name: 'approve',
    summary: 'approve a device by its code: approve CODE',
    group: approver,
    isNetwork: true,
    load: async () => (await import('./commands/approve.ts')).approveCommand(),
  },
  {
    name: 'deny',
    summary: 'deny a device by its code: deny CODE',
    group: approver,
    isNetwork: true,
    load: async () => (await import('./commands/approve.ts')).denyCommand(),
  },
  {
    name: 'devices',
    summary: 'list, rename or sign out your devices',
    group: approver,
    isNetwork: true,
    load: async () => (await import('./commands/devices.ts')).devicesCommand(),
  },
  {
    name: 'completion',
    summary: 'shell completion: completion bash, zsh or fish',
    group: shell,
    load: async () => (await import('./commands/completion.ts')).completionCommand(loadAll),
  },
];

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

/**
 * Runs the command line.
 *
 * @param given what was typed after `linkpin`
 * @returns when the command has finished; its exit code is in `process.exitCode`
 */
export const main = (given: readonly string[]): Promise<void> => runProgram(entries, completed(given));
