import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Provider } from '../domain/provider.ts';
import type { UpstreamAnswer } from '../service/ports/upstream.ts';
import { movableClock } from '../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../test/harness/dependencies.ts';
import { aGrant, anAccount, anIdentity } from '../stores/contract/samples.ts';
import { unmatchable } from './argon2.ts';
import { createPersonCheck } from './person-check.ts';

const minute = 60_000;
const day = 86_400_000;
const known: UpstreamAnswer = { kind: 'known', claims: { sub: 'sub-1' }, refreshToken: null };

/** A person of a provider with a device, and what the provider answers. */
async function aPerson(parts: Partial<Provider> = {}, refreshToken: string | null = 'rt') {
  const clock = movableClock();
  const { store, ports } = testDependencies({ clock });
  const provider: Provider = {
    ...{ id: 'acme', name: 'Acme', issuer: 'https://id.example', clientId: 'linkpin', clientSecret: null },
    ...{ scopes: ['openid'], parameters: {}, icon: null, allowedDomains: [], groups: [], groupsClaim: 'groups' },
    ...{ admins: null, assumeFresh: false, logoutEnds: 'devices', frontChannelLogout: false },
    ...{ checkEvery: 15 * minute, grace: 3 * day, linkLife: 30 * day },
    ...parts,
  };
  const account = anAccount({ passwordHash: unmatchable() });
  const now = clock.now();
  await store.accounts.add(account, { by: 'operator' }, now);
  const sealed = refreshToken === null ? null : ports.keys.seal('provider-token', refreshToken);
  const identity = anIdentity({ account: account.id, subject: 'sub-1', refreshToken: sealed, checkedAt: now });
  await store.identities.join(identity, account.passwordHash);
  const grant = aGrant({ account: account.id, linkedAt: now });
  await store.grants.add(grant);
  const asked: string[] = [];
  const answers: (UpstreamAnswer | Promise<UpstreamAnswer>)[] = [];
  const upstream = {
    ask: async (token: string) => {
      asked.push(token);
      return answers.shift() ?? known;
    },
  };
  const all = { ...store, keys: ports.keys, clock };
  // Two replicas on one store.
  const [one, other] = [
    createPersonCheck(all, [{ provider, upstream }]),
    createPersonCheck(all, [{ provider, upstream }]),
  ];
  return {
    ...{ clock, store, ports, account, grant, asked, answers },
    check: () => one.check(grant),
    checkElsewhere: () => other.check(grant),
    identity: async () => store.identities.find('https://id.example', 'sub-1'),
    isLinked: async () => (await store.grants.byId(grant.id)) !== undefined,
  };
}

describe('the question whether a person is still there', () => {
  it('is asked when it is due, by one replica at a time, with the token that came last', async () => {
    const { clock, check, checkElsewhere, asked, answers, identity, ports } = await aPerson();
    assert.equal(await check(), 'fine');
    assert.deepEqual(asked, []);
    clock.pass(15 * minute);
    const { promise, resolve } = Promise.withResolvers<UpstreamAnswer>();
    answers.push(promise);
    const first = check();
    assert.equal(await checkElsewhere(), 'fine', 'while one asks the other goes on');
    resolve({ ...known, refreshToken: 'rt-2' });
    assert.equal(await first, 'fine');
    assert.equal(ports.keys.unseal('provider-token', (await identity())?.refreshToken ?? ''), 'rt-2');
    clock.pass(15 * minute);
    await Promise.all([check(), checkElsewhere(), check()]);
    assert.deepEqual(asked, ['rt', 'rt-2']);
  });

  it('ends every device when the token was ended, and whatever is linked without a new sign-in', async () => {
    const { clock, store, check, answers, isLinked, account } = await aPerson();
    clock.pass(15 * minute);
    answers.push({ kind: 'gone' });
    assert.equal(await check(), 'ended');
    assert.equal(await isLinked(), false);
    clock.pass(1);
    const sneaked = aGrant({ account: account.id, linkedAt: clock.now() });
    assert.equal(await store.grants.add(sneaked), true);
    assert.equal(await check(), 'ended');
  });

  it('ends nothing for a fault of the provider; after its grace nothing is given out', async () => {
    const { clock, check, answers, asked, isLinked } = await aPerson();
    clock.pass(15 * minute);
    for (const kind of ['fault', 'silence', 'fault'] as const) {
      answers.push({ kind });
      assert.equal(await check(), 'fine');
      assert.equal(await check(), 'fine');
      clock.pass(minute);
    }
    assert.equal(asked.length, 3, 'once a minute');
    clock.pass(3 * day);
    answers.push({ kind: 'fault' });
    assert.equal(await check(), 'unknown');
    assert.equal(await check(), 'unknown');
    assert.equal(await isLinked(), true);
    clock.pass(minute);
    assert.equal(await check(), 'fine', 'and goes on when it is back');
  });

  it('believes no "gone" about a token that may be spent by a question whose answer was lost', async () => {
    const { clock, check, answers, isLinked, identity } = await aPerson();
    clock.pass(15 * minute);
    answers.push({ kind: 'silence' });
    await check();
    clock.pass(minute);
    answers.push({ kind: 'gone' });
    assert.equal(await check(), 'fine');
    assert.equal(await isLinked(), true);
    assert.equal((await identity())?.refreshToken, null, 'from now on it has a greatest age');
    clock.pass(30 * day);
    assert.equal(await check(), 'ended');
  });

  it('has a greatest age where there is no token, and then wants a fresh yes', async () => {
    const { clock, check, isLinked, asked } = await aPerson({}, null);
    clock.pass(30 * day - 1);
    assert.equal(await check(), 'fine');
    clock.pass(1);
    assert.equal(await check(), 'ended');
    assert.equal(await isLinked(), false);
    assert.deepEqual(asked, []);
  });

  it('judges anew who may be here, and takes silence about groups for no answer', async () => {
    const { clock, check, answers, isLinked, identity } = await aPerson({ groups: ['staff'] });
    clock.pass(15 * minute);
    assert.equal(await check(), 'fine', 'staff, as was said before');
    clock.pass(15 * minute);
    answers.push({ ...known, claims: { groups: ['guests'] } });
    assert.equal(await check(), 'ended');
    assert.equal(await isLinked(), false);
    assert.equal((await identity())?.checkedAt, 0, 'so no passkey signs in');
  });
});
