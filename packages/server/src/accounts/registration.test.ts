import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAccountService, type AccountService } from './account-service.ts';
import { accountPorts } from '../../../../test/harness/people.ts';
import type { Entitlement, RegistrationRule } from './registration.ts';
import type { AccountResult } from './refusal.ts';

const ada = { username: 'ada', email: 'ada@example.org', password: 'correct horse' };
const bob = { username: 'bob', email: null, password: 'battery staple' };
const operator = { by: 'operator', isAdmin: false } as const;

function setUp(rule: RegistrationRule = 'invite') {
  const ports = accountPorts();
  return { ports, accountService: createAccountService(ports, rule) };
}

const kind = (result: AccountResult<unknown>): string => (result.ok ? 'ok' : result.refusal.kind);

describe('the set-up link', () => {
  it('makes the first account, an administrator, once', async () => {
    const { accountService } = setUp();
    const token = await accountService.registration.makeSetupToken();
    assert.ok(Buffer.from(token, 'base64url').length >= 16, '128 bits');
    assert.equal(await accountService.registration.isSetupToken(token), true);
    const made = await accountService.registration.register(ada, { by: 'set-up', token });
    assert.ok(made.ok && made.value.isAdmin && made.value.number === 1);
    assert.equal(await accountService.registration.isSetupToken(token), false);
    assert.equal(kind(await accountService.registration.register(bob, { by: 'set-up', token })), 'set-up-over');
  });

  it('makes one account when two people use it at the same moment', async () => {
    const { accountService } = setUp();
    const token = await accountService.registration.makeSetupToken();
    const results = await Promise.all(
      [ada, bob].map((who) => accountService.registration.register(who, { by: 'set-up', token })),
    );
    assert.deepEqual(results.map(kind).sort(), ['ok', 'set-up-over']);
  });

  it('survives a mistake in the form', async () => {
    const { accountService } = setUp();
    const token = await accountService.registration.makeSetupToken();
    const short = await accountService.registration.register({ ...ada, password: 'short' }, { by: 'set-up', token });
    assert.equal(kind(short), 'short-password');
    assert.equal(kind(await accountService.registration.register(ada, { by: 'set-up', token })), 'ok');
  });

  it('ends after an hour, with a newer one, with any account, and never fits a guess', async () => {
    const { accountService, ports } = setUp();
    const first = await accountService.registration.makeSetupToken();
    const second = await accountService.registration.makeSetupToken();
    assert.equal(await accountService.registration.isSetupToken(first), false);
    assert.equal(await accountService.registration.isSetupToken(''), false);
    ports.pass(60 * 60 * 1000 - 1);
    assert.equal(await accountService.registration.isSetupToken(second), true);
    ports.pass(1);
    assert.equal(await accountService.registration.isSetupToken(second), false);
    const third = await accountService.registration.makeSetupToken();
    await accountService.registration.register(bob, operator);
    assert.equal(await accountService.registration.isSetupToken(third), false);
  });
});

describe('an invite', () => {
  it('makes one account, not an administrator, and is gone', async () => {
    const { accountService } = setUp();
    const { secret } = await accountService.registration.invite();
    assert.equal(Buffer.from(secret, 'base64url').length, 32, '256 bits');
    const results = await Promise.all(
      [ada, bob].map((who) => accountService.registration.register(who, { by: 'invite', secret })),
    );
    assert.deepEqual(results.map(kind).sort(), ['invite-gone', 'ok']);
    assert.ok(results.every((result) => !result.ok || !result.value.isAdmin));
    assert.equal(await accountService.registration.isInvited(secret), false);
  });

  it('ends after seven days', async () => {
    const { accountService, ports } = setUp();
    const { secret, expiresAt } = await accountService.registration.invite();
    assert.equal(expiresAt - ports.clock.now(), 7 * 24 * 60 * 60 * 1000);
    ports.pass(7 * 24 * 60 * 60 * 1000);
    assert.equal(kind(await accountService.registration.register(ada, { by: 'invite', secret })), 'invite-gone');
  });

  it('is made for an administrator alone, and while people come in by invites', async () => {
    for (const [rule, isAdmin, outcome] of [
      ['invite', true, 'ok'],
      ['invite', false, 'closed'],
      ['open', true, 'closed'],
      ['off', true, 'closed'],
    ] as const) {
      const { registration } = setUp(rule).accountService;
      assert.equal(registration.mayInvite({ isAdmin }), outcome === 'ok');
      assert.equal(kind(await registration.inviteBy({ isAdmin })), outcome);
    }
  });

  it('is not taken where registration is off, and open registration needs none', async () => {
    const off = setUp('off').accountService.registration;
    assert.equal(kind(await off.register(ada, { by: 'invite', secret: (await off.invite()).secret })), 'invite-gone');
    assert.equal(kind(await off.register(ada, { by: 'anyone' })), 'closed');
    assert.equal(kind(await setUp('invite').accountService.registration.register(ada, { by: 'anyone' })), 'closed');
    assert.equal(kind(await setUp('open').accountService.registration.register(ada, { by: 'anyone' })), 'ok');
  });
});

