import { resolve } from 'node:path';
import { inspectPostgresStore, type Settings } from '@linkpin/server';
import { Command } from 'commander';
import { copyDatabase } from '../backup/copy-database.ts';
import { dumpCommand } from '../backup/dump-command.ts';
import { assertKeysKept } from '../serve/existing-keys.ts';
import { existingDatabase } from '../serve/existing-data.ts';
import { explainStartError } from '../serve/start-errors.ts';
import { postgresAddresses } from '../serve/store.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { wrap } from '../terminal/wrap.ts';

const help = `
Works while the service runs. The secret keys are not in it: keep them apart,
with "linkpin keys export". With other keys, a restored backup loses the codes
that were waiting; people and their linked devices stay.

A PostgreSQL store is backed up by PostgreSQL's own command, which is printed,
for you or a shell to run, with what else it takes to lose nothing.

Examples:
  linkpin backup /backups/linkpin-monday.db --data /var/lib/linkpin \\
      --keys /safe/linkpin-keys.json
  linkpin restore /backups/linkpin-monday.db --data /var/lib/linkpin
  sh -c "$(linkpin backup /backups/monday.dump)"

Back again, and whether it works: docs/upgrade.md.`;

/** How long a database may be out of reach, in milliseconds; somebody looks on. */
const patience = 5000;

/** `linkpin backup`. */
export function backupCommand(): Command {
  const command = new Command('backup')
    .description('Copies everything but the secret keys into one new file, or says how PostgreSQL does.')
    .argument('<FILE>', 'where to; it must not be there yet')
    .option('--keys <FILE>', 'check that this copy of the secret keys has all that are in use')
    .option('--json', 'print the file, or the command, as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (file: string, { keys, json = false }: BackupFlags) => {
    const { settings } = await loadSettings(command);
    const to = resolve(file);
    if (settings.store === undefined) {
      copyDatabase(existingDatabase(settings.data), to);
      process.stdout.write(json ? jsonLine({ file: to }) : `${to}\n`);
    } else await sayHow(settings, to, json);
    if (keys === undefined) return say('The secret keys are not in it. Keep them elsewhere: linkpin keys export FILE');
    // After the backup: one beside a copy of the keys that is too old is better than none.
    await assertKeysKept(settings, keys);
    say(`The keys in ${keys} are those in use.`);
  });
}

interface BackupFlags {
  readonly keys?: string;
  readonly json?: boolean;
}

/** Characters per line. */
const width = 78;

const say = (sentence: string): void => void process.stderr.write(`${wrap(sentence, width).join('\n')}\n`);

const toAnyMoment = 'https://www.postgresql.org/docs/current/continuous-archiving.html';

/** Prints the command of PostgreSQL that makes the backup, and what it does not do. */
async function sayHow(settings: Settings, to: string, asJson: boolean): Promise<void> {
  const addresses = postgresAddresses(settings);
  const how = dumpCommand(addresses.direct ?? addresses.address, to);
  let archives: boolean;
  try {
    ({ archives } = await inspectPostgresStore({ ...addresses, waitFor: patience }, undefined));
  } catch (error) {
    throw explainStartError(error, settings);
  }
  process.stdout.write(asJson ? jsonLine({ command: how, archives }) : `${how}\n`);
  say('Nothing was copied: everything is kept in PostgreSQL, whose own command is above.');
  say(
    archives
      ? `It is the state of one moment. The server archives its log of changes besides, for a way back to any moment: ${toAnyMoment}`
      : `It is the state of one moment. Archiving is off (archive_mode), so that what came after it is lost with the server; for a way back to any moment see ${toAnyMoment}`,
  );
}
