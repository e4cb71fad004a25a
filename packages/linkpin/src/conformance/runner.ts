// Runs checks and says what became of each.
import { ruleOf, Unreachable, type Check, type CheckInfo, type Verdict } from './check.ts';

/** What became of a check: a broken MUST failed, a broken SHOULD is a warning, and what could not be looked at is skipped. */
export type Outcome = 'pass' | 'fail' | 'warn' | 'skip';

/** A check and what became of it. */
export interface Result {
  readonly check: CheckInfo;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
}

/**
 * The checks that are named, by their own names or by the number of their rule; all of them if none is named.
 *
 * @returns the names that fit no check, beside the checks
 */
export function chooseChecks<Info extends CheckInfo>(
  checks: readonly Info[],
  only: readonly string[],
): { readonly chosen: readonly Info[]; readonly unknown: readonly string[] } {
  const fits = (check: CheckInfo, word: string): boolean =>
    check.name.toLowerCase() === word.toLowerCase() || ruleOf(check).toLowerCase() === word.toLowerCase();
  return {
    chosen: only.length === 0 ? checks : checks.filter((check) => only.some((word) => fits(check, word))),
    unknown: only.filter((word) => !checks.some((check) => fits(check, word))),
  };
}

function outcomeOf({ level }: Pick<CheckInfo, 'level'>, { kind }: Verdict): Outcome {
  switch (kind) {
    case 'pass':
      return 'pass';
    case 'skip':
      return 'skip';
    case 'fail':
      return level === 'MUST' ? 'fail' : 'warn';
  }
}

async function runCheck<Bench>(check: Check<Bench>, bench: Bench): Promise<Result> {
  const { run, ...described } = check;
  const verdict = await run(bench).catch((error: unknown): Verdict => {
    if (error instanceof Unreachable) return { kind: 'skip', why: error.message };
    throw error;
  });
  return { check: described, verdict, outcome: outcomeOf(check, verdict) };
}

/**
 * Runs checks: side by side, because most of their time is waiting, or one after the other where they share a clock that is
 * moved by hand.
 *
 * @param onResult called as each is done
 * @returns the results in the order of the checks
 */
export async function runChecks<Bench>(
  checks: readonly Check<Bench>[],
  bench: Bench,
  {
    inTurn = false,
    onResult = () => {},
  }: { readonly inTurn?: boolean; readonly onResult?: (result: Result) => void } = {},
): Promise<readonly Result[]> {
  const run = async (check: Check<Bench>): Promise<Result> => {
    const result = await runCheck(check, bench);
    onResult(result);
    return result;
  };
  const done = new Map<Check<Bench>, Promise<Result>>();
  for (const last of [false, true]) {
    for (const check of checks.filter(({ isLast }) => (isLast === true) === last)) {
      done.set(check, run(check));
      if (inTurn) await done.get(check);
    }
    await Promise.all(done.values());
  }
  return Promise.all(checks.flatMap((check) => done.get(check) ?? []));
}
