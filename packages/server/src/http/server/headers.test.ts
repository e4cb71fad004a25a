import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adding, inTurn } from './headers.ts';

const open = adding({ 'access-control-allow-origin': '*' });

describe('headers made ready', () => {
  it('of a frozen set are made once', () => {
    const set = Object.freeze({ 'cache-control': 'no-store' });
    assert.deepEqual(inTurn(open(set)), ['cache-control', 'no-store', 'access-control-allow-origin', '*']);
    assert.equal(open(set), open(set));
    assert.equal(inTurn(open(set)), inTurn(open(set)));
  });

  it('of a set that may change are made anew each time', () => {
    const set: Record<string, string> = { 'retry-after': '7' };
    assert.deepEqual(inTurn(open(set)), ['retry-after', '7', 'access-control-allow-origin', '*']);
    set['retry-after'] = '8';
    assert.deepEqual(inTurn(open(set)), ['retry-after', '8', 'access-control-allow-origin', '*']);
  });
});
