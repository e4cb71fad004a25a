import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aGrant, anAccount, anIdentity, aPasswordHash, t0 } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { withEmbedder, type IsActive } from './embedder-check.ts';

async function aDevice(isActive: IsActive | undefined, before: 'fine' | 'unknown' = 'fine') {
  const store = createMemoryStore();
  await store.accounts.add(anAccount({ id: 'ada' }), { by: 'operator' }, t0);
  await store.identities.join(
    anIdentity({ account: 'ada', issuer: 'https://id.example', subject: 's' }),
    aPasswordHash,
  );
  const grant = aGrant({ account: 'ada' });
  await store.grants.add(grant);
  const troubles: unknown[] = [];
  const ports = { ...store, clock: { now: () => t0 + 1 } };
  const check = withEmbedder({ check: async () => before }, isActive, ports, (error) => troubles.push(error));
  return { answer: await check.check(grant), isLinked: (await store.grants.byId(grant.id)) !== undefined, troubles };
}

test('a program says whether its person is still there: no ends everything, a fault nothing', async () => {
  assert.deepEqual(await aDevice(undefined), { answer: 'fine', isLinked: true, troubles: [] });
  const asked: unknown[] = [];
  const yes = await aDevice((person) => asked.push(person) === 1);
  assert.deepEqual(yes, { answer: 'fine', isLinked: true, troubles: [] });
  assert.deepEqual(asked, [{ account: 'ada', identities: [{ issuer: 'https://id.example', subject: 's' }] }]);
  assert.deepEqual(await aDevice(async () => false), { answer: 'ended', isLinked: false, troubles: [] });
  const fault = new Error('the directory is away');
  const thrown = await aDevice(() => Promise.reject(fault));
  assert.deepEqual(thrown, { answer: 'unknown', isLinked: true, troubles: [fault] });
  assert.deepEqual(await aDevice(() => false, 'unknown'), { answer: 'unknown', isLinked: true, troubles: [] });
});
