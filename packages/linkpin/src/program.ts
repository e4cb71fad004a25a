import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Failure } from './failure.ts';
import { watchOutput } from './terminal/stdout.ts';

/** A command as the top-level help lists it. Its module is loaded on demand, so that help appears at once. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  /** It calls a server, through the proxies that the environment names. */
  readonly isNetwork?: true;
  readonly load: () => Promise<Command>;
}

const examples = `
Examples:
  linkpin serve
      serve on http://localhost:4747, with everything in ./linkpin-data
  linkpin serve --demo
      the same, with a television to try it on at /tv
  linkpin login --server https://linkpin.example

"linkpin COMMAND --help" shows more.`;

async function programOf(entries: readonly Entry[], name: string | undefined): Promise<Command> {
  const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve('linkpin/package.json')), 'utf8')) as {
    readonly version: string;
  };
  const linkpin = new Command('linkpin')
    .description('Sign in on a screen with no keyboard: a code there, your approval on the phone.')
    .version(version, '-V, --version', 'print the version')
    .usage('[COMMAND] [options]')
    .addHelpText('after', examples);
  for (const entry of entries) {
    const command = entry.name === name ? await entry.load() : new Command(entry.name);
    if (entry.isNetwork === true) command.hook('preAction', applyProxies);
    linkpin.addCommand(command.summary(entry.summary).helpGroup(entry.group));
  }
  return configure(linkpin);
}

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
 * Runs a command line.
 *
 * @param args the name of a command, and what follows
 * @returns when the command has finished; its exit code is in `process.exitCode`
 */
export async function runProgram(entries: readonly Entry[], args: readonly string[]): Promise<void> {
  watchOutput();
  try {
    const linkpin = await programOf(entries, args[0]);
    await linkpin.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error);
  }
}

async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const { isLinkpinClientError } = await import('@linkpin/client');
  if (isLinkpinClientError(error, 'storage')) {
    process.stderr.write(`${error.message.replace(/^the storage (file )?/, '')}\n`);
    return 1;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in linkpin. Please report it:\n${details}\n`);
  return 1;
}
