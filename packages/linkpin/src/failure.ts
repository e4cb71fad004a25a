/** Exit codes: 1 failure, 2 cancelled, 4 not signed in. */
export type ExitCode = 1 | 2 | 4;

/** An error that the user can fix: the message says how, and no stack trace is printed. */
export class Failure extends Error {
  override readonly name: 'Failure' = 'Failure';
  readonly exitCode: ExitCode;

  /** @param message complete sentences: what is wrong and what to do */
  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The system error code, such as `EACCES`, or undefined. */
export const systemCode = (error: unknown): string | undefined => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
};
