import type { Clock } from '../ports/clock.ts';
import type { Coordination } from '../ports/coordination.ts';
import type { DeviceKeys } from '../ports/device-keys.ts';
import type { Events } from '../ports/events.ts';
import type { Grants } from '../ports/grants.ts';
import type { Issuing } from '../ports/issuing.ts';
import type { Keys } from '../ports/keys.ts';
import type { OAuthClients } from '../ports/oauth-clients.ts';
import type { DriverCache } from '../ports/pending-cache.ts';
import type { PinStore } from '../ports/pin-store.ts';
import type { Random } from '../ports/random.ts';
import type { FailedLookups } from '../ports/failed-lookups.ts';

/** What the use cases of this folder need from outside; each names the part that it uses. */
export interface PinPorts extends Coordination {
  readonly pins: PinStore;
  readonly pending: DriverCache;
  readonly grants: Grants;
  readonly oauthClients: Pick<OAuthClients, 'byId'>;
  readonly deviceKeys: DeviceKeys;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  readonly issuing: Issuing;
  readonly failedLookups: FailedLookups;
  readonly events: Events;
}
