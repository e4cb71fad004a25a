import type { Store } from '../../service/ports/store.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryGrants } from './grants.ts';
import { MemoryPins } from './pins.ts';
import { MemorySessions } from './sessions.ts';

/** A store that lives as long as the process: for tests, the emulator, and trying things out. */
export function createMemoryStore(): Store {
  const accounts = new MemoryAccounts();
  return {
    pins: new MemoryPins(),
    grants: new MemoryGrants(),
    accounts,
    sessions: new MemorySessions((before, limit) => accounts.sweepInvites(before, limit)),
    check: async () => {},
    close: async () => {},
  };
}
