import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPollPacing } from './poll-pacing.ts';
import { SharedHashTable } from './shared-hash-table.ts';

describe('the pace of polls', () => {
  it('is kept for each pin apart (D33)', () => {
    let now = 0;
    const pollPacing = createPollPacing({ now: () => now });
    assert.equal(pollPacing.take('a', 5000, 600_000), false);
    assert.equal(pollPacing.take('b', 5000, 600_000), false);
    now = 1000;
    assert.equal(pollPacing.take('a', 5000, 600_000), true);
    now = 5000;
    assert.equal(pollPacing.take('b', 5000, 600_000), false);
    assert.equal(pollPacing.take('a', 5000, 600_000), true, '5 s more than it was told');
    now = 16_000;
    assert.equal(pollPacing.take('a', 5000, 600_000), false);
  });

  it('grows to a minute at most: who polls without end can still begin to behave', () => {
    let now = 0;
    const pollPacing = createPollPacing({ now: () => now });
    pollPacing.take('a', 5000, 600_000);
    for (let turn = 0; turn < 100; turn += 1) assert.equal(pollPacing.take('a', 5000, 600_000), true);
    now = 60_000;
    assert.equal(pollPacing.take('a', 5000, 600_000), false);
  });

  it('never takes more room than it may: the one that began longest ago begins anew', () => {
    const pollPacing = createPollPacing({ now: () => 0 }, SharedHashTable.create(2));
    for (const pin of ['a', 'b', 'c']) assert.equal(pollPacing.take(pin, 5000, 600_000), false);
    assert.equal(pollPacing.take('b', 5000, 600_000), true);
    assert.equal(pollPacing.take('a', 5000, 600_000), false, 'its record was forgotten');
  });

  it('is forgotten with the pin', () => {
    let now = 0;
    const pollPacing = createPollPacing({ now: () => now });
    pollPacing.take('a', 5000, 1000);
    now = 1000;
    pollPacing.take('b', 5000, 9000);
    assert.equal(pollPacing.take('a', 5000, 9000), false);
  });

  it('knows of a plain poll that it was no wait: one that would wait may not follow at once', () => {
    let now = 0;
    const pollPacing = createPollPacing({ now: () => now });
    assert.equal(pollPacing.take('a', 5000, 600_000), false);
    now = 1000;
    assert.equal(pollPacing.take('a', 5000, 600_000, 'waiting'), true);
  });

  it('knows of a wait that it was one', () => {
    let now = 0;
    const pollPacing = createPollPacing({ now: () => now });
    assert.equal(pollPacing.take('a', 5000, 600_000, 'waiting'), false);
    now = 25_000;
    assert.equal(pollPacing.take('a', 5000, 600_000, 'waited'), false);
    assert.equal(pollPacing.take('a', 5000, 600_000, 'waiting'), false);
    assert.equal(pollPacing.take('a', 5000, 600_000), true);
  });
});
