import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../test/harness/clock.ts';
import type { QueuedMail } from '../service/ports/mail-queue.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { MailDelivery } from './delivery.ts';
import type { SendOutcome } from './smtp.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

type Answer = (mail: QueuedMail) => SendOutcome;
const took: Answer = () => ({ fault: null, reply: '250 Ok' });
const down: Answer = () => ({ fault: 'server', reply: 'connect ECONNREFUSED' });

function begin(perHour = 100) {
  const { mailQueue, budgets } = createMemoryStore();
  const clock = movableClock();
  const told: string[] = [];
  const sent: string[] = [];
  const state = { answer: took, leads: true, nobody: new Set<string>() };
  const mails = new Map<string, QueuedMail>();
  const delivery = new MailDelivery({
    queue: mailQueue,
    budgets,
    clock,
    async compose(mail) {
      mails.set(mail.id, mail);
      return state.nobody.has(mail.id)
        ? undefined
        : { id: mail.id, to: 'ada@b.org', subject: 's', text: 't', html: 'h' };
    },
    async send({ id }) {
      sent.push(id);
      return state.answer(mails.get(id) ?? assert.fail());
    },
    leads: () => state.leads,
    perHour,
    onTrouble: (sentence) => told.push(sentence),
  });
  const put = (id: string) =>
    mailQueue.put({ id, kind: 'password-changed', account: 'ada', address: null, grant: null, at: clock.now() });
  return { mailQueue, clock, told, sent, state, delivery, put };
}

describe('the delivery of mails', () => {
  it('sends what is due in order, and once', async () => {
    const { sent, delivery, put, mailQueue, told } = begin();
    for (const id of ['a', 'b', 'c']) await put(id);
    await delivery.sendDue();
    await delivery.sendDue();
    assert.deepEqual(sent, ['a', 'b', 'c']);
    assert.deepEqual(await mailQueue.status(), { waiting: 0, oldestAt: null });
    assert.deepEqual([told, delivery.warnings()], [[], []]);
  });

  it('is done by the process that leads, and by no other', async () => {
    const { sent, delivery, put, state } = begin();
    await put('a');
    state.leads = false;
    await delivery.sendDue();
    assert.deepEqual(sent, []);
    state.leads = true;
    await delivery.sendDue();
    assert.deepEqual(sent, ['a']);
  });

  it('drops without a word what nobody gets', async () => {
    const { sent, delivery, put, state, mailQueue } = begin(1);
    for (const id of ['a', 'b', 'c']) await put(id);
    state.nobody = new Set(['a', 'b']);
    await delivery.sendDue();
    assert.deepEqual(sent, ['c'], 'and it counts for nothing');
    assert.equal((await mailQueue.status()).waiting, 0);
  });

  it('gives a mail up that its mailbox refuses, at once, and says so', async () => {
    const { sent, delivery, put, state, told, mailQueue } = begin();
    await put('a');
    await put('b');
    state.answer = ({ id }) => (id === 'a' ? { fault: 'refused', reply: '550 no such user' } : took({} as QueuedMail));
    await delivery.sendDue();
    assert.deepEqual(sent, ['a', 'b']);
    assert.equal((await mailQueue.status()).waiting, 0);
    assert.deepEqual(told, ['A mail (password-changed) is given up after 1 try: 550 no such user']);
    assert.match(delivery.warnings().join(), /1 mail was not delivered/);
  });

  it('tries a mail again that is refused for now, later and later, and no other waits for it', async () => {
    const { sent, delivery, put, state, clock, told } = begin();
    await put('a');
    await put('b');
    state.answer = ({ id }) => (id === 'a' ? { fault: 'later', reply: '450 come again' } : took({} as QueuedMail));
    await delivery.sendDue();
    assert.deepEqual(sent, ['a', 'b']);
    for (const delay of [minute, 5 * minute, 15 * minute]) {
      clock.pass(delay - 1);
      await delivery.sendDue();
      const before = sent.length;
      clock.pass(1);
      await delivery.sendDue();
      assert.equal(sent.length, before + 1, String(delay));
    }
    for (let turn = 0; turn < 20; turn += 1) {
      clock.pass(3 * hour);
      await delivery.sendDue();
    }
    assert.match(told.join(), /given up after \d+ tries: 450 come again/);
  });

  it('rests while the server takes nothing, tells it once, and loses nothing', async () => {
    const { sent, delivery, put, state, clock, told, mailQueue } = begin();
    await put('a');
    await put('b');
    state.answer = down;
    await delivery.sendDue();
    assert.deepEqual(sent, ['a'], 'the others would fare no better');
    assert.deepEqual(delivery.warnings(), ['The mail server takes no mail (connect ECONNREFUSED); 2 mails wait.']);
    await delivery.sendDue();
    assert.equal(sent.length, 1);
    clock.pass(10 * second);
    await delivery.sendDue();
    assert.equal(sent.length, 2);
    clock.pass(10 * second);
    await delivery.sendDue();
    assert.equal(sent.length, 2, 'and longer, the second time');
    assert.equal(told.length, 1);
    state.answer = took;
    clock.pass(2 * minute);
    await delivery.sendDue();
    assert.deepEqual(new Set(sent.slice(2)), new Set(['a', 'b']));
    assert.deepEqual([(await mailQueue.status()).waiting, delivery.warnings()], [0, []]);
  });

  it('leaves what waits to another process at once, if this one ends', async () => {
    const { put, state, delivery, mailQueue, clock } = begin();
    await put('a');
    state.answer = down;
    await delivery.sendDue();
    assert.equal((await mailQueue.claim(clock.now(), clock.now() + 1))?.id, 'a');
  });

  it('gives up after two days what the server never took', async () => {
    const { put, state, delivery, mailQueue, clock, told } = begin();
    await put('a');
    state.answer = down;
    for (let turn = 0; turn < 50; turn += 1) {
      await delivery.sendDue();
      clock.pass(hour);
    }
    assert.equal((await mailQueue.status()).waiting, 0);
    assert.match(told.join('\n'), /given up/);
  });

  it('sends so many in an hour, and says that the others wait', async () => {
    const { sent, delivery, put, clock } = begin(2);
    for (const id of ['a', 'b', 'c']) await put(id);
    await delivery.sendDue();
    assert.deepEqual(sent, ['a', 'b']);
    assert.deepEqual(delivery.warnings(), ['2 mails were sent within an hour, which is the most; 1 mail waits.']);
    clock.pass(hour + 3 * minute);
    await delivery.sendDue();
    assert.deepEqual(sent, ['a', 'b', 'c']);
    assert.deepEqual(delivery.warnings(), []);
  });

  it('tells of mails that wait for long, whoever should send them', async () => {
    const { delivery, put, clock, state } = begin();
    await put('a');
    state.leads = false;
    delivery.start(false);
    await delivery.stop();
    clock.pass(15 * minute - 1);
    assert.deepEqual(delivery.warnings(), []);
    clock.pass(1);
    assert.deepEqual(delivery.warnings(), ['1 mail waits to be sent, the oldest for 15 minutes.']);
  });
});
