import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aGrant, anAccount, anIdentity, aPasswordHash, aSession, t0 } from '../../stores/contract/samples.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { isDismissed } from '../../domain/identity.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { endPerson } from './end-person.ts';

test('a person is signed out everywhere, by the account or by who they are elsewhere', async () => {
  const store = createMemoryStore();
  const ports = { ...store, clock: { now: () => t0 + 1 } };
  for (const person of [{ account: 'ada' }, { issuer: 'https://id.example', subject: 'b' }]) {
    const id = 'account' in person ? person.account : 'ben';
    await store.accounts.add(anAccount({ id }), { by: 'operator' }, t0);
    await store.sessions.add(aSession({ account: id }), aPasswordHash);
    await store.grants.add(aGrant({ account: id }));
    if ('issuer' in person) await store.identities.join(anIdentity({ ...person, account: id }), aPasswordHash);
    assert.equal(await endPerson(ports, person), true);
    assert.deepEqual([await store.sessions.listFor(id, t0), await store.grants.listFor(id)], [[], []]);
    assert.notEqual(await store.accounts.byId(id), undefined);
  }
  assert.equal(await endPerson(ports, { account: 'nobody' }), false);
  assert.equal(await endPerson(ports, { issuer: 'https://id.example', subject: 'B' }), false);
});

test('no passkey signs in a person who was signed out, until whoever knows them stands up again', async () => {
  const store = createMemoryStore();
  await store.accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, t0);
  const identity = anIdentity({ account: 'ada', checkedAt: t0 });
  await store.identities.join(identity, aPasswordHash);
  let isFirst = true;
  const identities = standIn(store.identities, {
    // The provider said something of her just before.
    replace: async (next, version) => {
      if (isFirst)
        await store.identities.replace(
          { ...identity, checkedAt: t0 + 1, version: identity.version + 1 },
          identity.version,
        );
      isFirst = false;
      return store.identities.replace(next, version);
    },
  });
  assert.equal(await endPerson({ ...store, identities, clock: { now: () => t0 + 2 } }, { account: 'ada' }), true);
  const [now] = await store.identities.listFor('ada');
  assert.equal(now?.checkedAt, 0);
  assert.equal(isDismissed([now ?? identity], false), true);
});

test('a person whom somebody else knows is signed out again, after a passkey cannot sign in any more', async () => {
  const store = createMemoryStore();
  await store.accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, t0);
  await store.accounts.add(anAccount({ id: 'ben' }), { by: 'operator' }, t0);
  await store.identities.join(anIdentity({ account: 'ada' }), aPasswordHash);
  const ended: string[] = [];
  const accounts = standIn(store.accounts, {
    async endSignIns(id, at) {
      ended.push(id);
      return store.accounts.endSignIns(id, at);
    },
  });
  const ports = { ...store, accounts, clock: { now: () => t0 + 1 } };
  for (const account of ['ada', 'ben']) assert.equal(await endPerson(ports, { account }), true);
  assert.deepEqual(ended, ['ada', 'ada', 'ben']);
  const [identity] = await store.identities.listFor('ada');
  assert.equal(identity?.version, 2);
});
