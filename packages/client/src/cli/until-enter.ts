/**
 * Waits for the Enter key.
 *
 * @param input - a terminal
 * @throws the signal's reason when it aborts first
 */
export function untilEnter(input: NodeJS.ReadStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      input.off('data', enter);
      signal.removeEventListener('abort', leave);
      input.pause();
    };
    const enter = (): void => {
      finish();
      resolve();
    };
    const leave = (): void => {
      finish();
      reject(signal.reason as Error);
    };
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave);
    input.on('data', enter);
    input.resume();
  });
}
