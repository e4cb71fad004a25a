import type { Protocol, Pin } from '../../domain/pin.ts';
import type { OAuthClient } from './oauth-clients.ts';
import type { Store } from './store.ts';

/**
 * What a driver remembers of pins that nobody has decided, and of the clients that poll, told without waiting: so that a
 * pending poll costs no read. Undefined says nothing: then ask the store. It is good enough to say "nobody has decided yet",
 * and for nothing else.
 *
 * Staleness: what this process was told that it changed is never overlooked; what another one changed may be for a
 * millisecond.
 */
export interface DriverCache {
  /** The pin that a wire knows by this public id, while it is pending and live. */
  peek(protocol: Protocol, publicId: string, now: number): Pin | undefined;
  /** The client with this id; its `lastUsedAt` may be of a while ago. */
  client(id: string): OAuthClient | undefined;
  /** Another thread has changed something: what is remembered is checked before it is used again. */
  recheck(): void;
}

/** What the hot path asks without waiting: the driver's cache, and whether a device polls too soon. */
export interface PendingCache extends DriverCache {
  /**
   * Records a plain poll of a pin; see `PollPacing`.
   *
   * @param first the initial interval, in milliseconds
   * @returns true if the device polls too soon
   */
  pace(pin: Pin, first: number): boolean;
}

/** A driver that has one. */
export interface CachedStore extends Store {
  readonly pending: DriverCache;
}

/** Of a store whose driver remembers nothing: every poll reads. */
export const nothingPending: DriverCache = { peek: () => undefined, client: () => undefined, recheck: () => {} };
