/** What can be stopped. */
interface Closable {
  close(): Promise<void>;
  /** Resolves when it can no longer do its work. */
  readonly failed: Promise<unknown>;
}

/** How long the end may take, in milliseconds. */
const patience = 10_000;

/** And how long when it has failed: somebody waits to start it again. */
const patienceAfterFailure = 2000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for the signal to stop, lets the service finish what it began, and returns. A second signal leaves at once, with
 * the exit code that shells give it. A service that has failed ends the process with code 1.
 *
 * @param say called when the end begins because of a signal
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
  // It takes a second or two at most, unless something hangs: then there is nothing left to wait for.
  const enough = setTimeout(() => process.exit(1), why === 'signal' ? patience : patienceAfterFailure).unref();
  if (why === 'failure') {
    await service.close().catch(() => {});
    process.exit(1);
  }
  say();
  await service.close();
  clearTimeout(enough);
}
