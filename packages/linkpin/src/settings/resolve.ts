import { settingsSchema, type Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { fields } from './fields.ts';
import { problemWith, type SettingIssue } from './problem.ts';
import type { Given, Reading } from './reading.ts';

/** The settings that hold, and who gave each; a setting that nobody gave has its default. */
export interface Resolved {
  readonly settings: Settings;
  readonly given: ReadonlyMap<keyof Settings, Given>;
  readonly warnings: readonly string[];
}

/**
 * Puts the sources together.
 *
 * @param readings the strongest source first
 * @throws {Failure} that names every problem of all of them at once
 */
export function resolveSettings(readings: readonly Reading[]): Resolved {
  const given = new Map<keyof Settings, Given>();
  for (const reading of readings.toReversed()) for (const [key, one] of reading.given) given.set(key, one);

  const problems = readings.flatMap((reading) => reading.problems);
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    const one = given.get(field.key);
    if (one === undefined) continue;
    const schema = settingsSchema.shape[field.key];
    const result = fits(field.kind, one.value) ? schema.safeParse(one.value) : undefined;
    if (result?.success) values[field.key] = one.value;
    else problems.push(problemWith(field, one, result?.error.issues[0] as SettingIssue | undefined));
  }
  if (problems.length > 0) throw new Failure(problems.join('\n'));
  return { settings: settingsSchema.parse(values), given, warnings: readings.flatMap(({ warnings }) => warnings) };
}

/** The schema makes numbers out of almost anything, emptiness included; what is not even of the right kind stays out. */
function fits(kind: 'switch' | 'list' | 'value', value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (kind === 'list') return Array.isArray(value);
  return typeof value === (kind === 'switch' ? 'boolean' : 'number');
}
