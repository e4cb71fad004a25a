import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChangeNotifier } from './change-notifier.ts';

describe('the word of changed pins', () => {
  it('reaches everybody who listens for that pin, and nobody else', () => {
    const changeNotifier = createChangeNotifier();
    const heard: string[] = [];
    changeNotifier.watch('a', () => heard.push('one'));
    const stop = changeNotifier.watch('a', () => heard.push('two'));
    changeNotifier.watch('a', () => heard.push('three'));
    changeNotifier.watch('b', () => heard.push('other'));
    changeNotifier.changed('a');
    assert.deepEqual(heard, ['one', 'two', 'three']);
    stop();
    stop();
    changeNotifier.changed('a');
    assert.deepEqual(heard, ['one', 'two', 'three', 'one', 'three']);
    changeNotifier.changed('nobody listens');
  });

  it('reaches the others when one of them stops while it is told', () => {
    const changeNotifier = createChangeNotifier();
    const heard: string[] = [];
    const stop = changeNotifier.watch('a', () => {
      stop();
      heard.push('one');
    });
    changeNotifier.watch('a', () => heard.push('two'));
    changeNotifier.changed('a');
    assert.deepEqual(heard, ['one', 'two']);
  });

  it('keeps nothing of listeners that have stopped', () => {
    const changeNotifier = createChangeNotifier();
    const stops = ['a', 'a', 'b'].map((pin) => changeNotifier.watch(pin, () => {}));
    assert.deepEqual(changeNotifier.watched(), ['a', 'b']);
    for (const stop of stops) stop();
    assert.deepEqual(changeNotifier.watched(), []);
  });

  it('tells a reader that began to listen late whether its pin changed meanwhile', () => {
    const changeNotifier = createChangeNotifier();
    changeNotifier.changed('a');
    const cursor = changeNotifier.cursor();
    assert.equal(changeNotifier.changedSince('a', cursor), false);
    changeNotifier.changed('b');
    assert.equal(changeNotifier.changedSince('a', cursor), false);
    changeNotifier.changed('a');
    assert.equal(changeNotifier.changedSince('a', cursor), true);
    assert.equal(changeNotifier.changedSince('a', changeNotifier.cursor()), false);
  });

  it('says yes when it does not know any more', () => {
    const changeNotifier = createChangeNotifier(2);
    const cursor = changeNotifier.cursor();
    for (const pin of ['b', 'c']) changeNotifier.changed(pin);
    assert.equal(changeNotifier.changedSince('a', cursor), false);
    changeNotifier.changed('d');
    assert.equal(changeNotifier.changedSince('a', cursor), true);
    const later = changeNotifier.cursor();
    assert.equal(changeNotifier.changedSince('a', later), false);
    changeNotifier.anyMayHaveChanged();
    assert.equal(changeNotifier.changedSince('a', later), true);
    assert.equal(changeNotifier.changedSince('a', changeNotifier.cursor()), false);
  });
});
