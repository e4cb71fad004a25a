import { randomBytes } from 'node:crypto';
import type { PeoplePorts } from './ports.ts';
import type { Store } from '../service/ports/store.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { createKeys, makeSecretKey } from '../tokens/keys.ts';

/** Ports on a memory store, with a clock that is moved by hand. */
export function testPorts(): PeoplePorts & Pick<Store, 'grants'> & { pass(milliseconds: number): void } {
  const { accounts, sessions, grants, budgets } = createMemoryStore();
  let now = Date.UTC(2026, 10, 21);
  return {
    accounts,
    sessions,
    grants,
    budgets,
    keys: createKeys([makeSecretKey()]),
    clock: { now: () => now },
    random: { bytes: (count) => randomBytes(count), id: () => randomBytes(16).toString('base64url') },
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}
