import { accepted, refused, type Result } from '../../domain/result.ts';
import type { DeviceJwt, DeviceJwtFault } from '../ports/device-jwts.ts';
import { nonceLife } from '../ports/nonces.ts';
import type { ReplayCache } from '../ports/replay-cache.ts';
import type { UsedOnce } from '../ports/used-once.ts';
import { ageOfNonce, type NonceAgePorts } from './nonce-age.ts';

/** What accepting a device JWT needs from outside. */
export type SpendDeviceJwtPorts = NonceAgePorts & {
  readonly replayCache: ReplayCache;
  readonly usedOnce: Pick<UsedOnce, 'use'>;
};

/** How far a device's clock may be behind, in milliseconds. */
const tolerance = 60_000;

/**
 * Checks the time of a verified device JWT, and uses up its nonce.
 *
 * @param pinId the pin that is polled with it, which may use the nonce again; default: none
 */
export async function spendDeviceJwt(
  ports: SpendDeviceJwtPorts,
  jwt: DeviceJwt,
  pinId?: string,
): Promise<Result<DeviceJwt, DeviceJwtFault>> {
  const { replayCache, usedOnce, clock } = ports;
  const now = clock.now();
  if (now >= jwt.expiresAt + tolerance) return refused('expired');
  const age = ageOfNonce(ports, jwt.nonce);
  // Clients sign a new JWT when told that theirs has expired.
  if (age !== 'fresh') return refused(age === 'over' ? 'nonce' : 'expired');
  const [value, until] = [`nonce ${jwt.nonce}`, now + nonceLife];
  // In the store first: a client whose store is out of reach may send the same JWT again.
  const isUsable = (await usedOnce.use(value, now, until, pinId)) && (await replayCache.use(value, until, pinId));
  return isUsable ? accepted(jwt) : refused('nonce');
}
