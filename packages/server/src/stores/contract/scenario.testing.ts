import { test } from 'node:test';
import type { Store } from '../../service/ports/store.ts';

/** Declares one test that is given an empty store. */
export type Scenario = (title: string, tell: (store: Store) => Promise<void>) => void;

/** Scenarios over stores that `makeStore` makes; each store is closed at the end of its test. */
export function scenarioOver(makeStore: () => Promise<Store>): Scenario {
  return (title, tell) => {
    test(title, async () => {
      const store = await makeStore();
      try {
        await tell(store);
      } finally {
        await store.close();
      }
    });
  };
}
