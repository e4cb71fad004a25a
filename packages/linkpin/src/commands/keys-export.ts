import { resolve } from 'node:path';
import { Command } from 'commander';
import { existingKeys } from '../serve/existing-keys.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { writeSecret } from '../write-secret.ts';

const help = `
Whoever has the keys and a backup can read what is sealed in it: keep the two
apart. The file is for its owner alone; without FILE the keys go to stdout, as
the JSON that LINKPIN_KEYS and keys.json take.

Examples:
  linkpin keys export /safe/linkpin-keys.json --data /var/lib/linkpin
  linkpin keys export --data /var/lib/linkpin | age -r … > keys.age`;

/** `linkpin keys export`. */
export function keysExportCommand(): Command {
  const command = new Command('export')
    .summary('copy the secret keys, to keep them apart from backups')
    .description('Copies the secret keys, to keep them apart from backups.')
    .argument('[FILE]', 'where to; it must not be there yet')
    .addHelpText('after', help);
  addSettingFlags(command, ['data']);
  addConfigFlag(command);
  return command.action(async (file: string | undefined) => {
    const { settings } = await loadSettings(command);
    const text = `${JSON.stringify(await existingKeys(settings), null, 2)}\n`;
    if (file === undefined) process.stdout.write(text);
    else {
      await writeSecret(resolve(file), text);
      process.stderr.write(`The secret keys are in ${resolve(file)}, which only you can read.\n`);
    }
  });
}
