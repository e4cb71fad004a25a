import { migratePostgresStore, migrateSqliteStore, type Settings } from '@linkpin/server';
import { Command } from 'commander';
import { existingDatabase } from '../serve/existing-data.ts';
import { explainStartError } from '../serve/start-errors.ts';
import { postgresAddresses } from '../serve/store.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';

const help = `
A service does the same when it starts. Run this first to upgrade replicas one
after another: those of the version before go on beside newer ones. Several at
once wait for each other.

Examples:
  linkpin migrate --store postgres://linkpin@db.example/linkpin
  linkpin migrate --data /var/lib/linkpin`;

/** `linkpin migrate`. */
export function migrateCommand(): Command {
  const command = new Command('migrate')
    .description('Brings the tables of the store to the newest form, and prints which migrations it made.')
    .option('--json', 'print them as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async ({ json = false }: { readonly json?: boolean }) => {
    const { settings } = await loadSettings(command);
    const made = await migrateStore(settings);
    if (json) process.stdout.write(jsonLine({ made }));
    else if (made.length === 0) process.stdout.write('Nothing to do: the tables have the newest form.\n');
    else process.stdout.write(made.map((name) => `${name}\n`).join(''));
  });
}

async function migrateStore(settings: Settings): Promise<readonly string[]> {
  try {
    if (settings.store === undefined) return await migrateSqliteStore(existingDatabase(settings.data));
    return await migratePostgresStore(postgresAddresses(settings));
  } catch (error) {
    throw explainStartError(error, settings);
  }
}
