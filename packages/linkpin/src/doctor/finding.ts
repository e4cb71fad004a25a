/** How it stands with something. */
export type State =
  | 'ok'
  /** Works, and an operator may want to know. */
  | 'note'
  /** Has to be mended. */
  | 'wrong';

/** What a check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly state: State;
  /** A sentence. */
  readonly found: string;
  /** What to do, in sentences; only where there is something to do. */
  readonly mend?: string;
}

/** Makes the findings of one check. */
export interface Findings {
  readonly ok: (found: string) => Finding;
  readonly note: (found: string, mend?: string) => Finding;
  readonly wrong: (found: string, mend: string) => Finding;
}

const withMend = (mend: string | undefined): Pick<Finding, 'mend'> => (mend === undefined ? {} : { mend });

/** @param check what is looked at */
export const findingsOf = (check: string): Findings => ({
  ok: (found) => ({ check, state: 'ok', found }),
  note: (found, mend) => ({ check, state: 'note', found, ...withMend(mend) }),
  wrong: (found, mend) => ({ check, state: 'wrong', found, mend }),
});
