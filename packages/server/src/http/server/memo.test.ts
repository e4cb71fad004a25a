import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memo } from './memo.ts';

describe('a function that remembers what it said', () => {
  it('works a text out once', () => {
    const asked: string[] = [];
    const length = memo((text) => asked.push(text) && text.length);
    assert.deepEqual([length('ab'), length('ab'), length('abc')], [2, 2, 3]);
    assert.deepEqual(asked, ['ab', 'abc']);
  });

  it('forgets all when there are too many, and never keeps a long text', () => {
    const asked: string[] = [];
    const length = memo((text) => asked.push(text) && text.length, 2);
    const long = 'x'.repeat(300);
    for (const text of ['a', 'b', 'c', 'a', long, long]) length(text);
    assert.deepEqual(asked, ['a', 'b', 'c', 'a', long, long]);
  });
});
