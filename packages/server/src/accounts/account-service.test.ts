import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byPasswordAt } from '../domain/session.ts';
import { createAccountService, type AccountService } from './account-service.ts';
import { accountPorts } from '../../../../test/harness/people.ts';
import type { Account } from '../service/ports/accounts.ts';
import { aGrant } from '../stores/contract/samples.ts';

const day = 24 * 60 * 60 * 1000;
const from = { address: '203.0.113.9', deviceCookie: null };
const trace = { address: '203.0.113.9', userAgent: 'Mozilla/5.0' };

async function withAda() {
  const ports = accountPorts();
  const accountService = createAccountService(ports, 'off');
  const made = await accountService.registration.register(
    { username: 'Ada', email: 'ada@example.org', password: 'correct horse' },
    { by: 'operator', isAdmin: false },
  );
  assert.ok(made.ok);
  return { ports, accountService, ada: made.value };
}

async function enter(accountService: AccountService, ada: Account): Promise<string> {
  const secret = await accountService.browsers.start(ada, trace, byPasswordAt(0));
  assert.ok(secret !== undefined);
  return secret;
}

describe('signing in', () => {
  it('takes the username or the e-mail address, in any case', async () => {
    const { accountService, ada } = await withAda();
    for (const name of ['Ada', 'ADA', ' ada ', 'ADA@example.ORG']) {
      assert.deepEqual(await accountService.signIn(name, 'correct horse', from), { ok: true, value: ada });
    }
  });

  it('does not tell a wrong name from a wrong password', async () => {
    const { accountService } = await withAda();
    const wrong = { ok: false, refusal: { kind: 'wrong-sign-in' } };
    assert.deepEqual(await accountService.signIn('Ada', 'correct mule', from), wrong);
    assert.deepEqual(await accountService.signIn('nobody', 'correct horse', from), wrong);
    assert.deepEqual(await accountService.signIn('', '', from), wrong);
  });
});

describe('a network that somebody new comes from', () => {
  const address = '203.0.113.9';
  const exhaust = async (accountService: AccountService): Promise<void> => {
    while ((await accountService.admit(address)) === undefined);
  };

  it('is counted when people sign up with an invite, not when they have none', async () => {
    const ports = accountPorts();
    const accountService = createAccountService(ports, 'invite');
    const signUp = async (username: string, secret: string) => {
      const applicant = { username, email: null, password: 'correct horse' };
      const made = await accountService.signUp(applicant, { by: 'invite', secret }, address);
      return made.ok ? 'ok' : made.refusal.kind;
    };
    for (let turn = 0; turn < 25; turn += 1) assert.equal(await signUp('eve', 'nonsense'), 'invite-gone');
    const { registration } = accountService;
    assert.equal(await signUp('ada', (await registration.invite()).secret), 'ok');
    await exhaust(accountService);
    const { secret } = await registration.invite();
    assert.equal(await signUp('bob', secret), 'over-budget');
    assert.equal(await registration.isInvited(secret), true);
  });

  it('is counted when people reset a password with a link, not when they have none', async () => {
    const { accountService, ada } = await withAda();
    const reset = async (secret: string) => {
      const changed = await accountService.resetPassword(secret, 'battery staple', address);
      return changed === undefined || changed.ok ? changed?.ok : changed.refusal.kind;
    };
    for (let turn = 0; turn < 25; turn += 1) assert.equal(await reset('nonsense'), undefined);
    assert.equal(await reset(accountService.resets.make(ada).secret), true);
    await exhaust(accountService);
    const link = await accountService.resets.makeInstead(ada);
    assert.equal(await reset(link?.secret ?? ''), 'over-budget');
    assert.notEqual(await accountService.resets.find(link?.secret ?? ''), undefined);
  });
});

