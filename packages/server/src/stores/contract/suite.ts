import type { Store } from '../../service/ports/store.ts';

/** What tests are declared with: `describe` and `test` of `node:test`, Vitest, Jest and others fit. */
export interface TestRunner {
  /** Groups the tests that `declare` declares, at once. */
  readonly describe: (title: string, declare: () => void) => unknown;
  /** Declares a test. It fails when the promise of `run` rejects. */
  readonly test: (title: string, run: () => Promise<void>) => unknown;
}

/** What the cases are declared with. */
export interface Suite {
  readonly describe: (title: string, declare: () => void) => void;
  /** Declares one test that is given an empty store. */
  readonly story: (title: string, tell: (store: Store) => Promise<void>) => void;
}

/** A suite over stores that `makeStore` makes; each store is closed at the end of its test. */
export function suiteOver(makeStore: () => Promise<Store>, runner: TestRunner): Suite {
  return {
    describe: (title, declare) => void runner.describe(title, declare),
    story: (title, tell) =>
      void runner.test(title, async () => {
        const store = await makeStore();
        try {
          await tell(store);
        } finally {
          await store.close();
        }
      }),
  };
}
