import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byPasswordAt } from '../domain/session.ts';
import { createAccountService } from './account-service.ts';
import { accountPorts } from '../../../../test/harness/people.ts';
import type { Accounts } from '../service/ports/accounts.ts';
import { aGrant } from '../stores/contract/samples.ts';

const from = { address: '203.0.113.9', deviceCookie: null };

async function home() {
  const ports = accountPorts();
  const accountService = createAccountService(ports, 'invite');
  const applicant = { username: 'ada', email: null, password: 'correct horse battery' };
  const made = await accountService.registration.register(applicant, { by: 'operator', isAdmin: false });
  assert.ok(made.ok);
  return { ports, accountService, ada: made.value };
}

/**
 * Delays writes of passwords until `count` of them are ready, so that all have read the same state, as with several
 * workers.
 */
function gather(accounts: Accounts, count: number): void {
  const setPassword = accounts.setPassword.bind(accounts);
  const everybody = Promise.withResolvers<void>();
  let here = 0;
  accounts.setPassword = async (change) => {
    if ((here += 1) === count) everybody.resolve();
    await everybody.promise;
    return setPassword(change);
  };
}

describe('a link to choose a new password', () => {
  it('works once, and ends every session', async () => {
    const { accountService, ada } = await home();
    await accountService.browsers.start(ada, { address: null, userAgent: null }, byPasswordAt(0));
    const { secret } = accountService.resets.make(ada);
    assert.equal((await accountService.resets.find(secret))?.id, ada.id);
    const done = await accountService.resets.use(secret, 'another good one');
    assert.ok(done?.ok);
    assert.equal((await accountService.signIn('ada', 'another good one', from)).ok, true);
    assert.equal((await accountService.signIn('ada', 'correct horse battery', from)).ok, false);
    assert.deepEqual(await accountService.browsers.listFor(ada.id), []);
    assert.equal(await accountService.resets.find(secret), undefined);
    assert.equal(await accountService.resets.use(secret, 'a third good one'), undefined);
    assert.equal((await accountService.signIn('ada', 'another good one', from)).ok, true);
  });

  it('is used by one of four who race, though each has seen it work', async () => {
    const { ports, accountService, ada } = await home();
    const { secret } = accountService.resets.make(ada);
    gather(ports.accounts, 4);
    const words = ['one one one', 'two two two', 'six six six', 'ten ten ten'];
    const results = await Promise.all(words.map((next) => accountService.resets.use(secret, next)));
    assert.equal(results.filter((result) => result?.ok === true).length, 1);
    const works = await Promise.all(words.map((next) => accountService.signIn('ada', next, from)));
    assert.deepEqual(
      works.map(({ ok }) => ok),
      results.map((result) => result?.ok === true),
    );
  });

  it('does not undo a password that its person chose meanwhile, nor the other way round', async () => {
    const { ports, accountService, ada } = await home();
    const { secret } = accountService.resets.make(ada);
    gather(ports.accounts, 2);
    const [byLink, byHand] = await Promise.all([
      accountService.resets.use(secret, 'by the link'),
      accountService.changePassword(ada, 'correct horse battery', 'by her own hand', 'none'),
    ]);
    assert.notEqual(byLink?.ok === true, byHand.ok);
    assert.equal((await accountService.signIn('ada', 'by the link', from)).ok, byLink?.ok === true);
    assert.equal((await accountService.signIn('ada', 'by her own hand', from)).ok, byHand.ok);
  });

  it('lasts 24 hours, survives a password that is too short, and ends with the password', async () => {
    const { ports, accountService, ada } = await home();
    const first = accountService.resets.make(ada);
    assert.equal(first.expiresAt, ports.clock.now() + 24 * 60 * 60 * 1000);
    const short = await accountService.resets.use(first.secret, 'short');
    assert.deepEqual(short, { ok: false, refusal: { kind: 'short-password' } });
    ports.pass(24 * 60 * 60 * 1000 - 1);
    assert.ok(await accountService.resets.find(first.secret));
    ports.pass(1);
    assert.equal(await accountService.resets.find(first.secret), undefined);

    const second = accountService.resets.make(ada);
    await accountService.changePassword(ada, 'correct horse battery', 'changed by herself', 'none');
    assert.equal(await accountService.resets.find(second.secret), undefined);
  });

  it('from an operator disables the password at once, so that a thief who knows it is not quicker', async () => {
    const { ports, accountService, ada } = await home();
    const secret = await accountService.browsers.start(ada, { address: null, userAgent: null }, byPasswordAt(0));
    const app = aGrant({ account: ada.id, pinId: null });
    const tv = aGrant({ account: ada.id });
    for (const grant of [app, tv]) await ports.grants.add(grant);
    const link = await accountService.resets.makeInstead(ada);
    assert.ok(link);
    assert.equal((await accountService.signIn('ada', 'correct horse battery', from)).ok, false);
    assert.equal(await accountService.browsers.find(secret ?? '', { address: null, userAgent: null }), undefined);
    assert.deepEqual(await ports.grants.listFor(ada.id), [tv]);
    const thief = await accountService.changePassword(ada, 'correct horse battery', 'now it is mine', 'none');
    assert.equal(thief.ok, false);
    assert.ok((await accountService.resets.use(link.secret, 'a good new one'))?.ok);
    assert.equal((await accountService.signIn('ada', 'a good new one', from)).ok, true);
  });

  it('from an operator wins against a change that comes at the same moment', async () => {
    const { ports, accountService, ada } = await home();
    const setPassword = ports.accounts.setPassword.bind(ports.accounts);
    let turn = 0;
    ports.accounts.setPassword = async (change) => {
      turn += 1;
      if (turn === 1) await setPassword({ ...change, passwordHash: 'a thief was quicker' });
      return setPassword(change);
    };
    const link = await accountService.resets.makeInstead(ada);
    assert.equal(turn, 2);
    assert.equal((await accountService.resets.find(link?.secret ?? ''))?.id, ada.id);
  });

  it('from an operator that is lost is followed by another, and stops with it', async () => {
    const { accountService, ada } = await home();
    const [lost, next] = [await accountService.resets.makeInstead(ada), await accountService.resets.makeInstead(ada)];
    assert.equal(await accountService.resets.find(lost?.secret ?? ''), undefined);
    assert.equal((await accountService.resets.find(next?.secret ?? ''))?.id, ada.id);
    assert.equal(await accountService.resets.makeInstead({ id: 'nobody' }), undefined);
  });

  it('that nobody used has changed nothing', async () => {
    const { accountService, ada } = await home();
    accountService.resets.make(ada);
    assert.equal((await accountService.signIn('ada', 'correct horse battery', from)).ok, true);
  });

  it('cannot be made up', async () => {
    const { ports, accountService, ada } = await home();
    const { secret } = accountService.resets.make(ada);
    const ticket = ports.keys.seal('ticket', JSON.stringify({ account: ada.id, replaces: '', until: 1e15 }));
    for (const wrong of ['', 'nonsense', `${secret}x`.replace(/.x$/, secret.endsWith('A') ? 'g' : 'A'), ticket]) {
      assert.equal(await accountService.resets.find(wrong), undefined, wrong);
    }
  });
});
