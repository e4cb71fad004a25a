import { Command } from 'commander';

/** `linkpin blocks`, the parent of the subcommands. */
export async function blocksCommand(): Promise<Command> {
  const { blocksAddCommand } = await import('./blocks-add.ts');
  const { blocksListCommand } = await import('./blocks-list.ts');
  const { blocksRemoveCommand } = await import('./blocks-remove.ts');
  return new Command('blocks')
    .description('Requesters that are not served, for anybody, for a while.')
    .addCommand(blocksAddCommand())
    .addCommand(blocksListCommand())
    .addCommand(blocksRemoveCommand());
}
