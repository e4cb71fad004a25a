import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whenThere } from './soon.ts';

describe('a value that is there already, or will be', () => {
  it('is gone on with in the same turn when it is there', () => {
    assert.equal(
      whenThere(2, (two) => two + 1),
      3,
    );
  });

  it('is waited for when it is not', async () => {
    const three = whenThere(Promise.resolve(2), (two) => two + 1);
    assert.ok(three instanceof Promise);
    assert.equal(await three, 3);
  });

  it('may be gone on with by something that takes a while', async () => {
    const three = whenThere(2, async (two) => two + 1);
    assert.ok(three instanceof Promise);
    assert.equal(await three, 3);
  });
});
