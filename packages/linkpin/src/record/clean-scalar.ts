import { movedEpoch, movedText } from './clock.ts';
import type { ScalarRule } from './rules.ts';
import type { StandIns } from './stand-ins.ts';

type Scalar = string | number | boolean;

/** How XML and forms write that something is so or not. */
const flags = ['true', 'false', 'True', 'False', '1', '0'];

const no: Readonly<Record<string, string>> = { true: 'false', True: 'False', '1': '0' };

/** A count has so many digits at most. */
const countLike = /^\d{1,7}$/;

/**
 * What stands for a value that is no list and no object.
 *
 * @returns undefined if the rule does not fit it
 */
export function cleanScalar(value: Scalar, rule: ScalarRule, standIns: StandIns): Scalar | undefined {
  if (typeof value === 'boolean') return rule.is === 'flag' ? value : rule.is === 'private-flag' ? false : undefined;
  if (typeof value === 'number') return cleanNumber(value, rule, standIns);
  return value === '' ? '' : cleanText(value, rule, standIns);
}

function cleanNumber(value: number, rule: ScalarRule, standIns: StandIns): number | undefined {
  switch (rule.is) {
    case 'count':
      return countLike.test(String(value)) ? value : undefined;
    case 'time':
      // No time at all.
      if (value === 0) return 0;
      return /^\d{9,11}$/.test(String(value)) ? movedEpoch(value, standIns.clock) : undefined;
    case 'fixed':
      return /^\d+$/.test(rule.text) ? Number(rule.text) : undefined;
    case 'id':
      return /^\d{1,15}$/.test(String(value)) ? Number(standIns.of(rule, String(value))) : undefined;
    default:
      return undefined;
  }
}

function cleanText(value: string, rule: ScalarRule, standIns: StandIns): string | undefined {
  switch (rule.is) {
    case 'count':
      return countLike.test(value) ? value : undefined;
    case 'time':
      return movedText(value, standIns.clock);
    case 'fixed':
      return rule.text;
    case 'word':
      return rule.words.includes(value) ? value : undefined;
    case 'words': {
      const known = value.split(/, */).filter((one) => rule.words.includes(one));
      return known.length === 0 ? undefined : known.join(',');
    }
    case 'flag':
      return flags.includes(value) ? value : undefined;
    case 'private-flag':
      // What plex.tv says where it does not know.
      return value === 'Unknown' ? value : flags.includes(value) ? (no[value] ?? value) : undefined;
    default:
      return standIns.of(rule, value);
  }
}

/** The same where all values are text: in attributes, forms and queries. */
export const cleanAttribute = (value: string, rule: ScalarRule, standIns: StandIns): string | undefined => {
  const kept = cleanScalar(value, rule, standIns);
  return kept === undefined ? undefined : String(kept);
};
