import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWakes } from './wakes.ts';

describe('the word of changed pins', () => {
  it('reaches everybody who listens for that pin, and nobody else', () => {
    const wakes = createWakes();
    const heard: string[] = [];
    wakes.watch('a', () => heard.push('one'));
    const stop = wakes.watch('a', () => heard.push('two'));
    wakes.watch('a', () => heard.push('three'));
    wakes.watch('b', () => heard.push('other'));
    wakes.changed('a');
    assert.deepEqual(heard, ['one', 'two', 'three']);
    stop();
    stop();
    wakes.changed('a');
    assert.deepEqual(heard, ['one', 'two', 'three', 'one', 'three']);
    wakes.changed('nobody listens');
  });

  it('reaches the others when one of them stops while it is told', () => {
    const wakes = createWakes();
    const heard: string[] = [];
    const stop = wakes.watch('a', () => {
      stop();
      heard.push('one');
    });
    wakes.watch('a', () => heard.push('two'));
    wakes.changed('a');
    assert.deepEqual(heard, ['one', 'two']);
  });

  it('keeps nothing of listeners that have stopped', () => {
    const wakes = createWakes();
    const stops = ['a', 'a', 'b'].map((pin) => wakes.watch(pin, () => {}));
    assert.deepEqual(wakes.watched(), ['a', 'b']);
    for (const stop of stops) stop();
    assert.deepEqual(wakes.watched(), []);
  });

  it('tells a reader that began to listen late whether its pin changed meanwhile', () => {
    const wakes = createWakes();
    wakes.changed('a');
    const mark = wakes.mark();
    assert.equal(wakes.changedSince('a', mark), false);
    wakes.changed('b');
    assert.equal(wakes.changedSince('a', mark), false);
    wakes.changed('a');
    assert.equal(wakes.changedSince('a', mark), true);
    assert.equal(wakes.changedSince('a', wakes.mark()), false);
  });

  it('says yes when it does not know any more', () => {
    const wakes = createWakes(2);
    const mark = wakes.mark();
    for (const pin of ['b', 'c']) wakes.changed(pin);
    assert.equal(wakes.changedSince('a', mark), false);
    wakes.changed('d');
    assert.equal(wakes.changedSince('a', mark), true);
    const later = wakes.mark();
    assert.equal(wakes.changedSince('a', later), false);
    wakes.anyMayHaveChanged();
    assert.equal(wakes.changedSince('a', later), true);
    assert.equal(wakes.changedSince('a', wakes.mark()), false);
  });
});
