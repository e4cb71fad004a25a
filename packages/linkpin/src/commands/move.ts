import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createKeys, moveStore, type Moved, type Settings } from '@linkpin/server';
import { Command } from 'commander';
import { isLinkpinDatabase } from '../backup/copy-database.ts';
import { Failure } from '../failure.ts';
import { keyFilePath, mustHaveKeys, openKeys } from '../serve/secret-keys.ts';
import { explainStartError } from '../serve/start-errors.ts';
import { postgresAddresses } from '../serve/store.ts';
import { addSettingFlags, hasPassword, passwordIsSeen } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';

const help = `
Stop the service first. Everything is copied in one transaction, and the file is
marked before, so that nothing serves from it ever again. If this is cut short,
run it again: it finishes what was done, or does it anew. The database must be
empty. Its password comes from the file that LINKPIN_STORE_PASSWORD_FILE names,
or from LINKPIN_STORE_PASSWORD.

Examples:
  linkpin move --from sqlite:/var/lib/linkpin --to postgres://linkpin@db/linkpin
  LINKPIN_STORE=postgres://… linkpin move --data /var/lib/linkpin`;

interface MoveFlags {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** `linkpin move`. */
export function moveCommand(): Command {
  const command = new Command('move')
    .description('Moves everything from the file in a data folder into a PostgreSQL database.')
    .option('--from <SOURCE>', 'sqlite:FOLDER or sqlite:FILE (the data folder)')
    .option('--to <URL>', 'postgres://USER@HOST/DATABASE (what LINKPIN_STORE says)')
    .option('--json', 'print what was moved as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, ['data']);
  addConfigFlag(command);
  return command.action(async ({ from, to, json = false }: MoveFlags) => {
    const { settings } = await loadSettings(command);
    const { file, keyFile } = sourceOf(from, settings);
    const { place, rows } = await move(file, keyFile, { ...settings, store: targetOf(to, settings) });
    const keys = keyFilePath(keyFile);
    if (json) process.stdout.write(jsonLine({ from: file, to: place, rows: rows && Object.fromEntries(rows) }));
    else process.stdout.write(`${summary(place, rows)}\n`);
    process.stderr.write(
      `Start every replica with LINKPIN_STORE and the same keys${keys === null ? '' : `, which are in ${keys}`}. ${file} is of no use any more.\n`,
    );
  });
}

const summary = (place: string, rows: Moved['rows']): string =>
  rows === undefined
    ? `Everything was in ${place} already; now the file says so, too.`
    : `Moved ${[...rows.values()].reduce((sum, count) => sum + count, 0)} rows to ${place}.`;

async function move(file: string, keyFile: string, settings: Settings): Promise<Moved> {
  try {
    mustHaveKeys({ database: file, keyFile }, { store: undefined });
    const { address } = postgresAddresses({ store: settings.store });
    const keys = createKeys(await openKeys(keyFile));
    return await moveStore({ file, to: address, keys, now: Date.now() });
  } catch (error) {
    throw explainStartError(error, settings);
  }
}

/** The file and its keys. */
function sourceOf(from: string | undefined, { data }: Settings): { readonly file: string; readonly keyFile: string } {
  if (from !== undefined && !/^sqlite:./.test(from)) {
    throw new Failure('What is moved is a file: give --from sqlite:FOLDER or --from sqlite:FILE.');
  }
  const path = resolve(from === undefined ? data : from.replace(/^sqlite:(\/\/(?=\/))?/, ''));
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const file = isFolder ? join(path, 'linkpin.db') : path;
  if (!existsSync(file)) throw new Failure(`There is no ${file}. Name the data folder of the service with --from.`);
  if (!isLinkpinDatabase(file)) throw new Failure(`${file} is not a linkpin database that can be read.`);
  return { file, keyFile: join(dirname(file), 'keys.json') };
}

/** The database itself: a pooler would be in the way of one long transaction. */
function targetOf(to: string | undefined, { store, storeDirect = store }: Settings): string {
  if (to !== undefined && hasPassword(to)) throw new Failure(passwordIsSeen('--to'));
  const url = to ?? storeDirect;
  if (url !== undefined) return url;
  throw new Failure('Say where to: --to postgres://USER@HOST/DATABASE, or LINKPIN_STORE.');
}
