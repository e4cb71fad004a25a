import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindKey, rename, see } from '../../domain/grant.ts';
import { aGrant, t0 } from '../../stores/contract/samples.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { StoreBusyError } from '../ports/busy.ts';
import { changeGrant } from './change-grant.ts';
import { endTokens } from './end-tokens.ts';
import { renameGrant } from './rename-grant.ts';

async function withGrants(...all: readonly ReturnType<typeof aGrant>[]) {
  const { grants } = createMemoryStore();
  for (const grant of all) await grants.add(grant);
  return grants;
}

test('of callers that bind a grant to keys at once, those of one key find it bound to theirs', async () => {
  const grant = aGrant();
  const grants = await withGrants(grant);
  const keys = Array.from({ length: 12 }, (_, turn) => `key ${turn % 4}`);
  const found = await Promise.all(keys.map((key) => changeGrant(grants, grant, (current) => bindKey(current, key))));
  const [winner] = found;
  for (const one of found) assert.equal(one?.keyThumbprint, winner?.keyThumbprint);
  assert.deepEqual(await grants.byId(grant.id), { ...grant, keyThumbprint: winner?.keyThumbprint, version: 2 });
});

test('changes of several kinds at once are all made, and none on a grant that ended', async () => {
  const grant = aGrant();
  const grants = await withGrants(grant);
  await Promise.all([
    changeGrant(grants, grant, (current) => see(current, t0 + 5)),
    changeGrant(grants, grant.id, (current) => rename(current, 'Kitchen')),
    changeGrant(grants, grant, (current) => bindKey(current, 'key')),
  ]);
  const changed = { name: 'Kitchen', keyThumbprint: 'key', lastSeenAt: t0 + 5, version: 4 };
  assert.deepEqual(await grants.byId(grant.id), { ...grant, ...changed });
  await grants.revoke(grant.id, grant.account, t0);
  assert.equal(await changeGrant(grants, grant, (current) => rename(current, 'x')), undefined);
});

test('another account cannot rename', async () => {
  const grant = aGrant();
  const grants = await withGrants(grant);
  assert.equal(await renameGrant(grants, grant.id, 'another', 'Mine'), false);
  assert.deepEqual(await grants.listFor(grant.account), [grant]);
  assert.equal(await renameGrant(grants, grant.id, grant.account, 'Kitchen'), true);
  assert.equal((await grants.byId(grant.id))?.name, 'Kitchen');
});

test('the tokens of one holder in one account end, the devices stay (C11)', async () => {
  const grant = aGrant();
  const [twin, other] = [aGrant(), aGrant({ clientId: 'device-2' })];
  const [stranger, oauth] = [aGrant({ account: 'account-2' }), aGrant({ protocol: 'oauth' })];
  const grants = await withGrants(grant, twin, other, stranger, oauth);
  await endTokens(grants, grant.account, grant.clientId);
  for (const ended of [grant, twin]) {
    assert.equal(await grants.byTokenHash(ended.tokenHash ?? ''), undefined);
    assert.deepEqual(await grants.byId(ended.id), { ...ended, tokenHash: null, version: 2 });
  }
  for (const left of [other, stranger, oauth]) {
    assert.deepEqual(await grants.byTokenHash(left.tokenHash ?? ''), left);
  }
});

test('a change is tried sixteen times, reads a grant only when it must, and stores none that changes nothing', async () => {
  const grant = aGrant();
  const kept = await withGrants(grant);
  const counted = { reads: 0, replaces: 0 };
  const losing = (losses: number) => ({
    async byId(id: string) {
      counted.reads += 1;
      return kept.byId(id);
    },
    async replace(...given: Parameters<typeof kept.replace>) {
      counted.replaces += 1;
      return counted.replaces > losses && kept.replace(...given);
    },
  });
  const rest = (current: typeof grant) => current;
  assert.equal(await changeGrant(losing(0), grant, rest), grant);
  assert.deepEqual(counted, { reads: 0, replaces: 0 });
  await assert.rejects(
    changeGrant(losing(Infinity), grant, (current) => rename(current, 'x')),
    (error) => error instanceof StoreBusyError && /Too many changes of one grant/.test(error.message),
  );
  assert.deepEqual(counted, { reads: 16, replaces: 16 });
  counted.replaces = 0;
  assert.equal((await changeGrant(losing(15), grant, (current) => rename(current, 'x')))?.name, 'x');
});
