import { Command } from 'commander';
import { keysExportCommand } from './keys-export.ts';

/** `linkpin keys`, whose parts are verbs. */
export const keysCommand = (): Command =>
  new Command('keys')
    .description('The secret keys that tokens and codes are made with.')
    .addCommand(keysExportCommand());
