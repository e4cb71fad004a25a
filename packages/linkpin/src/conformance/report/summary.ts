// The sums of a run. No I/O.
import type { Judged } from '../expectations.ts';
import type { Outcome } from '../runner.ts';

/** What is counted: outcomes, and failures that the file of expectations knows. */
export type Count = Outcome | 'known';

/** How a judged result is counted. */
export const countedAs = ({ result, isKnown }: Judged): Count => (isKnown ? 'known' : result.outcome);

/** How many there are of each. */
export function sums(judged: readonly Judged[]): Readonly<Record<Count, number>> {
  const counts = { pass: 0, fail: 0, warn: 0, skip: 0, known: 0 };
  for (const one of judged) counts[countedAs(one)] += 1;
  return counts;
}
