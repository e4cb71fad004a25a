import { existsSync } from 'node:fs';
import {
  createKeys,
  inspectPostgresStore,
  inspectSqliteStore,
  type SecretKey,
  type Settings,
  type StoreReport,
} from '@linkpin/server';
import { unusedFile } from '../../serve/existing-data.ts';
import { pathsIn } from '../../serve/data-folder.ts';
import { explainStartError } from '../../serve/start-errors.ts';
import { postgresAddresses } from '../../serve/store.ts';
import { findingsOf, type Finding } from '../finding.ts';
import type { OtherClock } from './clock.ts';

const { ok, note, wrong } = findingsOf('store');

/** What there is of the store. */
export interface StoreFound {
  readonly findings: readonly Finding[];
  /** Undefined while there is none that can be read. */
  readonly report: StoreReport | undefined;
  /** That of a database. */
  readonly clocks: readonly OtherClock[];
}

/** How long a database may be out of reach, in milliseconds; somebody looks on. */
const patience = 5000;

/** Whether the store can be opened by this version, with these keys. Changes nothing. */
export async function checkStore(settings: Settings, keys: readonly SecretKey[]): Promise<StoreFound> {
  const { database } = pathsIn(settings.data);
  if (settings.store === undefined && !existsSync(database)) {
    return {
      findings: [note(`There is no ${database} yet. The first start makes it.`)],
      report: undefined,
      clocks: [],
    };
  }
  try {
    const report = await inspect(settings, database, keys);
    const { clock } = report;
    const clocks = clock === null ? [] : [{ whose: 'The database', now: clock, ours: Date.now() }];
    return { findings: findingsIn(report, settings, database), report, clocks };
  } catch (error) {
    const explained = explainStartError(error, settings);
    if (explained === error) throw error;
    return {
      findings: [wrong((explained as Error).message, 'The service does not start before this is mended.')],
      report: undefined,
      clocks: [],
    };
  }
}

async function inspect(settings: Settings, database: string, keys: readonly SecretKey[]): Promise<StoreReport> {
  if (settings.store === undefined) return inspectSqliteStore(database);
  const ring = keys.length === 0 ? undefined : createKeys(keys);
  return inspectPostgresStore({ ...postgresAddresses(settings), waitFor: patience }, ring);
}

function findingsIn({ pending, warnings }: StoreReport, settings: Settings, database: string): readonly Finding[] {
  const isFile = settings.store === undefined;
  const where = isFile ? database : 'The PostgreSQL database';
  const form =
    pending.length === 0
      ? ok(`${where} has the form of this version.`)
      : note(
          `${where} is of an older version, and ${pending.join(', ')} to be made.`,
          'Take a backup; then the next start does it, or "linkpin migrate".',
        );
  const told = (sentence: string): Finding =>
    isFile ? wrong(sentence, 'Stop the service and restore a backup: docs/upgrade.md.') : note(sentence);
  return [form, ...warnings.map(told), ...unusedFile(settings).map((sentence) => note(sentence))];
}
