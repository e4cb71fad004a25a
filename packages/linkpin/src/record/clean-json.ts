import type { Json } from '../transcript/transcript.ts';
import type { Members, Rule } from './rules.ts';
import { cleanScalar } from './clean-scalar.ts';
import type { StandIns } from './stand-ins.ts';

/** Notes what is left out, by name. */
export interface Notes {
  /** @param value what it was; only its type is noted */
  leave(name: string, value: unknown): void;
  /** The notes for what is inside a member. */
  at(name: string): Notes;
}

/** The rule for a name. Clients write `X-Plex-…` in any case (wire S3). */
export function ruleFor(members: Members, name: string): Rule | undefined {
  const key = /^x-plex-/i.test(name) ? name.toLowerCase() : name;
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

/** How many entries of a list are kept. */
const mostEntries = 20;

/**
 * A value with stand-ins for all that is somebody's, and without what has no rule.
 *
 * @returns undefined if nothing of it is kept
 */
export function cleanJson(value: Json, rule: Rule, standIns: StandIns, notes: Notes): Json | undefined {
  if (value === null) return null;
  const isList = Array.isArray(value);
  switch (rule.is) {
    case 'emptied':
      return isList ? [] : typeof value === 'object' ? {} : undefined;
    case 'list':
      return isList
        ? value.slice(0, mostEntries).flatMap((item) => cleanJson(item, rule.item, standIns, notes) ?? [])
        : undefined;
    case 'record':
      if (typeof value !== 'object' || isList) return undefined;
      return Object.fromEntries(
        Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, member]) => {
          const own = ruleFor(rule.members, name);
          const kept = own === undefined ? undefined : cleanJson(member, own, standIns, notes.at(name));
          if (kept === undefined) notes.leave(name, member);
          return kept === undefined ? [] : [[name, kept]];
        }),
      );
    default:
      return typeof value === 'object' ? undefined : cleanScalar(value, rule, standIns);
  }
}
