// A run as JSON. No I/O.
import { shownExchange } from '../curl.ts';
import type { Judged } from '../expectations.ts';
import { countedAs, sums } from './summary.ts';

/** What was run, for the head of a report. */
export interface RunHead {
  readonly profile: string;
  /** The server, or the command of a client. */
  readonly target: string;
  /** Begin, in ISO 8601. */
  readonly at: string;
  readonly isGood: boolean;
}

/** A run as plain data; secrets are left out. */
export const reportData = (head: RunHead, judged: readonly Judged[]): object => ({
  ...head,
  sums: sums(judged),
  checks: judged.map((one) => {
    const { check, verdict } = one.result;
    const { name, section, level, rule, why } = check;
    const base = { name, section, level, rule, outcome: countedAs(one) };
    switch (verdict.kind) {
      case 'pass':
        return base;
      case 'skip':
        return { ...base, reason: verdict.why };
      case 'fail': {
        const { came, due, exchange } = verdict;
        return { ...base, why, came, due, ...(exchange === null ? {} : shownExchange(exchange)) };
      }
    }
  }),
});
