import type { BlockPorts, Settings } from '@linkpin/server';
import { withStore } from '../serve/with-store.ts';

/**
 * Opens the blocks of a data folder, runs `work` and closes the store. A service may run on the same folder; it sees
 * changes within a second.
 *
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export function withBlocks<Value>(settings: Settings, work: (ports: BlockPorts) => Promise<Value>): Promise<Value> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return withStore(settings, say, ({ store, ports: { events, clock, random } }) =>
    work({ store, events, clock, random }),
  );
}
