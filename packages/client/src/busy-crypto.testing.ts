// WebCrypto works beside the main thread: a test that moves a clock by hand has to know whether it is through.
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

/** Whether something is being signed or hashed. */
export const cryptoIsBusy = (): boolean => outstanding > 0;
