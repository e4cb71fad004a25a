import type { Clock } from '../ports/clock.ts';
import type { CodeProofs } from '../ports/code-proofs.ts';
import type { DeviceKeys } from '../ports/device-keys.ts';
import type { Events } from '../ports/events.ts';
import type { Grants } from '../ports/grants.ts';
import type { Issuing } from '../ports/issuing.ts';
import type { Keys } from '../ports/keys.ts';
import type { PinStore } from '../ports/pin-store.ts';
import type { Random } from '../ports/random.ts';
import type { ReadMisses } from '../ports/read-misses.ts';
import type { Roamers } from '../ports/roamers.ts';
import type { Wakes } from '../ports/wakes.ts';

/** Everything outside that the verbs of this room need; each verb names the part it uses. */
export interface PinPorts {
  readonly pins: PinStore;
  readonly grants: Grants;
  readonly deviceKeys: DeviceKeys;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  readonly issuing: Issuing;
  readonly misses: ReadMisses;
  readonly roamers: Roamers;
  readonly proofs: CodeProofs;
  readonly wakes: Wakes;
  readonly events: Events;
}
