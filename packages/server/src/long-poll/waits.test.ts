import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { createWakes } from './wakes.ts';
import { Waits, type Woken } from './waits.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const waitFor = { pinKey: 'a', network: 'home', stay: 25_000 };

function setUp(overall = 100, perNetwork = 100) {
  const wakes = createWakes();
  const waits = new Waits(wakes, { overall, perNetwork });
  const heard: string[] = [];
  const enter = (name: string, more: Partial<typeof waitFor> = {}, mark = waits.mark()) =>
    waits.enter({ wake: (why: Woken) => heard.push(`${name} ${why}`) }, { ...waitFor, ...more }, mark);
  return { wakes, waits, heard, enter };
}

describe('waiting', () => {
  it('is over when the pin changes, in a turn of its own, and leaves nothing behind', async () => {
    const { wakes, waits, heard, enter } = setUp();
    enter('tv');
    enter('other', { pinKey: 'b' });
    wakes.changed('a');
    wakes.changed('a');
    assert.deepEqual(heard, []);
    await turn();
    assert.deepEqual(heard, ['tv changed']);
    assert.equal(waits.size, 1);
    assert.deepEqual(wakes.watched(), ['b']);
    waits.release();
  });

  it('is over at once when the pin changed between the read and the wait', async () => {
    const { wakes, waits, heard, enter } = setUp();
    const mark = waits.mark();
    wakes.changed('a');
    enter('tv', {}, mark);
    enter('other', { pinKey: 'b' }, mark);
    await turn();
    assert.deepEqual(heard, ['tv changed']);
    waits.release();
  });

  it('is bounded, overall and for a network', async () => {
    const { waits, enter, heard } = setUp(3, 2);
    assert.ok(enter('one'));
    const two = enter('two');
    assert.ok(two);
    assert.equal(enter('three'), undefined);
    assert.ok(enter('three', { network: 'elsewhere' }));
    assert.equal(enter('four', { network: 'far' }), undefined);
    waits.leave(two);
    waits.leave(two);
    assert.ok(enter('five'));
    assert.equal(enter('six'), undefined);
    waits.release();
    await turn();
    assert.deepEqual(heard, ['one released', 'three released', 'five released']);
  });

  it('wakes nobody who has left, not even when the word was out already', async () => {
    const { wakes, waits, heard, enter } = setUp();
    const place = enter('tv');
    wakes.changed('a');
    assert.ok(place);
    waits.leave(place);
    await turn();
    assert.deepEqual(heard, []);
    assert.equal(waits.size, 0);
  });

  it('takes nobody in once it was released', async () => {
    const { waits, enter, heard } = setUp();
    enter('tv');
    waits.release();
    await turn();
    assert.deepEqual(heard, ['tv released']);
    assert.equal(enter('late'), undefined);
  });

  it('wakes thousands in slices, so that others are served between', async () => {
    const { wakes, heard, enter } = setUp(1000, 1000);
    for (let device = 0; device < 1000; device += 1) enter('tv');
    wakes.changed('a');
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
    const { heard, enter, waits } = setUp();
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
    assert.equal(waits.size, 0);
  });

  it('can begin anew while it ends', async () => {
    const { heard, waits } = setUp();
    const again = {
      wake: (why: Woken): void => {
        heard.push(why);
        waits.enter(again, { ...waitFor, stay: 500 }, waits.mark());
      },
    };
    waits.enter(again, { ...waitFor, stay: 500 }, waits.mark());
    for (let half = 0; half < 6; half += 1) {
      mock.timers.tick(250);
      await turn();
    }
    assert.deepEqual(heard, ['over', 'over', 'over']);
  });
});
