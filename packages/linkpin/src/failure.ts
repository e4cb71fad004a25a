/** What a command leaves behind: 1 did not work, 2 called off, 4 not signed in. */
export type ExitCode = 1 | 2 | 4;

/** Something that is the person's to mend: the message says what, and no stack is shown. */
export class Failure extends Error {
  override readonly name: 'Failure' = 'Failure';
  readonly exitCode: ExitCode;

  /** @param message whole sentences: what is wrong, and what to do */
  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The system's word for an error, such as `EACCES`, or undefined. */
export const systemCode = (error: unknown): string | undefined => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
};
