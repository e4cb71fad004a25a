import assert from 'node:assert/strict';
import {
  aBundle,
  aClient,
  aDeviceKey,
  aFamily,
  aGrant,
  anAccessToken,
  anAccount,
  anEntry,
  anIdentity,
  aPasskey,
  aPin,
  aSession,
  rotated,
  t0,
} from '../contract/samples.ts';
import type { SqlStore } from './sql-store.ts';

/** Has a store run every statement that it has, so that an engine can be asked how it would run them. */
export async function runEveryStatement(store: SqlStore): Promise<void> {
  const { pins, grants, deviceKeys, accounts, sessions, identities, passkeys, oauthClients, oauthTokens } = store;
  const { blocks, budgets, auditLog, statistics, outbox, mailQueue } = store;
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
  await pins.waitingIn('192.168.1', t0, 1);
  await pins.waitingAfter({ endsAt: 0, id: '' }, t0, 1);
  await pins.replace(pin, 1);
  store.pending.peek('plex', pin.publicId, t0);
  await pins.sweep(t0, 1);
  await grants.add(grant);
  await grants.byTokenHash(grant.tokenHash ?? '');
  await grants.listFor(grant.account);
  await grants.listOf(grant.protocol, grant.clientId);
  await grants.listAfter('', 1);
  await grants.replace({ ...grant, version: 2 }, grant.version);
  await grants.add(aGrant({ approvedBy: grant.id }));
  await deviceKeys.register(aDeviceKey(grant), false);
  await deviceKeys.register(aDeviceKey(grant), true);
  await deviceKeys.listOf(grant.clientId, 'k');
  await deviceKeys.ofGrant(grant.id, grant.clientId);
  const [family, token] = [aFamily(grant.id), anAccessToken(grant.id)];
  await oauthTokens.addFamily(family, anAccessToken(grant.id));
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
  await sessions.listOfProvider('p', 's', t0);
  const identity = anIdentity({ account: account.id });
  assert.equal(await identities.join(identity, 'x'), 'joined');
  await identities.addPerson(anIdentity(), anAccount(), { by: 'anyone' }, t0);
  await identities.find(identity.issuer, identity.subject);
  await identities.listFor(account.id);
  await identities.replace({ ...identity, version: 2 }, 1);
  await identities.remove(identity.issuer, 'x', account.id);
  assert.equal(await accounts.setLanguage(account.id, 'ar'), true);
  assert.equal(await accounts.pairwiseSecret(account.id, 'drawn'), 'drawn');
  for (const act of ['make-admin', 'disable', 'enable', 'end-sign-ins'] as const) {
    await accounts.manage({ id: account.id, ground: { by: 'operator' }, act, at: t0 });
  }
  const passkey = aPasskey({ account: account.id });
  const need = { id: account.id, passwordHash: 'x', domain: passkey.domain, keep: session.hash, at: t0 };
  assert.equal(await passkeys.add(passkey, 'x'), 'added');
  await passkeys.byId(passkey.id);
  assert.equal(await passkeys.use({ id: passkey.id, account: account.id, counter: 1, at: t0 }), 'used');
  assert.equal(await passkeys.rename(passkey.id, account.id, 'y'), true);
  assert.equal(await passkeys.setNeed({ ...need, needsPasskey: true }), 'changed');
  const removal = { id: passkey.id, account: account.id, by: 'operator', domain: undefined } as const;
  assert.equal(await passkeys.remove(removal), 'removed');
  const start = { endsAt: 0, id: '' };
  await pins.endedAfter(start, t0, 1);
  await auditLog.add([anEntry({ message: true }), aBundle('b'), aBundle('b')]);
  await auditLog.addExpiries([], start, { endsAt: 1, id: '' });
  await auditLog.listFor('account-1', 1);
  await auditLog.list({ since: t0, kinds: [], limit: 1 });
  await auditLog.list({ since: t0, kinds: ['approved'], limit: 1 });
  await auditLog.list({ since: t0, kinds: [], account: account.id, limit: 1 });
  await auditLog.add([anEntry({ counted: ['approved'] })]);
  await statistics.since(t0);
  await statistics.waiting(t0);
  await statistics.noteMost('waiting', t0, 1);
  await statistics.sweep(t0, 1);
  await auditLog.truncateAddresses(t0 + 1, 1);
  await auditLog.trim(1, 1);
  await auditLog.sweep(t0 + 1, 1);
  await outbox.isDue(t0);
  const message = await outbox.claim('a', t0, t0 + 1);
  await outbox.putOff(message?.id ?? '', t0);
  await outbox.giveUp(message?.id ?? '');
  await outbox.done('x');
  const mail = { id: 'm', kind: 'reset', account: account.id, address: null, grant: null, at: t0 } as const;
  assert.equal(await mailQueue.put(mail), true);
  await mailQueue.isDue(t0);
  assert.equal((await mailQueue.claim(t0, t0 + 1))?.id, 'm');
  await mailQueue.putOff('m', t0);
  await mailQueue.listFor(account.id);
  await mailQueue.status();
  await mailQueue.done('m');
  assert.equal(await accounts.confirmEmail(account.id, 'x@b.org'), true);
  const restoration = { id: account.id, email: 'a@b.org', passwordHash: 'x', at: t0 };
  assert.notEqual(await accounts.restoreEmail(restoration), undefined);
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
  await budgets.hold([{ ...want, key: 'held' }], t0);
  await budgets.confirm([{ ...want, key: 'held' }], t0);
  await budgets.spent(want, t0);
  await budgets.sweep(t0, 1);
  // Without `list`, which is asked for every client and reads every one.
  const client = aClient();
  await oauthClients.add(client);
  await oauthClients.byId(client.id);
  await oauthClients.markUsed(client.id, t0);
  await oauthClients.remove(client.id);
  await oauthClients.sweepUnverified(t0, 1);
}
