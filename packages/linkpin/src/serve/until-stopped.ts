/** Something to close at the end. */
interface Closable {
  close(): Promise<void>;
  /** Resolves if it can no longer work. */
  readonly failed: Promise<unknown>;
}

/** Time-out for closing, in milliseconds. */
const timeout = 10_000;

/** Time-out for closing after a failure, in milliseconds: a supervisor waits to restart it. */
const timeoutAfterFailure = 2000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for a stop signal, then closes the service gracefully. A second signal exits at once, with the exit code that
 * shells use for it. A failed service ends the process with code 1.
 *
 * @param decide called when a signal arrives
 */
export async function untilStopped(service: Closable, say: () => void): Promise<void> {
  const signalled = new Promise<'signal'>((resolve) => {
    let stopping = false;
    const stop = (_signal: string, number: number): void => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      resolve('signal');
    };
    for (const signal of signals) process.on(signal, stop);
  });
  const why = await Promise.race([signalled, service.failed.then(() => 'failure' as const)]);
  // Closing takes a second or two unless something hangs.
  const forcedExit = setTimeout(() => process.exit(1), why === 'signal' ? timeout : timeoutAfterFailure).unref();
  if (why === 'failure') {
    await service.close().catch(() => {});
    process.exit(1);
  }
  say();
  await service.close();
  clearTimeout(forcedExit);
}
