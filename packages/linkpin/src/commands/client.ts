import { Command } from 'commander';

/** `linkpin client`, the parent of the subcommands. */
export async function clientCommand(): Promise<Command> {
  const { clientAddCommand } = await import('./client-add.ts');
  const { clientListCommand } = await import('./client-list.ts');
  const { clientRemoveCommand } = await import('./client-remove.ts');
  return new Command('client')
    .description('OAuth clients: the apps whose devices may ask people for tokens (RFC 8628).')
    .addCommand(clientAddCommand())
    .addCommand(clientListCommand())
    .addCommand(clientRemoveCommand());
}
