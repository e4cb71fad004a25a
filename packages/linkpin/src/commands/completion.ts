import { Argument, Command } from 'commander';
import { bashCompletion, fishCompletion, zshCompletion, type Words } from '../completion/scripts.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const help = `
Examples:
  source <(linkpin completion bash)
      in ~/.bashrc
  linkpin completion zsh > "\${fpath[1]}/_linkpin"
  linkpin completion fish > ~/.config/fish/completions/linkpin.fish`;

/**
 * `linkpin completion`.
 *
 * @param tree loads every command
 */
export function completionCommand(tree: () => Promise<readonly Command[]>): Command {
  const shells = new Argument('<SHELL>', 'which shell').choices(Object.keys(scripts));
  return new Command('completion')
    .description('Prints a script that lets the Tab key complete commands and flags.')
    .addArgument(shells)
    .addHelpText('after', help)
    .action(async (shell: keyof typeof scripts) => {
      const commands = await tree();
      process.stdout.write(scripts[shell](commands.flatMap((command) => wordsOf(command, ''))));
    });
}

/** The words that can follow a command and each of its subcommands. */
function wordsOf(command: Command, above: string): readonly Words[] {
  const path = `${above} ${command.name()}`.trim();
  const flags = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? '');
  const own: Words = {
    path,
    summary: command.summary() || command.description(),
    parts: command.commands.map((part) => part.name()),
    flags: [...flags, '--help'],
  };
  return [own, ...command.commands.flatMap((part) => wordsOf(part, path))];
}
