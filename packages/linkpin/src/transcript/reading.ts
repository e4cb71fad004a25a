// Small readers for data from elsewhere: each takes a value and the place where it is, and returns what it read.
import { plainText } from '../terminal/plain-text.ts';
import { TranscriptError } from './error.ts';
import { namePattern, problemOf } from './texts.ts';
import { limits } from './transcript.ts';

/** @throws {TranscriptError} if the value is something else */
export type Reader<Value> = (value: unknown, place: string) => Value;

/** Readers of an object's members; those that may be absent are listed apart. */
export type Readers<Members> = { readonly [Name in keyof Members]-?: Reader<Exclude<Members[Name], undefined>> };

/** The place of a member. */
export const memberOf = (place: string, name: string): string => (place === '' ? name : `${place}.${name}`);

/** A name of somebody else's, fit for a message. */
const shown = (name: string): string => plainText(name).slice(0, limits.name);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads any object, within the limits, and its entries. */
export function entriesOf(value: unknown, place: string): readonly (readonly [string, unknown])[] {
  if (!isRecord(value)) throw new TranscriptError(place, 'has to be an object');
  const entries = Object.entries(value);
  if (entries.length > limits.members) throw new TranscriptError(place, `has more than ${limits.members} members`);
  const wrong = entries.find(([name]) => name === '__proto__' || name.length > limits.name || !namePattern.test(name));
  if (wrong !== undefined) throw new TranscriptError(place, `has a member that is no name: "${shown(wrong[0])}"`);
  return entries;
}

/** Makes a reader of objects that have these members and no others. */
export const object =
  <Members>(readers: Readers<Members>, optional: readonly (keyof Members & string)[] = []): Reader<Members> =>
  (value, place) => {
    const entries = entriesOf(value, place);
    const known = readers as Readonly<Record<string, Reader<unknown>>>;
    const read = entries.map(([name, member]) => {
      const reader = Object.hasOwn(known, name) ? known[name] : undefined;
      if (reader === undefined) throw new TranscriptError(memberOf(place, shown(name)), 'is not of the format');
      return [name, reader(member, memberOf(place, name))] as const;
    });
    const missing = Object.keys(known).find(
      (name) => !(optional as readonly string[]).includes(name) && !entries.some(([given]) => given === name),
    );
    if (missing !== undefined) throw new TranscriptError(memberOf(place, missing), 'is missing');
    return Object.fromEntries(read) as Members;
  };

/** Makes a reader of lists. */
export const list =
  <Item>(item: Reader<Item>, most: number): Reader<readonly Item[]> =>
  (value, place) => {
    if (!Array.isArray(value)) throw new TranscriptError(place, 'has to be a list');
    if (value.length > most) throw new TranscriptError(place, `has more than ${most} entries`);
    return value.map((entry, at) => item(entry, `${place}[${at}]`));
  };

/** Makes a reader of objects whose members are texts. */
export const texts =
  (check: (name: string, text: string, place: string) => void = () => {}): Reader<Readonly<Record<string, string>>> =>
  (value, place) =>
    Object.fromEntries(
      entriesOf(value, place).map(([name, member]) => {
        const text = safeText(member, memberOf(place, name));
        check(name, text, memberOf(place, name));
        return [name, text];
      }),
    );

/** Reads a text that is within the limits. */
export const safeText: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw new TranscriptError(place, 'has to be text');
  if (value.length > limits.text) throw new TranscriptError(place, `is longer than ${limits.text} characters`);
  const problem = problemOf(value);
  if (problem !== undefined) throw new TranscriptError(place, problem);
  return value;
};

/** Makes a reader of texts of one form. */
export const textLike =
  (pattern: RegExp, problem: string): Reader<string> =>
  (value, place) => {
    const text = safeText(value, place);
    if (!pattern.test(text)) throw new TranscriptError(place, problem);
    return text;
  };

/** Makes a reader of whole numbers within bounds. */
export const whole =
  (least: number, most: number): Reader<number> =>
  (value, place) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new TranscriptError(place, `has to be a whole number from ${least} to ${most}`);
  };

/** Makes a reader of one of several values. */
export const oneOf =
  <Value extends string | number>(values: readonly Value[]): Reader<Value> =>
  (value, place) => {
    const found = values.find((one) => one === value);
    if (found === undefined) throw new TranscriptError(place, `has to be ${values.join(' or ')}`);
    return found;
  };
