import type { Settings } from '@linkpin/server';
import { fields } from '../settings/fields.ts';
import type { Given } from '../settings/reading.ts';

/** What `npm start` puts in front of what was typed. */
const byNpmStart: Partial<Record<keyof Settings, unknown>> = { demo: true, data: './data' };

/** How the command was called, as a person types it. */
function commandName({ npm_lifecycle_event: event }: NodeJS.ProcessEnv): string {
  if (event === 'start') return 'npm start --';
  return event === 'npx' ? 'npx linkpin' : 'linkpin serve';
}

/**
 * The command line that started this service, with other flags besides or in place of the ones it has.
 *
 * @param environment of the process
 * @param given the settings that were given, flags among them
 * @param more flags and their values to add; a true value stands for a bare flag
 */
export function startedAs(
  environment: NodeJS.ProcessEnv,
  given: ReadonlyMap<keyof Settings, Given>,
  more: Partial<Record<keyof Settings, string | true>>,
): string {
  const name = commandName(environment);
  const kept = fields.flatMap(({ key, flag }) => {
    const one = given.get(key);
    if (one?.origin !== flag || key in more) return [];
    if (name === 'npm start --' && one.value === byNpmStart[key]) return [];
    return written(flag, one.value === true ? true : String(one.value));
  });
  const added = fields.flatMap(({ key, flag }) => {
    const value = more[key];
    return value === undefined ? [] : written(flag, value);
  });
  return [name, ...kept, ...added].join(' ');
}

const written = (flag: string, value: string | true): readonly string[] =>
  value === true ? [flag] : [flag, /^[\w@%+=:,./[\]-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`];
