import type { Keys } from '../../service/ports/keys.ts';
import type { CachedStore } from '../../service/ports/pending-cache.ts';
import { SqlAccounts } from './accounts.ts';
import { SqlAuditLog } from './audit-log.ts';
import { SqlBlocks } from './blocks.ts';
import { SqlBudgets } from './budgets.ts';
import { SqlDeviceKeys } from './device-keys.ts';
import { SqlGrants } from './grants.ts';
import { SqlIdentities } from './identities.ts';
import { SqlMailQueue } from './mail-queue.ts';
import type { Memory } from './memory.ts';
import { SqlOAuthClients } from './oauth-clients.ts';
import { SqlOAuthTokens } from './oauth-tokens.ts';
import { SqlOutbox } from './outbox.ts';
import { SqlPasskeys } from './passkeys.ts';
import { SqlPins } from './pins.ts';
import { SqlSessions } from './sessions.ts';
import { SqlStatistics } from './statistics.ts';
import type { Sql } from './sql.ts';
import type { Writer } from './writer.ts';

/** The part of a store that the engines share. */
export type SqlStore = Omit<CachedStore, 'changedPins' | 'check' | 'close'>;

/**
 * Creates the repositories over an engine.
 *
 * @param reader executes reads
 * @param writer executes write operations
 * @param keys with which codes are hashed and encrypted
 * @param memory the caches of this process
 */
export function sqlStore(reader: Sql, writer: Writer, keys: Keys, memory: Memory): SqlStore {
  const pins = new SqlPins(reader, writer, keys, memory);
  const oauthClients = new SqlOAuthClients(reader, writer, memory);
  return {
    pins,
    grants: new SqlGrants(reader, writer),
    deviceKeys: new SqlDeviceKeys(reader, writer),
    accounts: new SqlAccounts(reader, writer),
    sessions: new SqlSessions(reader, writer),
    passkeys: new SqlPasskeys(reader, writer),
    identities: new SqlIdentities(reader, writer),
    oauthClients,
    oauthTokens: new SqlOAuthTokens(reader, writer),
    blocks: new SqlBlocks(reader, writer),
    budgets: new SqlBudgets(reader, writer),
    auditLog: new SqlAuditLog(reader, writer),
    statistics: new SqlStatistics(reader, writer),
    outbox: new SqlOutbox(reader, writer),
    mailQueue: new SqlMailQueue(reader, writer),
    pending: {
      peek: (protocol, publicId, now) => pins.peek(protocol, publicId, now),
      client: (id) => oauthClients.peek(id),
      recheck: () => memory.changes.lookSoon(),
    },
  };
}
