// What a replica and whoever started it say to each other.
import type { SettingsInput } from '../../../packages/server/src/config/settings.ts';
import type { SecretKey } from '../../../packages/server/src/tokens/keys.ts';
import type { Point } from './writes.ts';

/** What a replica is started with. */
export interface ReplicaOptions {
  /** Of the database, with all its hosts. */
  readonly url: string;
  readonly keys: readonly SecretKey[];
  readonly port: number;
  /** How far its machine's clock is wrong, in milliseconds. */
  readonly clockAhead: number;
  readonly settings: SettingsInput;
}

/** To the replica. */
export type Order =
  /** Whether to name each write. */
  | { readonly tell: boolean }
  /** Where to stop, once; null for nowhere. */
  | { readonly arm: Point | null }
  | { readonly go: true };

/** From the replica. */
export type Report =
  | { readonly ready: true }
  | { readonly wrote: string }
  | { readonly reached: Point }
  /** The database is out of reach, or in reach again, since then: milliseconds since the epoch, by the real clock. */
  | { readonly isInReach: boolean; readonly at: number };
