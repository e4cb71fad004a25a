import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { createChangeNotifier } from './change-notifier.ts';
import { LongPolls, type Woken } from './long-polls.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const waitFor = { pinId: 'a', network: 'home', stay: 25_000 };

function setUp(overall = 100, perNetwork = 100) {
  const changeNotifier = createChangeNotifier();
  const longPolls = new LongPolls(changeNotifier, { overall, perNetwork });
  const heard: string[] = [];
  const enter = (name: string, more: Partial<typeof waitFor> = {}, cursor = longPolls.cursor()) =>
    longPolls.enter({ wake: (why: Woken) => heard.push(`${name} ${why}`) }, { ...waitFor, ...more }, cursor);
  return { changeNotifier, longPolls, heard, enter };
}

describe('waiting', () => {
  it('is over when the pin changes, in a turn of its own, and leaves nothing behind', async () => {
    const { changeNotifier, longPolls, heard, enter } = setUp();
    enter('tv');
    enter('other', { pinId: 'b' });
    changeNotifier.changed('a');
    changeNotifier.changed('a');
    assert.deepEqual(heard, []);
    await turn();
    assert.deepEqual(heard, ['tv changed']);
    assert.equal(longPolls.size, 1);
    assert.deepEqual(changeNotifier.watched(), ['b']);
    longPolls.release();
  });

  it('is over at once when the pin changed between the read and the wait', async () => {
    const { changeNotifier, longPolls, heard, enter } = setUp();
    const cursor = longPolls.cursor();
    changeNotifier.changed('a');
    enter('tv', {}, cursor);
    enter('other', { pinId: 'b' }, cursor);
    await turn();
    assert.deepEqual(heard, ['tv changed']);
    longPolls.release();
  });

  it('is bounded, overall and for a network', async () => {
    const { longPolls, enter, heard } = setUp(3, 2);
    assert.ok(enter('one'));
    const two = enter('two');
    assert.ok(two);
    assert.equal(enter('three'), undefined);
    assert.ok(enter('three', { network: 'elsewhere' }));
    assert.equal(enter('four', { network: 'far' }), undefined);
    longPolls.leave(two);
    longPolls.leave(two);
    assert.ok(enter('five'));
    assert.equal(enter('six'), undefined);
    longPolls.release();
    await turn();
    assert.deepEqual(heard, ['one released', 'three released', 'five released']);
  });

  it('wakes nobody who has left, not even when the word was out already', async () => {
    const { changeNotifier, longPolls, heard, enter } = setUp();
    const slot = enter('tv');
    changeNotifier.changed('a');
    assert.ok(slot);
    longPolls.leave(slot);
    await turn();
    assert.deepEqual(heard, []);
    assert.equal(longPolls.size, 0);
  });

  it('takes nobody in once it was released', async () => {
    const { longPolls, enter, heard } = setUp();
    enter('tv');
    longPolls.release();
    await turn();
    assert.deepEqual(heard, ['tv released']);
    assert.equal(enter('late'), undefined);
  });

  it('wakes thousands in slices, so that others are served between', async () => {
    const { changeNotifier, heard, enter } = setUp(1000, 1000);
    for (let device = 0; device < 1000; device += 1) enter('tv');
    changeNotifier.changed('a');
    let turns = 0;
    const inOneTurn: number[] = [];
    while (heard.length < 1000 && turns < 100) {
      const before = heard.length;
      await turn();
      inOneTurn.push(heard.length - before);
      turns += 1;
    }
    assert.equal(heard.length, 1000);
    assert.ok(Math.max(...inOneTurn) <= 128);
  });
});

describe('the time of a wait', () => {
  beforeEach((context) => {
    mock.timers.enable({ apis: ['setInterval'] });
    if ('after' in context) context.after(() => mock.timers.reset());
  });

  it('is up when it is said to be, never later', async () => {
    const { heard, enter, longPolls } = setUp();
    enter('long', { stay: 25_000 });
    enter('short', { stay: 1000 });
    enter('tiny', { stay: 1 });
    mock.timers.tick(250);
    await turn();
    assert.deepEqual(heard, ['tiny over']);
    mock.timers.tick(500);
    await turn();
    assert.deepEqual(heard, ['tiny over']);
    mock.timers.tick(250);
    await turn();
    assert.deepEqual(heard, ['tiny over', 'short over']);
    mock.timers.tick(23_750);
    await turn();
    assert.equal(heard.length, 2);
    mock.timers.tick(250);
    await turn();
    assert.deepEqual(heard[2], 'long over');
    assert.equal(longPolls.size, 0);
  });

  it('can begin anew while it ends', async () => {
    const { heard, longPolls } = setUp();
    const again = {
      wake: (why: Woken): void => {
        heard.push(why);
        longPolls.enter(again, { ...waitFor, stay: 500 }, longPolls.cursor());
      },
    };
    longPolls.enter(again, { ...waitFor, stay: 500 }, longPolls.cursor());
    for (let half = 0; half < 6; half += 1) {
      mock.timers.tick(250);
      await turn();
    }
    assert.deepEqual(heard, ['over', 'over', 'over']);
  });
});
