// Pure: gives JSON of ours the members that a recorded answer has.
import { closest, type Emptiness } from './closest.ts';
import { placeOf, type LeftOut } from './left-out.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which members of an object are null; see {@link closest}. */
export const emptyMembers = (value: unknown): Emptiness =>
  new Map(isMembers(value) ? Object.entries(value).map(([name, member]) => [name, member === null]) : []);

/**
 * Gives a value of ours the members of a recorded one, in their order: those that it lacks with their recorded values,
 * without those that were not recorded. Values of ours stay, null included. A list keeps its length, and each of its items
 * is shaped by the recorded item that is most like it. An object that was recorded without members says nothing of ours.
 *
 * @param leftOut members that were there and are not recorded, such as `errors.message`: ours stay, after the others
 * @param place of the value
 */
export function shapeJson(own: unknown, recorded: unknown, leftOut: LeftOut = new Set(), place = ''): unknown {
  if (Array.isArray(own) && Array.isArray(recorded)) {
    const theirs = recorded as readonly unknown[];
    return own.map((item: unknown) =>
      shapeJson(item, closest(emptyMembers(item), theirs, emptyMembers), leftOut, place),
    );
  }
  if (!isMembers(own) || !isMembers(recorded) || Object.keys(recorded).length === 0) return own;
  const shaped = Object.entries(recorded).map(([name, value]) => [
    name,
    Object.hasOwn(own, name) ? shapeJson(own[name], value, leftOut, placeOf(place, name)) : value,
  ]);
  const others = Object.entries(own).filter(
    ([name]) => !Object.hasOwn(recorded, name) && leftOut.has(placeOf(place, name)),
  );
  return Object.fromEntries([...shaped, ...others]);
}
