// What a check is, and what comes of it. No I/O.
import type { Exchange } from './exchange.ts';

/** How much a rule binds (RFC 2119): a broken MUST fails a run, a broken SHOULD is a warning. */
export type Level = 'MUST' | 'SHOULD';

/** What a check found. */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'fail';
      /** What came, in words. */
      readonly came: string;
      /** What the rule wants in its place. */
      readonly due: string;
      /** Where it showed; null if no single exchange shows it. */
      readonly exchange: Exchange | null;
    }
  /** The check could not look: nothing is known of the rule. */
  | { readonly kind: 'skip'; readonly why: string };

/** What is said of a check. */
export interface CheckInfo {
  /** Unique; begins with the number of its rule, such as `D33-slow-down`. */
  readonly name: string;
  /** Where the rule is written, such as `RFC 8628 §3.5`. */
  readonly section: string;
  readonly level: Level;
  /** The rule, as a sentence. */
  readonly rule: string;
  /** What goes wrong for people or devices where it is broken. */
  readonly why: string;
  /** It uses up what others need, and comes after them. */
  readonly isLast?: true;
}

/** One rule, tried from outside. */
export interface Check<Bench> extends CheckInfo {
  /** @throws {Unreachable} when what it looks at cannot be had */
  readonly run: (bench: Bench) => Promise<Verdict>;
}

/** Thrown inside of a check that cannot look; the runner turns it into a verdict. */
export class Unreachable extends Error {
  override readonly name: 'Unreachable' = 'Unreachable';
}

export const pass: Verdict = { kind: 'pass' };

export const fail = (exchange: Exchange | null, came: string, due: string): Verdict => ({
  kind: 'fail',
  came,
  due,
  exchange,
});

export const skip = (why: string): Verdict => ({ kind: 'skip', why });

/** The number of a check's rule: `D33` of `D33-slow-down`. */
export const ruleOf = ({ name }: Pick<CheckInfo, 'name'>): string => name.slice(0, name.indexOf('-'));
