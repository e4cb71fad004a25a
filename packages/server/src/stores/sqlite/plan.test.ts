import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import {
  aBundle,
  aClient,
  aDeviceKey,
  aFamily,
  aGrant,
  anAccessToken,
  anAccount,
  anEntry,
  aPin,
  aSession,
  rotated,
  t0,
} from '../contract/samples.ts';
import { SqliteAccounts } from './accounts.ts';
import { SqliteBlocks } from './blocks.ts';
import { SqliteBudgets } from './budgets.ts';
import { Changes } from './changes.ts';
import { Connection, openForWriting } from './connection.ts';
import { SqliteDeviceKeys } from './device-keys.ts';
import { SqliteGrants } from './grants.ts';
import { KnownPins } from './known-pins.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { SqliteOAuthClients } from './oauth-clients.ts';
import { SqliteOAuthTokens } from './oauth-tokens.ts';
import { SqliteOutbox } from './outbox.ts';
import { SqlitePins } from './pins.ts';
import { SqliteSessions } from './sessions.ts';
import type { Statement } from './statement.ts';
import { folderFor } from './temporary.testing.ts';
import { SqliteAuditLog } from './audit-log.ts';
import type { WriteQueue } from './write-queue.ts';
import { writes } from './writes.ts';

/** A connection that remembers what it was asked. */
class Listening extends Connection {
  readonly heard: Set<string> = new Set();

  override get<Values, Row>(statement: Statement<Values, Row>, values: Values): Row | undefined {
    this.heard.add(statement.sql);
    return super.get(statement, values);
  }

  override all<Values, Row>(statement: Statement<Values, Row>, values: Values): readonly Row[] {
    this.heard.add(statement.sql);
    return super.all(statement, values);
  }

  override run<Values>(statement: Statement<Values, unknown>, values: Values): number {
    this.heard.add(statement.sql);
    return super.run(statement, values);
  }
}

