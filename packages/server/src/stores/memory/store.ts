import { hasPassword } from '../../domain/account.ts';
import type { CachedStore } from '../../service/ports/pending-cache.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryBlocks } from './blocks.ts';
import { MemoryBudgets } from './budgets.ts';
import { MemoryDeviceKeys } from './device-keys.ts';
import { MemoryGrants } from './grants.ts';
import { MemoryIdentities } from './identities.ts';
import { MemoryMailQueue } from './mail-queue.ts';
import { MemoryOAuthClients } from './oauth-clients.ts';
import { MemoryOAuthTokens } from './oauth-tokens.ts';
import { MemoryOutbox } from './outbox.ts';
import { MemoryPasskeys } from './passkeys.ts';
import { MemoryPins } from './pins.ts';
import { MemorySessions } from './sessions.ts';
import { MemoryStatistics } from './statistics.ts';
import { MemoryAuditLog } from './audit-log.ts';

/** A store that lives as long as the process: for tests, the emulator, and trials. */
export function createMemoryStore(): CachedStore {
  const outbox = new MemoryOutbox();
  const statistics = new MemoryStatistics((now) => pins.countWaiting(now));
  const auditLog = new MemoryAuditLog(outbox, statistics);
  const blocks = new MemoryBlocks();
  const mailQueue = new MemoryMailQueue();
  const accounts: MemoryAccounts = new MemoryAccounts({
    forget(id) {
      auditLog.forgetPerson(id);
      outbox.forgetPerson(id);
      blocks.forgetPerson(id);
      identities.forgetPerson(id);
      mailQueue.forgetPerson(id);
    },
    forgetPasskeys: (id) => passkeys.forgetAll(id),
    endSignIns(id) {
      sessions.endOf(id, null);
      grants.endOf(id);
    },
    endPasswordSignIns(id, keep) {
      sessions.endOf(id, keep);
      grants.endPasswordSignIns(id);
    },
  });
  const sessions = new MemorySessions(accounts);
  const identities = new MemoryIdentities(accounts);
  const grants = new MemoryGrants(accounts, (id) => {
    oauthTokens.forgetGrant(id);
    deviceKeys.forgetGrant(id);
  });
  const passkeys: MemoryPasskeys = new MemoryPasskeys({
    waysIn(id) {
      const account = accounts.peek(id);
      if (account === undefined) return undefined;
      const { passwordHash, needsPasskey } = account;
      return { passwordHash, needsPasskey, hasPassword: hasPassword(account), hasIdentity: identities.isKnown(id) };
    },
    setNeed: (id, needsPasskey) => accounts.setNeed(id, needsPasskey),
    endPasswordSignIns(id, keep) {
      sessions.endOf(id, keep);
      grants.endPasswordSignIns(id);
    },
  });
  const deviceKeys: MemoryDeviceKeys = new MemoryDeviceKeys((id) => grants.isLive(id));
  const oauthTokens: MemoryOAuthTokens = new MemoryOAuthTokens((id) => grants.isLive(id));
  const pins: MemoryPins = new MemoryPins((entry) => auditLog.keep(entry));
  const oauthClients = new MemoryOAuthClients();
  return {
    pins,
    grants,
    deviceKeys,
    accounts,
    sessions,
    identities,
    passkeys,
    oauthClients,
    oauthTokens,
    blocks,
    budgets: new MemoryBudgets(),
    auditLog,
    statistics,
    outbox,
    mailQueue,
    // No other process has this memory, and changes within this one are announced by those who make them.
    changedPins: async () => [],
    pending: {
      peek: (protocol, publicId, now) => pins.peek(protocol, publicId, now),
      client: (id) => oauthClients.peek(id),
      recheck: () => {},
    },
    check: async () => {},
    close: async () => {},
  };
}
