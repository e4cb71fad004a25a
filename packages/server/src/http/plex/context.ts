import type { DeviceProofs } from '../../service/ports/device-proofs.ts';
import type { ReplayCache } from '../../service/ports/replay-cache.ts';
import type { Nonces } from '../../tokens/nonces.ts';
import type { PlexJwts } from '../../tokens/plex-jwt.ts';

/** What signing in with a key needs beside what every route has (wire 1.9). */
export interface PlexContext {
  /** Made with keys from the secret keys, which takes a moment. */
  readonly jwts: () => Promise<PlexJwts>;
  readonly nonces: Nonces;
  readonly replayCache: ReplayCache;
  readonly proofs: DeviceProofs;
}
