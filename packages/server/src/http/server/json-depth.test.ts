import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTooDeep } from './json-depth.ts';

const nested = (levels: number, open = '[', close = ']'): string => open.repeat(levels) + close.repeat(levels);

describe('a JSON text', () => {
  it('may have 64 levels', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      assert.equal(isTooDeep(nested(64, open, close)), false);
      assert.equal(isTooDeep(nested(65, open, close)), true);
      assert.equal(isTooDeep(open.repeat(65)), true, 'closed or not');
    }
  });

  it('may have brackets side by side and in strings, quotes in strings included', () => {
    assert.equal(isTooDeep(`[${'[],'.repeat(200)}[]]`), false);
    assert.equal(isTooDeep(JSON.stringify({ a: `"${'['.repeat(200)}\\"` })), false);
    assert.equal(isTooDeep(`["\\\\",${nested(65)}]`), true);
  });
});
