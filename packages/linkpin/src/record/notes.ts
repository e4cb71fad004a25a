import { limits } from '../transcript/transcript.ts';
import type { Notes } from './clean-json.ts';

/** Names that a person or a program may have chosen are not told: only words, as programmers write them. */
const programmersName =
  /^(?:[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,6}|[A-Za-z][a-z]{0,20}(?:[_-][A-Za-z][a-z]{0,20}){0,6})$/;

const longestName = 40;

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
};

/** What was left out of a recording. */
export interface LeftOut extends Notes {
  /** @param isReplaced whether a name is part of something that was replaced */
  list(isReplaced: (name: string) => boolean): readonly string[];
  /** Notes something that has no place. */
  mention(line: string): void;
}

export function createLeftOut(): LeftOut {
  const mentioned = new Set<string>();
  const noted = new Map<string, { readonly place: string; readonly name: string; readonly type: string }>();
  const under = (place: string): Notes => ({
    at: (name) => under(`${place}.${name}`),
    leave(name, value) {
      if (noted.size >= limits.leftOut) return;
      const isName = name.length <= longestName && programmersName.test(name);
      const entry = { place, name: isName ? name : '?', type: typeOf(value) };
      noted.set(`${place}.${entry.name}: ${entry.type}`, entry);
    },
  });
  return {
    at: (name) => ({ ...under(name), at: (part) => under(`${name} ${part}`) }),
    leave: (name, value) => under('').leave(name, value),
    mention: (line) => void (mentioned.size < limits.leftOut && mentioned.add(line)),
    list(isReplaced) {
      const lines = [...noted.values()].map(
        ({ place, name, type }) => `${place}.${isReplaced(name) ? '?' : name}: ${type}`,
      );
      return [...new Set([...lines, ...mentioned])].toSorted().slice(0, limits.leftOut);
    },
  };
}
