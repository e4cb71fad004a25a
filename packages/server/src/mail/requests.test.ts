import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountOf } from '../../../../test/harness/people.ts';
import { testDependencies } from '../../../../test/harness/dependencies.ts';
import { networkOf } from '../domain/address.ts';
import { mostMails } from '../domain/mail.ts';
import type { Mail } from '../service/ports/mail.ts';

const hour = 3_600_000;

function begin() {
  const dependencies = testDependencies({
    settings: { mailServer: 'smtp://127.0.0.1:9', mailFrom: 'tv@example.org', publicUrl: 'https://link.example.org' },
  });
  const { ports, store, clock } = dependencies;
  const kinds = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for (;;) {
      const mail = await store.mailQueue.claim(clock.now(), clock.now() + hour);
      if (mail === undefined) return found;
      found.push(`${mail.kind} ${mail.account ?? '-'} ${mail.address ?? '-'}`);
      await store.mailQueue.done(mail.id);
    }
  };
  return { dependencies, mail: ports.mail, store, clock, kinds };
}

const nobody = async () => null;
const home = networkOf('203.0.113.9');
const nthNetwork = (index: number): string => networkOf(`45.${(index >> 8) & 255}.${index & 255}.1`);

/** How many are taken until one is refused, or `most`. */
async function taken(most: number, ask: (index: number) => ReturnType<Mail['invite']>): Promise<number> {
  for (let index = 0; index < most; index += 1) if ((await ask(index)) !== undefined) return index;
  return most;
}

describe('a link to choose a new password', () => {
  it('is asked for five times an hour by a network, whatever the addresses', async () => {
    const { mail, clock } = begin();
    assert.equal(await taken(9, (index) => mail.reset(`a${index}@b.org`, home, nobody)), 5);
    const refusal = await mail.reset('z@b.org', home, nobody);
    assert.ok(refusal?.kind === 'over-budget' && refusal.retryAfter > 0 && refusal.retryAfter <= 3800);
    assert.equal(await mail.reset('z@b.org', networkOf('198.51.100.1'), nobody), undefined);
    clock.pass(hour + 150_000);
    assert.equal(await mail.reset('z@b.org', home, nobody), undefined);
  });

  it('is asked for three times an hour for an address, known or not, however it is written', async () => {
    for (const found of ['ada', null]) {
      const { mail } = begin();
      const spelled = ['ada@b.org', 'ADA@b.org', ' Ada@B.org ', 'ada@b.ORG'];
      const ask = (index: number) => mail.reset(spelled[index] ?? '', nthNetwork(index), async () => found);
      assert.equal(await taken(4, ask), 3);
    }
  });

  it('is asked for 200 times an hour by all together', async () => {
    const { mail } = begin();
    assert.equal(await taken(300, (index) => mail.reset(`a${index}@b.org`, nthNetwork(index), nobody)), 200);
  });

  it('puts a mail in for an address that nobody has, which nobody gets', async () => {
    const { mail, kinds } = begin();
    await mail.reset('nobody@b.org', home, nobody);
    await mail.reset('ada@b.org', home, async () => 'ada');
    assert.deepEqual(await kinds(), ['reset - -', 'reset ada -']);
  });

  it('is refused while too many wait, and notices are not', async () => {
    const { mail, store, dependencies } = begin();
    const { id } = await accountOf(dependencies, 'ada');
    const at = 1;
    const waiting = { kind: 'reset', account: null, address: null, grant: null, at } as const;
    for (let index = 0; index < mostMails / 2; index += 1) await store.mailQueue.put({ ...waiting, id: String(index) });
    assert.deepEqual(await mail.reset('z@b.org', home, nobody), { kind: 'busy', retryAfter: 60 });
    await mail.notify({ kind: 'password-changed', account: id });
    assert.equal((await store.mailQueue.listFor(id)).length, 1);
  });
});

describe('mails that people who are signed in ask for', () => {
  it('are bounded by account and by address', async () => {
    const { mail } = begin();
    assert.equal(await taken(9, () => mail.confirm({ id: 'ada', email: 'ada@b.org' })), 3);
    assert.equal(await taken(9, (index) => mail.confirm({ id: 'ben', email: `${index}@b.org` })), 5);
    assert.equal(await taken(99, (index) => mail.invite(`x${index}@c.org`, 'ada')), 20);
    assert.equal(await taken(9, () => mail.invite('zoe@c.org', 'ben')), 3);
    assert.equal(await taken(9, () => mail.invite('zoe@c.org', null)), 9, 'the operator is counted by nobody');
    assert.equal(await taken(9, () => mail.resetFor('ada')), 3);
  });

  it('leave no address and no secret among the counts', async () => {
    const { mail, store } = begin();
    await mail.reset('ada@b.org', home, nobody);
    await mail.invite('zoe@c.org', 'ada');
    assert.doesNotMatch(
      JSON.stringify(store.budgets, (_, value: unknown) => (value instanceof Map ? [...value] : value)),
      /@/,
    );
  });
});

describe('a notice', () => {
  it('is for an address that is confirmed, or for one that was', async () => {
    const { mail, store, kinds, dependencies } = begin();
    const ada = await accountOf(dependencies, 'ada');
    await mail.notify({ kind: 'device-linked', account: ada.id, grant: 'g' });
    const names = { id: ada.id, passwordHash: ada.passwordHash, username: 'ada', email: 'new@example.com' };
    await store.accounts.setNames(names);
    await mail.notify({ kind: 'device-linked', account: ada.id, grant: 'g' });
    await mail.notify({ kind: 'address-changed', account: ada.id, address: 'ada@example.com' });
    await mail.notify({ kind: 'password-changed', account: 'nobody' });
    assert.deepEqual(await kinds(), [`device-linked ${ada.id} -`, `address-changed ${ada.id} ada@example.com`]);
  });

  it('is bounded, and never stands in the way of what it is about', async () => {
    const { mail, kinds, dependencies, store } = begin();
    const { id } = await accountOf(dependencies, 'ada');
    for (let turn = 0; turn < 35; turn += 1) await mail.notify({ kind: 'device-linked', account: id, grant: 'g' });
    assert.equal((await kinds()).length, 30);
    store.accounts.byId = () => Promise.reject(new Error('the disk is gone'));
    await mail.notify({ kind: 'password-changed', account: id });
  });
});
