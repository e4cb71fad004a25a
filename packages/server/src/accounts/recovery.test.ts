import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountPorts } from '../../../../test/harness/people.ts';
import { networkOf } from '../domain/address.ts';
import { noMail, type Mail } from '../service/ports/mail.ts';
import { aGrant, aPasskey, aSession } from '../stores/contract/samples.ts';
import { createAccountService } from './account-service.ts';

const day = 24 * 60 * 60 * 1000;
const address = '203.0.113.9';

/** What was asked of the mail, in order. */
type Asked = readonly [what: string, ...of: readonly unknown[]];

async function withAda(emailConfirmed = true) {
  const ports = accountPorts();
  const asked: Asked[] = [];
  const mail: Mail = {
    ...noMail,
    isOn: true,
    async reset(email, network, find) {
      asked.push(['reset', email, network, await find()]);
      return undefined;
    },
    async resetFor(account) {
      asked.push(['reset for', account]);
      return undefined;
    },
    async confirm({ id, email }) {
      asked.push(['confirm', id, email]);
      return undefined;
    },
    async notify(notice) {
      asked.push(['notify', notice]);
    },
  };
  const accountService = createAccountService(ports, 'open', mail);
  const made = await accountService.signUp(
    { username: 'ada', email: 'ada@b.org', password: 'correct horse' },
    { by: 'anyone' },
    address,
  );
  assert.ok(made.ok);
  assert.deepEqual(asked.splice(0), [['confirm', made.value.id, 'ada@b.org']], 'who signs up is asked for a proof');
  if (emailConfirmed) await ports.accounts.confirmEmail(made.value.id, 'ada@b.org');
  const ada = async () => (await ports.accounts.byId(made.value.id)) ?? assert.fail();
  return { ports, asked, accountService, recovery: accountService.recovery, ada, id: made.value.id };
}

describe('a forgotten password', () => {
  it('is asked for by an address that is confirmed, in any case; any other looks the same', async () => {
    const { recovery, asked, id } = await withAda();
    for (const email of ['ADA@b.org', 'nobody@b.org']) {
      assert.deepEqual(await recovery.request(email, address), { ok: true, value: undefined });
    }
    assert.deepEqual(asked, [
      ['reset', 'ADA@b.org', networkOf(address), id],
      ['reset', 'nobody@b.org', networkOf(address), null],
    ]);
  });

  it('is mailed to no address that nobody has proved', async () => {
    const { recovery, asked } = await withAda(false);
    assert.ok((await recovery.request('ada@b.org', address)).ok);
    assert.equal(asked[0]?.[3], null);
  });

  it('is mailed to nobody who never had a password, but signs in elsewhere', async () => {
    const { recovery, asked, ports, accountService, ada, id } = await withAda();
    const { passwordHash } = await ada();
    const claims = { email: null, emailVerified: false, name: null, username: null, groups: [], acr: null, amr: [] };
    const identity = { issuer: 'https://id.example', subject: 'ada', account: id, provider: 'id', ...claims };
    await accountService.resets.makeInstead({ id });
    assert.notEqual((await ada()).passwordHash, passwordHash);
    assert.ok((await recovery.request('ada@b.org', address)).ok);
    assert.equal(asked.at(-1)?.[3], id, 'a password that was disabled can be chosen anew');
    const listFor = ports.identities.listFor.bind(ports.identities);
    ports.identities.listFor = async () => [identity as never];
    assert.ok((await recovery.request('ada@b.org', address)).ok);
    assert.equal(asked.at(-1)?.[3], null);
    ports.identities.listFor = listFor;
  });

  it('is asked for by nothing that is no address', async () => {
    const { recovery, asked } = await withAda();
    for (const email of ['ada', '', 'ada@b.org\n', 'ada@b.org\r\nBcc: eve@c.org']) {
      assert.deepEqual(await recovery.request(email, address), { ok: false, refusal: { kind: 'bad-email' } });
    }
    assert.deepEqual(asked, []);
  });
});

describe('the proof of an address', () => {
  it('counts in a session of its account, for the address that it names, for three days', async () => {
    const { recovery, accountService, ada, ports } = await withAda(false);
    const other = await accountService.signUp(
      { username: 'ben', email: null, password: 'correct horse' },
      { by: 'anyone' },
      address,
    );
    assert.ok(other.ok);
    const key = accountService.mailLinks.confirm(await ada(), 'ada@b.org');
    assert.deepEqual(await recovery.findProof(key, await ada()), { email: 'ada@b.org' });
    assert.equal(await recovery.findProof(key, other.value), 'other-account');
    assert.equal(await recovery.confirm(key, other.value), false);
    assert.equal((await ada()).emailConfirmed, false);
    const elsewhere = accountService.mailLinks.confirm(await ada(), 'ada@c.org');
    assert.equal(await recovery.confirm(elsewhere, await ada()), false);
    ports.pass(3 * day - 1);
    assert.equal(await recovery.confirm(key, await ada()), true);
    assert.equal((await ada()).emailConfirmed, true);
    assert.equal(await recovery.findProof(key, await ada()), undefined, 'there is nothing left to prove');
    ports.pass(1);
    assert.equal(await recovery.confirm(key, await ada()), false);
    for (const text of ['', 'nonsense', key.slice(0, -2)]) {
      assert.equal(await recovery.confirm(text, await ada()), false);
    }
  });

  it('is sent for an address that has none', async () => {
    const { recovery, asked, ada, id } = await withAda(false);
    assert.ok((await recovery.requestConfirmation(await ada())).ok);
    assert.deepEqual(asked, [['confirm', id, 'ada@b.org']]);
    assert.equal((await recovery.requestConfirmation({ ...(await ada()), emailConfirmed: true })).ok, false);
    assert.equal((await recovery.requestConfirmation({ ...(await ada()), email: null })).ok, false);
    assert.equal(asked.length, 1);
  });
});

