import type { Clock } from '../service/ports/clock.ts';
import type { DeviceProofs } from '../service/ports/device-proofs.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/**
 * Remembers in a table that the threads of this process share; of a nonce its hash.
 *
 * @param table where there is no room, the pin that was proved longest ago is forgotten
 */
export function createDeviceProofs(
  clock: Clock,
  table: SharedHashTable = SharedHashTable.create(100_000),
): DeviceProofs {
  return {
    remember(pinKey, nonce, until) {
      const [one, two] = table.hashOf(nonce);
      table.remove(pinKey);
      table.change(pinKey, clock.now(), () => ({ until, one, two }), 'forget');
    },
    isKnown(pinKey, nonce) {
      const [one, two] = table.hashOf(nonce);
      const proof = table.find(pinKey, clock.now());
      return proof !== undefined && proof.one === one && proof.two === two;
    },
  };
}
