import type { Settings } from '@linkpin/server';

/** A value of a setting from one source. */
export interface Given {
  readonly value: unknown;
  /** Where it was given, in a form that people can find: `--port`, `LINKPIN_PORT`, `linkpin.yml line 3, port`. */
  readonly origin: string;
}

/** The content of one source. */
export interface Reading {
  readonly given: ReadonlyMap<keyof Settings, Given>;
  /** Errors, each a sentence or two. */
  readonly problems: readonly string[];
  /** Warnings that do not prevent a start. */
  readonly warnings: readonly string[];
}
