import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { delayAfter, hasRoomFor, mostMails, nextTry } from './mail.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a mail that was not taken', () => {
  it('is tried again after longer and longer, for two days', () => {
    const tries: number[] = [];
    let now = 1000;
    for (let tried = 0; ; tried += 1) {
      const due = nextTry(1000, delayAfter(tried), now);
      if (due === null) break;
      tries.push(due - now);
      now = due;
    }
    assert.deepEqual(tries.slice(0, 6), [minute, 5 * minute, 15 * minute, hour, 3 * hour, 3 * hour]);
    assert.ok(now - 1000 <= 48 * hour && now - 1000 > 44 * hour, String(now));
  });
});

describe('the queue of mails', () => {
  it('has room for those of people who are signed in when the others have filled theirs', () => {
    assert.equal(hasRoomFor('reset', mostMails / 2 - 1), true);
    assert.equal(hasRoomFor('reset', mostMails / 2), false);
    assert.equal(hasRoomFor('device-linked', mostMails / 2), true);
    assert.equal(hasRoomFor('device-linked', mostMails), false);
  });
});
