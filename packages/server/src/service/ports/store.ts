import type { Clock } from './clock.ts';
import type { Accounts } from './accounts.ts';
import type { Blocks } from './blocks.ts';
import type { Budgets } from './budgets.ts';
import type { DeviceKeys } from './device-keys.ts';
import type { Grants } from './grants.ts';
import type { Identities } from './identities.ts';
import type { MailQueue } from './mail-queue.ts';
import type { Outbox } from './outbox.ts';
import type { OAuthClients } from './oauth-clients.ts';
import type { OAuthTokens } from './oauth-tokens.ts';
import type { Passkeys } from './passkeys.ts';
import type { PinStore } from './pin-store.ts';
import type { Sessions } from './sessions.ts';
import type { Statistics } from './statistics.ts';
import type { StoreMetrics } from './store-metrics.ts';
import type { AuditLog } from './audit-log.ts';
import type { UsedOnce } from './used-once.ts';

/** A store driver: everything that the service stores. */
export interface Store {
  readonly pins: PinStore;
  readonly grants: Grants;
  readonly deviceKeys: DeviceKeys;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly passkeys: Passkeys;
  readonly oauthClients: OAuthClients;
  readonly oauthTokens: OAuthTokens;
  readonly blocks: Blocks;
  readonly budgets: Budgets;
  readonly auditLog: AuditLog;
  readonly statistics: Statistics;
  readonly outbox: Outbox;
  readonly mailQueue: MailQueue;
  /**
   * The internal ids of the pins that were changed since the last call, by other processes, too; none at the first
   * call; undefined if there are too many.
   */
  changedPins(): Promise<readonly string[] | undefined>;
  /**
   * Calls `heard` when {@link changedPins} has something to tell. A store that learns of it only when it is asked has no such
   * method.
   *
   * @returns a function that stops it
   */
  watchChanges?(heard: () => void): () => void;
  /** Whether this process is the one of all that sweeps. A store of one process has no such method. */
  leads?(): boolean;
  /** What any process used that may be used once. A store of one process has none: the memory of that one is enough. */
  readonly usedOnce?: UsedOnce;
  /** The clock by which all processes on the store go. Without one each goes by its machine's. */
  readonly clock?: Clock;
  /** Sentences for the operator about the store. */
  warnings?(): Promise<readonly string[]>;
  /** What the driver measures of itself. One that measures nothing has no such method. */
  metrics?(): StoreMetrics;
  /** Throws if the store cannot be used. For health checks. */
  check(): Promise<void>;
  /** Finishes pending writes and releases all resources. */
  close(): Promise<void>;
}
