import type { Protocol, Pin } from '../../domain/pin.ts';
import type { OAuthClient } from './oauth-clients.ts';
import type { Store } from './store.ts';

/**
 * A driver's synchronous cache of pending pins and of the clients that poll, so that a pending poll costs no read.
 * Undefined decides nothing: then read the store. It may be used to answer "pending", and for nothing else.
 *
 * Staleness: a change that this process has completed is never missed; one of another process may be for a
 * millisecond.
 */
export interface DriverCache {
  /** The pin with this public id, while it is pending and live. */
  peek(protocol: Protocol, publicId: string, now: number): Pin | undefined;
  /** The client with this id; its `lastUsedAt` may be stale. */
  client(id: string): OAuthClient | undefined;
  /** Another thread has changed something: the cache is revalidated before its next use. */
  recheck(): void;
}

/** What the hot path may use without waiting: the driver's cache, and the poll pacing. */
export interface PendingCache extends DriverCache {
  /**
   * Records a plain poll of a pin; see `PollPacing`.
   *
   * @param first the initial interval, in milliseconds
   * @returns true if the device polls too soon
   */
  pace(pin: Pin, first: number): boolean;
}

/** A store whose driver has a cache. */
export interface CachedStore extends Store {
  readonly pending: DriverCache;
}

/** For a store whose driver has no cache: every poll reads. */
export const nothingPending: DriverCache = { peek: () => undefined, client: () => undefined, recheck: () => {} };
