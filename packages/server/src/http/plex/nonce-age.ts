import { startOf } from '../../service/ports/replay-cache.ts';
import { nonceLife } from '../../tokens/nonces.ts';
import type { ServiceContext } from '../server/context.ts';

/** What can be told of a nonce by itself: whether it was used, the service remembers only since it started. */
export function ageOfNonce(
  { plex, ports, startedAt }: Pick<ServiceContext, 'plex' | 'ports' | 'startedAt'>,
  nonce: string,
): 'fresh' | 'before-start' | 'over' {
  const madeAt = plex.nonces.madeAt(nonce);
  if (madeAt === undefined || ports.clock.now() >= madeAt + nonceLife) return 'over';
  return madeAt < startOf(startedAt) ? 'before-start' : 'fresh';
}
