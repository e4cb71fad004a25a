import { resolve } from 'node:path';
import { Command } from 'commander';
import { copyDatabase } from '../backup/copy-database.ts';
import { existingDatabase } from '../serve/existing-data.ts';
import { mustBeFile } from '../backup/must-be-file.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';

const help = `
Works while the service runs. The secret keys are not in it: keep them apart,
with "linkpin keys export". With other keys, a restored backup loses the codes
that were waiting; people and their linked devices stay. A PostgreSQL store is
backed up by its own pg_dump: docs/cluster.md.

Examples:
  linkpin backup /backups/linkpin-monday.db --data /var/lib/linkpin
  linkpin restore /backups/linkpin-monday.db --data /var/lib/linkpin`;

/** `linkpin backup`. */
export function backupCommand(): Command {
  const command = new Command('backup')
    .description('Copies everything but the secret keys into one new file.')
    .argument('<FILE>', 'where to; it must not be there yet')
    .option('--json', 'print the file as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (file: string) => {
    const { settings } = await loadSettings(command);
    mustBeFile(settings, 'pg_dump --format=custom --file=FILE DATABASE');
    const to = resolve(file);
    copyDatabase(existingDatabase(settings.data), to);
    process.stdout.write(command.getOptionValue('json') === true ? jsonLine({ file: to }) : `${to}\n`);
    process.stderr.write('The secret keys are not in it. Keep them elsewhere: linkpin keys export FILE\n');
  });
}
