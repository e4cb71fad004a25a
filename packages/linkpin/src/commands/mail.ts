import { Command } from 'commander';
import { mailTestCommand } from './mail-test.ts';

/** `linkpin mail`, the parent of the subcommands. */
export function mailCommand(): Command {
  return new Command('mail').description('Mail to people.').addCommand(mailTestCommand());
}
