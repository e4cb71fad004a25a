import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { foreignSchema } from '@linkpin/server';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { checkDatabase, copyDatabase, isLinkpinDatabase, replaceDatabase } from '../backup/copy-database.ts';
import { mustBeFile } from '../backup/must-be-file.ts';
import { prepareDataFolder } from '../serve/data-folder.ts';
import { mustNotHaveMoved } from '../serve/existing-data.ts';
import { keyFilePath } from '../serve/secret-keys.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
The service must be stopped. The backup is checked first, and what was there
before is kept beside it under another name. The keys are not in a backup: put
those that "linkpin keys export" gave into keys.json in the same folder.

Example:
  linkpin restore /backups/linkpin-monday.db --data /var/lib/linkpin`;

/** `linkpin restore`. */
export function restoreCommand(): Command {
  const command = new Command('restore')
    .description('Restores a backup.')
    .argument('<FILE>', 'what "linkpin backup" made')
    .option('--json', 'print what was done as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (file: string) => {
    const { settings } = await loadSettings(command);
    mustBeFile(settings, 'pg_restore --clean --if-exists --dbname=DATABASE FILE');
    const from = resolve(file);
    checkDatabase(from);
    mustNotHaveMoved(from);
    await refuseForeign(from);
    const { database, keyFile } = prepareDataFolder(settings.data);
    if (isLinkpinDatabase(database)) mustNotHaveMoved(database);
    const before = restoreDatabase(from, database);
    process.stdout.write(command.getOptionValue('json') === true ? jsonLine({ database, before }) : `${database}\n`);
    if (before !== null) process.stderr.write(`What was there is now ${before}.\n`);
    process.stderr.write(`${keysNeeded(keyFilePath(keyFile))}\n`);
  });
}

/** Refuses a backup with a foreign schema: triggers in it would run whenever the service writes. */
async function refuseForeign(from: string): Promise<void> {
  const foreign = await foreignSchema(from);
  if (foreign.length === 0) return;
  throw new Failure(
    `${from} has what no linkpin puts into a database: ${foreign.map(plainText).join(', ')}. Somebody changed it; take another backup.`,
  );
}

function keysNeeded(path: string | null): string {
  const made = 'It needs the secret keys that the service had when the backup was made.';
  if (path === null) return `${made} LINKPIN_KEYS must hold them.`;
  if (existsSync(path)) return `${made} Make sure that those in ${path} are the same.`;
  return `${made} Put them in ${path} before you start it: "linkpin keys export" copied them.`;
}

function restoreDatabase(from: string, database: string): string | null {
  const draft = `${database}.restoring-${process.pid}`;
  try {
    copyDatabase(from, draft);
    return replaceDatabase(database, draft, new Date());
  } finally {
    rmSync(draft, { force: true });
  }
}
