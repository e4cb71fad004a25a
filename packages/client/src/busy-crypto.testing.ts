// Tracks WebCrypto operations, which run off the main thread: a test with a manual clock must wait for them.
let outstanding = 0;

const { subtle } = crypto;
for (const name of ['sign', 'digest'] as const) {
  const work = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<ArrayBuffer>;
  Object.defineProperty(subtle, name, {
    value: (...args: unknown[]) => {
      outstanding += 1;
      return work(...args).finally(() => {
        outstanding -= 1;
      });
    },
  });
}

/** Whether a signature or hash is being computed. */
export const cryptoIsBusy = (): boolean => outstanding > 0;
