import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SignedIn } from '../../accounts/browsers.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { createTickets, ticketLife, type Asked, type Opened } from './tickets.ts';

const who = (account: string, session: string): SignedIn =>
  ({ account: { id: account }, session: { hash: session }, formToken: '' }) as SignedIn;

const ada = who('ada', 'her session');
const asked: Asked = { code: 'ABCD', clientId: null, via: 'code', typed: true, forward: null };
const opened: Opened = { pin: 'key', via: 'code', typed: true, forward: null };

function setUp() {
  const time = { now: 1_000_000 };
  const keys = createKeys([makeSecretKey()]);
  return { time, keys, tickets: createTickets({ keys, clock: { now: () => time.now } }) };
}

describe('a ticket', () => {
  it('of a question is for its account in its session', () => {
    const { tickets } = setUp();
    const ticket = tickets.sealOpened(opened, ada, 'her browser');
    assert.equal(tickets.readOpened(ticket, ada)?.pin, 'key');
    assert.equal(tickets.readOpened(ticket, who('bob', 'her session')), undefined);
    assert.equal(tickets.readOpened(ticket, who('ada', 'another session')), undefined);
  });

  it('of a question that was left is for its browser', () => {
    const { tickets } = setUp();
    const ticket = tickets.sealOpened(opened, ada, 'her browser');
    assert.equal(tickets.readLeft(ticket, 'her browser')?.account, 'ada');
    for (const browser of ['his browser', null]) assert.equal(tickets.readLeft(ticket, browser), undefined);
  });

  it('for after a fresh sign-in is for its account in its browser', () => {
    const { tickets } = setUp();
    const ticket = tickets.sealAgain(opened, ada, 'her browser');
    assert.equal(tickets.readAgain(ticket, who('ada', 'the next session'), 'her browser')?.pin, 'key');
    assert.equal(tickets.readAgain(ticket, who('bob', 'the next session'), 'her browser'), undefined);
    for (const browser of ['his browser', null]) assert.equal(tickets.readAgain(ticket, ada, browser), undefined);
  });

  it('says that a code was typed to the browser where it was, and to no other', () => {
    const { tickets } = setUp();
    const typed = tickets.sealAsked(asked, 'her browser');
    assert.equal(tickets.readAsked(typed, 'her browser')?.typed, true);
    for (const browser of ['his browser', null]) assert.equal(tickets.readAsked(typed, browser)?.typed, false);
    const sent = tickets.sealAsked(asked, null);
    for (const browser of ['her browser', null]) assert.equal(tickets.readAsked(sent, browser)?.typed, false);
  });

  it('is for one use, ends after an hour, and cannot be made up', () => {
    const { tickets, time, keys } = setUp();
    const question = tickets.sealOpened(opened, ada, 'her browser');
    const again = tickets.sealAgain(opened, ada, 'her browser');
    const first = tickets.sealAsked(asked, 'her browser');
    for (const ticket of [again, first, '', null, keys.seal('password-reset', JSON.stringify(opened))])
      assert.equal(tickets.readOpened(ticket, ada), undefined);
    assert.equal(tickets.readAgain(question, ada, 'her browser'), undefined);
    assert.equal(tickets.readLeft(again, 'her browser'), undefined);
    assert.equal(tickets.readAsked(question, 'her browser'), undefined);
    time.now += ticketLife - 1;
    assert.ok(tickets.readOpened(question, ada));
    time.now += 1;
    assert.equal(tickets.readOpened(question, ada), undefined);
    assert.equal(tickets.readAsked(first, 'her browser'), undefined);
  });
});