describe('a browser that is signed in', () => {
  it('has a fresh secret of 256 bits each time, of which only a hash is kept', async () => {
    const { accountService, ports, ada } = await withAda();
    const one = await enter(accountService, ada);
    const other = await enter(accountService, ada);
    assert.notEqual(one, other);
    assert.equal(Buffer.from(one, 'base64url').length, 32);
    assert.ok(!JSON.stringify(await ports.sessions.listFor(ada.id, ports.clock.now())).includes(one));
  });

  it('is recognized by its secret and by nothing else', async () => {
    const { accountService, ada } = await withAda();
    const secret = await enter(accountService, ada);
    const known = await accountService.browsers.find(secret, trace);
    assert.equal(known?.account.id, ada.id);
    assert.equal(await accountService.browsers.find(known?.session.hash ?? '', trace), undefined);
    assert.equal(await accountService.browsers.find(known?.formToken ?? '', trace), undefined);
    assert.equal(await accountService.browsers.find('', trace), undefined);
  });

  it('stays for thirty days after each visit, a year at the most', async () => {
    const { accountService, ports, ada } = await withAda();
    const secret = await enter(accountService, ada);
    for (let visit = 0; visit < 12; visit += 1) {
      ports.pass(30 * day - 1);
      assert.ok(await accountService.browsers.find(secret, trace), `visit ${visit}`);
    }
    ports.pass(30 * day - 1);
    assert.equal(await accountService.browsers.find(secret, trace), undefined, 'a year is over');

    const idle = await enter(accountService, ada);
    ports.pass(30 * day);
    assert.equal(await accountService.browsers.find(idle, trace), undefined, 'thirty days away');
    assert.deepEqual(await accountService.browsers.listFor(ada.id), []);
  });

  it('is noted at most once a minute, with where it is now', async () => {
    const { accountService, ports, ada } = await withAda();
    const secret = await enter(accountService, ada);
    const seen = async () => (await accountService.browsers.listFor(ada.id))[0];
    const start = ports.clock.now();
    ports.pass(59_999);
    await accountService.browsers.find(secret, { ...trace, address: '203.0.113.77' });
    assert.equal((await seen())?.lastSeenAt, start);
    ports.pass(1);
    await accountService.browsers.find(secret, { ...trace, address: '203.0.113.77' });
    assert.deepEqual([(await seen())?.lastSeenAt, (await seen())?.address], [start + 60_000, '203.0.113.77']);
  });

  it('is out at once when its session is ended, by its own account only', async () => {
    const { accountService, ada } = await withAda();
    const secret = await enter(accountService, ada);
    const known = await accountService.browsers.find(secret, trace);
    assert.equal(await accountService.browsers.end(known?.session.hash ?? '', 'somebody else'), false);
    assert.equal(await accountService.browsers.end(known?.session.hash ?? '', ada.id), true);
    assert.equal(await accountService.browsers.find(secret, trace), undefined);
  });
});

describe('a password change', () => {
  it('needs the old one, ends every other session and keeps this one', async () => {
    const { accountService, ada } = await withAda();
    const here = await enter(accountService, ada);
    const elsewhere = await enter(accountService, ada);
    const known = await accountService.browsers.find(here, trace);
    const keep = known?.session.hash ?? '';
    assert.equal((await accountService.changePassword(ada, 'correct mule', 'battery staple', keep)).ok, false);
    assert.equal((await accountService.changePassword(ada, 'correct horse', 'short', keep)).ok, false);
    assert.ok(await accountService.browsers.find(elsewhere, trace), 'nothing has happened yet');

    assert.equal((await accountService.changePassword(ada, 'correct horse', 'battery staple', keep)).ok, true);
    assert.ok(await accountService.browsers.find(here, trace));
    assert.equal(await accountService.browsers.find(elsewhere, trace), undefined);
    assert.equal((await accountService.signIn('ada', 'correct horse', from)).ok, false);
    assert.equal((await accountService.signIn('ada', 'battery staple', from)).ok, true);
  });

  it('leaves no door for a sign-in that began with the old password', async () => {
    const { accountService, ada } = await withAda();
    const checked = await accountService.signIn('ada', 'correct horse', from);
    assert.ok(checked.ok);
    await accountService.changePassword(ada, 'correct horse', 'battery staple', 'none');
    assert.equal(await accountService.browsers.start(checked.value, trace, byPasswordAt(0)), undefined);
    assert.deepEqual(await accountService.browsers.listFor(ada.id), []);
  });
});

