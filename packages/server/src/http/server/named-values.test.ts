import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namedValues } from './named-values.ts';

describe('the values in a query or a form', () => {
  it('are found by name without regard to case, all of them in order', () => {
    const valuesOf = namedValues('X-Plex-Product=a&x-plex-product=b+c&strong&=d&e=%E2%9C%93%zz');
    assert.deepEqual(valuesOf('x-PLEX-product'), ['a', 'b c']);
    assert.deepEqual(valuesOf('STRONG'), ['']);
    assert.deepEqual(valuesOf(''), ['d']);
    assert.deepEqual(valuesOf('e'), ['✓%zz']);
    assert.deepEqual(valuesOf('never there'), []);
  });
});