test('every question and every change goes by an index, so that many rows cost no more than few', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await migrate(file, migrations);
  const database: DatabaseSync = openForWriting(file);
  const listening = new Listening(database);
  context.after(() => listening.close());
  // The writer's work done at once, on the connection that listens.
  const queue = {
    write: async (name: keyof typeof writes, value: unknown) => writes[name](listening, value as never),
  } as unknown as WriteQueue;

  const forgotten: string[] = [];
  const changes = new Changes(listening, {
    forgetPin: (dialect, handle) => forgotten.push(`${dialect} ${handle}`),
    forgetPins: () => forgotten.push('pins'),
    forgetClients: () => forgotten.push('clients'),
  });
  const memory = { pins: new KnownPins(1), clients: new Map(), changes };
  const pins = new SqlitePins(listening, queue, createKeys([makeSecretKey()]), memory);
  const grants = new SqliteGrants(listening, queue);
  const deviceKeys = new SqliteDeviceKeys(listening, queue);
  const accounts = new SqliteAccounts(listening, queue);
  const sessions = new SqliteSessions(listening, queue);
  const oauthClients = new SqliteOAuthClients(listening, queue, memory);
  const oauthTokens = new SqliteOAuthTokens(listening, queue);
  const blocks = new SqliteBlocks(listening, queue);
  const budgets = new SqliteBudgets(listening, queue);
  const auditLog = new SqliteAuditLog(listening, queue);
  const outbox = new SqliteOutbox(listening, queue);
  const [pin, grant, account] = [aPin(), aGrant(), anAccount({ email: 'a@b.org' })];
  const session = aSession({ account: account.id });

  const block = {
    id: 'b',
    requesterKey: 'key k',
    account: null,
    name: 'TV',
    by: 'operator',
    at: t0,
    until: t0,
  } as const;
  await blocks.put(block);
  await blocks.find(block.requesterKey, null, t0);
  await blocks.find(block.requesterKey, null, t0);
  await blocks.listFor(account.id, t0);
  await blocks.remove('b', null);
  await blocks.report({ requesterKey: block.requesterKey, account: account.id, network: 'n', at: t0, until: t0 });
  await blocks.forgetReports(block.requesterKey, account.id);
  await blocks.forgetReports(block.requesterKey, null);
  await blocks.sweep(t0, 1);

  await pins.insert(pin, t0);
  await pins.insert(aPin({ publicId: pin.publicId }), Number.MAX_SAFE_INTEGER);
  await pins.byPublicId('plex', pin.publicId);
  await pins.byCode('CODE', t0);
  await pins.byId(pin.id);
  await pins.replace(pin, 1);
  pins.peek('plex', pin.publicId, t0);
  await pins.sweep(t0, 1);
  await grants.add(grant);
  await grants.byTokenHash(grant.tokenHash ?? '');
  await grants.listFor(grant.account);
  await grants.listOf(grant.protocol, grant.clientId);
  await grants.replace({ ...grant, version: 2 }, grant.version);
  await grants.add(aGrant({ approvedBy: grant.id }));
  await deviceKeys.register(aDeviceKey(grant), false);
  await deviceKeys.register(aDeviceKey(grant), true);
  await deviceKeys.listOf(grant.clientId, 'k');
  await deviceKeys.ofGrant(grant.id, grant.clientId);
  const [family, token] = [aFamily(grant.id), anAccessToken(grant.id)];
  await oauthTokens.addFamily(family);
  await oauthTokens.familyOf(family.currentHash);
  assert.equal(await oauthTokens.replaceFamily(rotated(family), family.version), true);
  await oauthTokens.addAccessToken(token);
  await oauthTokens.accessToken(token.hash, t0);
  await oauthTokens.endAccessToken(token.hash);
  await oauthTokens.sweep(t0, 1);
  await grants.byId(grant.id);
  await grants.revoke(grant.id, grant.account, t0);
  await accounts.addInvite({ hash: 'i', createdAt: t0, expiresAt: t0 + 1 });
  await accounts.invite('i', t0);
  await accounts.add(account, { by: 'invite', inviteHash: 'i' }, t0);
  await accounts.byId(account.id);
  await accounts.bySignInName('a@b.org');
  const names = { id: account.id, username: 'x', email: 'x@b.org', passwordHash: account.passwordHash };
  await accounts.setNames(names);
  await grants.add(aGrant({ account: account.id, pinId: null }), { passwordHash: account.passwordHash });
  const change = { id: account.id, replaces: account.passwordHash, passwordHash: 'x', keep: null, at: t0 };
  assert.equal(await accounts.setPassword(change), true);
  assert.equal(await sessions.add(session, 'x'), true);
  const start = { endsAt: 0, id: '' };
  await pins.endedAfter(start, t0, 1);
  await auditLog.add([anEntry({ message: true }), aBundle('b'), aBundle('b')]);
  await auditLog.addExpiries([], start, { endsAt: 1, id: '' });
  await auditLog.listFor('account-1', 1);
  await auditLog.list({ since: t0, kinds: [], limit: 1 });
  await auditLog.truncateAddresses(t0 + 1, 1);
  await auditLog.trim(1, 1);
  await auditLog.sweep(t0 + 1, 1);
  await outbox.isDue(t0);
  const message = await outbox.claim('a', t0, t0 + 1);
  await outbox.putOff(message?.id ?? '', t0);
  await outbox.giveUp(message?.id ?? '');
  await outbox.done('x');
  await accounts.remove(account.id, { by: 'person', passwordHash: 'x' }, t0);
  await accounts.remove('nobody', { by: 'operator' }, t0);
  await sessions.find(session.hash, t0);
  await sessions.listFor(session.account, t0);
  await sessions.isKnownNetwork('n', t0, t0);
  await sessions.markSeen(session.hash, t0, null);
  await sessions.end('x', session.account);
  await sessions.endAll(session.account, null);
  await sessions.sweep(t0, 1);
  const want = { key: 'k', limit: 1, period: 1000 };
  assert.equal(await budgets.spend([want], t0), undefined);
  assert.notEqual(await budgets.spend([want], t0), undefined);
  await budgets.refund([want], t0);
  await budgets.spent(want, t0);
  await budgets.sweep(t0, 1);
  // Without `list`, which is asked for every client and reads every one.
  const client = aClient();
  await oauthClients.add(client);
  await oauthClients.byId(client.id);
  await oauthClients.markUsed(client.id, t0);
  await oauthClients.remove(client.id);
  await oauthClients.sweepUnverified(t0, 1);

  assert.ok(listening.heard.size >= 50, 'the connection listens');
  for (const sql of listening.heard) {
    const plan = database.prepare(`explain query plan ${sql}`).all();
    const scans = plan
      .map(({ detail }) => String(detail))
      .filter((line) => /^SCAN (?!json_each|CONSTANT ROW|\d+-ROW VALUES)/.test(line));
    assert.deepEqual(scans, [], sql);
  }
});
