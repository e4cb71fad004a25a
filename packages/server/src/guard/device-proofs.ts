import type { Clock } from '../service/ports/clock.ts';
import type { DeviceProofs } from '../service/ports/device-proofs.ts';

/**
 * Remembers in this process's memory.
 *
 * @param capacity how many pins at most; the one proved longest ago is forgotten first
 */
export function createDeviceProofs(clock: Clock, capacity = 100_000): DeviceProofs {
  const proofs = new Map<string, { readonly nonce: string; readonly until: number }>();
  return {
    remember(pinKey, nonce, until) {
      proofs.delete(pinKey);
      for (const [oldest, { until: over }] of proofs) {
        if (proofs.size < capacity && over > clock.now()) break;
        proofs.delete(oldest);
      }
      proofs.set(pinKey, { nonce, until });
    },
    isKnown(pinKey, nonce) {
      const proof = proofs.get(pinKey);
      return proof !== undefined && proof.nonce === nonce && proof.until > clock.now();
    },
  };
}
