import type { Settings } from '@linkpin/server';

/** A setting as one source gives it. */
export interface Given {
  readonly value: unknown;
  /** Where it stands, in words that lead a person there: `--port`, `LINKPIN_PORT`, `linkpin.yml line 3, port`. */
  readonly origin: string;
}

/** What one source says. */
export interface Reading {
  readonly given: ReadonlyMap<keyof Settings, Given>;
  /** Why parts of it cannot be used, each a sentence or two. */
  readonly problems: readonly string[];
  /** What is odd but no reason to stop. */
  readonly warnings: readonly string[];
}
