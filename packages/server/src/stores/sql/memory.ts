import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { KnownPins } from './known-pins.ts';

/** How a process invalidates its caches when others write. */
export interface ChangeLook {
  /**
   * Evicts changed entries, as far as the engine knows of changes synchronously.
   *
   * @returns whether a cached pin may be assumed to be still pending
   */
  look(): boolean;
  /** Call after a write of this process, so that the next look is not skipped. */
  lookSoon(): void;
  /** The number of changes of pins seen so far. */
  readonly pins: number;
}

/** The caches of a process and their invalidation. */
export interface Memory {
  readonly pins: KnownPins;
  readonly clients: Map<string, OAuthClient>;
  readonly changes: ChangeLook;
}
