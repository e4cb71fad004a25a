import type { Settings } from '@linkpin/server';
import { fields } from '../settings/fields.ts';
import type { Given } from '../settings/reading.ts';

/** Settings that `npm start` adds. */
const npmStartSettings: Partial<Record<keyof Settings, unknown>> = { demo: true, data: './data' };

/** The command as the user typed it. */
function commandName({ npm_lifecycle_event: event }: NodeJS.ProcessEnv): string {
  if (event === 'start') return 'npm start --';
  return event === 'npx' ? 'npx linkpin' : 'linkpin serve';
}

/**
 * The command line that started this service, with flags added or replaced.
 *
 * @param environment the process's environment
 * @param given the settings that were given, including flags
 * @param more flags to add, with their values; `true` for a bare flag
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
    if (name === 'npm start --' && one.value === npmStartSettings[key]) return [];
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