describe('other names', () => {
  const names = { username: 'lovelace', email: 'countess@example.org' };

  it('need the password, are signed in with from then on, and leave sessions alone', async () => {
    const { accountService, ada } = await withAda();
    const here = await enter(accountService, ada);
    assert.equal((await accountService.changeNames(ada, 'correct mule', names)).ok, false);
    const changed = await accountService.changeNames(ada, 'correct horse', names);
    assert.ok(changed.ok);
    assert.deepEqual([ada.emailConfirmed, changed.value.emailConfirmed], [true, false]);
    assert.ok(await accountService.browsers.find(here, trace));
    assert.equal((await accountService.signIn('ada', 'correct horse', from)).ok, false);
    assert.equal((await accountService.signIn('Countess@example.org', 'correct horse', from)).ok, true);
  });

  it('are refused when they are none, when somebody has them, or when the password was changed meanwhile', async () => {
    const { accountService, ada } = await withAda();
    const ben = { username: 'ben', email: 'ben@example.org', password: 'correct horse' };
    assert.ok((await accountService.registration.register(ben, { by: 'operator', isAdmin: false })).ok);
    const refusal = async (change: Partial<typeof names>) => {
      const changed = await accountService.changeNames(ada, 'correct horse', { ...names, ...change });
      return changed.ok ? 'ok' : changed.refusal.kind;
    };
    assert.equal(await refusal({ username: '<b>' }), 'bad-username');
    assert.equal(await refusal({ email: 'nowhere' }), 'bad-email');
    assert.equal(await refusal({ username: 'BEN' }), 'username-taken');
    assert.equal(await refusal({ email: 'Ben@example.org' }), 'email-taken');
    await accountService.changePassword(ada, 'correct horse', 'battery staple', 'none');
    assert.equal(await refusal({}), 'wrong-sign-in');
  });

  it('do not let a person find out without end who is here', async () => {
    const { accountService, ada } = await withAda();
    const told = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const tried = await accountService.changeNames(ada, 'correct horse', {
        username: 'ada',
        email: `b${turn}@example.org`,
      });
      told.push(tried.ok ? 'ok' : tried.refusal.kind);
    }
    assert.deepEqual(told.slice(9), ['ok', 'over-budget', 'over-budget']);
  });
});

describe('an account that its person deletes', () => {
  it('wants the password, and is gone with its sessions and devices', async () => {
    const { ports, accountService, ada } = await withAda();
    const here = await enter(accountService, ada);
    await ports.grants.add(aGrant({ account: ada.id }));
    assert.deepEqual(await accountService.remove(ada, 'correct mule'), {
      ok: false,
      refusal: { kind: 'wrong-sign-in' },
    });
    assert.ok(await accountService.browsers.find(here, trace));
    assert.ok((await accountService.remove(ada, 'correct horse')).ok);
    assert.equal(await accountService.browsers.find(here, trace), undefined);
    assert.deepEqual(await ports.grants.listFor(ada.id), []);
    assert.equal((await accountService.signIn('ada', 'correct horse', from)).ok, false);
  });

  it('is not the last one that manages the service', async () => {
    const { accountService } = await withAda();
    const root = { username: 'root', email: null, password: 'correct horse' };
    const made = await accountService.registration.register(root, { by: 'operator', isAdmin: true });
    assert.ok(made.ok);
    const last = { ok: false, refusal: { kind: 'last-admin' } };
    assert.deepEqual(await accountService.remove(made.value, 'correct horse'), last);
    await accountService.registration.register({ ...root, username: 'toor' }, { by: 'operator', isAdmin: true });
    assert.ok((await accountService.remove(made.value, 'correct horse')).ok);
  });
});