describe('a change of the password', () => {
  it('is told, and undone once: the password is off, and everybody is signed out', async () => {
    const { recovery, asked, accountService, ada, id, ports } = await withAda();
    assert.ok((await accountService.changePassword(await ada(), 'correct horse', 'of the thief', '')).ok);
    assert.deepEqual(asked.splice(0), [['notify', { kind: 'password-changed', account: id }]]);
    const { mailLinks } = accountService;
    const password = mailLinks.passwordOf(await ada());
    const key = mailLinks.undo({ of: 'password', account: id, password, keepsPasskeys: false });
    const { passwordHash } = await ada();
    await ports.sessions.add(aSession({ account: id, expiresAt: ports.clock.now() + day }), passwordHash);
    const found = await recovery.findUndo(key);
    assert.ok(found?.undo.of === 'password');
    assert.equal(await recovery.undoPassword(found.undo), true);
    assert.deepEqual(asked, [['reset for', id]]);
    assert.deepEqual(await ports.sessions.listFor(id, ports.clock.now()), []);
    assert.notEqual((await ada()).passwordHash, passwordHash);
    assert.equal(await recovery.findUndo(key), undefined);
    assert.equal(await recovery.undoPassword(found.undo), false);
  });

  for (const keepsPasskeys of [false, true]) {
    it(`is undone with ${keepsPasskeys ? 'no' : 'every'} passkey and second step, as the link says`, async () => {
      const { recovery, accountService, ada, id, ports } = await withAda();
      const { passkeys } = ports;
      const { mailLinks } = accountService;
      const { passwordHash } = await ada();
      const passkey = aPasskey({ account: id });
      assert.equal(await passkeys.add(passkey, passwordHash), 'added');
      const need = { id, passwordHash, domain: passkey.domain, keep: '', at: ports.clock.now() };
      assert.equal(await passkeys.setNeed({ ...need, needsPasskey: true }), 'changed');
      const password = mailLinks.passwordOf(await ada());
      const found = await recovery.findUndo(mailLinks.undo({ of: 'password', account: id, password, keepsPasskeys }));
      assert.ok(found?.undo.of === 'password');
      assert.equal(await recovery.undoPassword(found.undo), true);
      assert.equal((await passkeys.listFor(id)).length, keepsPasskeys ? 1 : 0);
      assert.equal((await ada()).needsPasskey, keepsPasskeys);
      assert.notEqual((await ada()).passwordHash, passwordHash);
    });
  }

  it('is told apart when a mailbox was enough for it, and is not for a sign-in', async () => {
    const { asked, accountService, ada, id, ports } = await withAda();
    const { passwordHash } = await ada();
    const passkey = aPasskey({ account: id });
    await ports.passkeys.add(passkey, passwordHash);
    const need = { id, passwordHash, domain: passkey.domain, keep: '', at: ports.clock.now() };
    await ports.passkeys.setNeed({ ...need, needsPasskey: true });
    const { secret } = accountService.resets.make(await ada());
    assert.equal((await accountService.resetPassword(secret, 'another horse', address))?.ok, true);
    assert.deepEqual(asked, [['notify', { kind: 'password-reset', account: id }]]);
  });

  it('is told when it came by a reset link, and cannot be undone after a week', async () => {
    const { recovery, asked, accountService, ada, id, ports } = await withAda();
    const { secret } = accountService.resets.make(await ada());
    assert.equal((await accountService.resetPassword(secret, 'another horse', address))?.ok, true);
    assert.deepEqual(asked, [['notify', { kind: 'password-changed', account: id }]]);
    const { mailLinks } = accountService;
    const password = mailLinks.passwordOf(await ada());
    const key = mailLinks.undo({ of: 'password', account: id, password, keepsPasskeys: false });
    ports.pass(7 * day);
    assert.equal(await recovery.findUndo(key), undefined);
  });
});

describe('a change of the address', () => {
  it('is told to the address before, and undone with all that the thief could do', async () => {
    const { recovery, asked, accountService, ada, id, ports } = await withAda();
    const names = { username: 'ada', email: 'thief@c.org' };
    assert.ok((await accountService.changeNames(await ada(), 'correct horse', names)).ok);
    assert.deepEqual(asked.splice(0), [
      ['notify', { kind: 'address-changed', account: id, address: 'ada@b.org' }],
      ['confirm', id, 'thief@c.org'],
    ]);
    await ports.accounts.confirmEmail(id, 'thief@c.org');
    const thiefs = accountService.resets.make(await ada());
    const byPassword = aGrant({ account: id, pinId: null });
    await ports.grants.add(byPassword);
    const key = accountService.mailLinks.undo({ of: 'address', account: id, email: 'ada@b.org' });
    const found = await recovery.findUndo(key);
    assert.ok(found?.undo.of === 'address');
    const restored = await recovery.undoAddress(found.undo);
    assert.deepEqual([restored?.email, restored?.emailConfirmed], ['ada@b.org', true]);
    assert.deepEqual(asked, [['reset for', id]]);
    assert.equal(await accountService.resets.find(thiefs.secret), undefined, 'the thief’s own link is void');
    assert.deepEqual(await ports.grants.listFor(id), []);
    assert.equal(await recovery.findUndo(key), undefined);
    assert.equal(await recovery.undoAddress(found.undo), undefined);
  });

  it('is told of no address that nobody had proved', async () => {
    const { asked, accountService, ada } = await withAda(false);
    assert.ok((await accountService.changeNames(await ada(), 'correct horse', { username: 'ada', email: null })).ok);
    assert.deepEqual(asked, []);
  });
});