describe('a new account', () => {
  it('has names that are free, without regard to case and composed alike', async () => {
    const { registration } = setUp().accountService;
    assert.equal(kind(await registration.register(ada, operator)), 'ok');
    assert.equal(kind(await registration.register({ ...ada, username: 'ADA' }, operator)), 'username-taken');
    assert.equal(kind(await registration.register({ ...ada, username: 'ａｄａ' }, operator)), 'username-taken');
    assert.equal(kind(await registration.register({ ...bob, email: 'Ada@Example.org' }, operator)), 'email-taken');
  });

  it('has a username of 2 to 40 letters and digits of any script', async () => {
    const { registration } = setUp().accountService;
    for (const username of ['bo', 'Zoë', 'дарья', '陳大文', 'a.b-c_d', 'é'.repeat(40)]) {
      assert.equal(kind(await registration.register({ ...bob, username }, operator)), 'ok', username);
    }
    for (const username of ['', 'x', 'a b', '.dot', 'a@b', 'x'.repeat(41), 'a\u202Eb', '<b>', 'a\u0000b', '😀😀']) {
      assert.equal(kind(await registration.register({ ...bob, username }, operator)), 'bad-username', username);
    }
  });

  it('has an e-mail address that looks like one, or none', async () => {
    const { registration } = setUp().accountService;
    for (const [index, email] of ['a@b', ' ada@example.org ', 'zoë@exämple.org', ''].entries()) {
      assert.equal(
        kind(await registration.register({ ...bob, username: `bob${index}`, email }, operator)),
        'ok',
        email,
      );
    }
    for (const email of [
      'ada',
      '@example.org',
      'ada@',
      'a b@example.org',
      'a@b@c',
      'a\u202E@b.c',
      `${'x'.repeat(65)}@b`,
    ]) {
      assert.equal(kind(await registration.register({ ...bob, email }, operator)), 'bad-email', email);
    }
  });
});

describe('an e-mail address', () => {
  it('is confirmed when an operator gives it, and by nobody else who types it', async () => {
    const confirmed = async (
      rule: RegistrationRule,
      entitle: (accountService: AccountService) => Promise<Entitlement>,
    ) => {
      const { accountService } = setUp(rule);
      const made = await accountService.registration.register(ada, await entitle(accountService));
      assert.ok(made.ok);
      return made.value.emailConfirmed;
    };
    assert.equal(await confirmed('off', async () => operator), true);
    assert.equal(await confirmed('open', async () => ({ by: 'anyone' })), false);
    const invited = async ({ registration }: AccountService) =>
      ({ by: 'invite', secret: (await registration.invite()).secret }) as const;
    assert.equal(await confirmed('invite', invited), false);
    const first = async ({ registration }: AccountService) =>
      ({ by: 'set-up', token: await registration.makeSetupToken() }) as const;
    assert.equal(await confirmed('off', first), false);
    const { accountService } = setUp();
    const nameless = await accountService.registration.register(bob, operator);
    assert.ok(nameless.ok && !nameless.value.emailConfirmed, 'no address, none confirmed');
  });
});
