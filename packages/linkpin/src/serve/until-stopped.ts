/** What can be stopped. */
interface Closable {
  close(): Promise<void>;
}

/** How long the end may take, in milliseconds. */
const patience = 10_000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for the signal to stop, lets the service finish what it began, and returns. A second signal leaves at once, with
 * the exit code that shells give it.
 *
 * @param say called when the end begins
 */
export async function untilStopped(service: Closable, say: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let stopping = false;
    const stop = (_signal: string, number: number): void => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
  say();
  // It takes a second or two at most, unless something hangs: then there is nothing left to wait for.
  const enough = setTimeout(() => process.exit(1), patience).unref();
  await service.close();
  clearTimeout(enough);
}
