import { settingReason, settingsSchema, type Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fields } from './fields.ts';
import { maskedText } from './masked.ts';
import type { Given, Reading } from './reading.ts';

/** The effective settings and the source of each; without a source it is the default. */
export interface Resolved {
  readonly settings: Settings;
  readonly given: ReadonlyMap<keyof Settings, Given>;
  readonly warnings: readonly string[];
}

/**
 * Merges the sources.
 *
 * @param readings in order of precedence
 * @throws {Failure} that lists every problem of all sources
 */
export function resolveSettings(readings: readonly Reading[]): Resolved {
  const given = new Map<keyof Settings, Given>();
  for (const reading of readings.toReversed()) for (const [key, one] of reading.given) given.set(key, one);

  const problems = readings.flatMap((reading) => reading.problems);
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const one = given.get(field.key);
    if (one === undefined) continue;
    const reason = settingReason(field.key, one.value);
    if (reason === undefined) values[field.key] = one.value;
    else problems.push(`${one.origin} is ${shown(one.value)}, but ${reason}.`);
  }
  if (problems.length > 0) throw new Failure(problems.join('\n'));
  return { settings: settingsSchema.parse(values), given, warnings: readings.flatMap(({ warnings }) => warnings) };
}

function shown(value: unknown): string {
  if (value === '') return 'empty';
  const text = maskedText(plainText(typeof value === 'string' ? value : JSON.stringify(value)));
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
