import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { shareWakes } from './shared-wakes.ts';
import { createWakes } from './wakes.ts';

test('a change in one thread is heard in the others, once each, and is no news to a later reader', async () => {
  const name = `shared wakes ${process.pid}`;
  const wakes = shareWakes(name, createWakes());
  const script = `
    const { parentPort } = require('node:worker_threads');
    (async () => {
      const { shareWakes } = await import(${JSON.stringify(new URL('shared-wakes.ts', import.meta.url).href)});
      const { createWakes } = await import(${JSON.stringify(new URL('wakes.ts', import.meta.url).href)});
      const wakes = shareWakes(${JSON.stringify(name)}, createWakes());
      let heard = 0;
      wakes.watch('asked', () => {
        heard += 1;
        wakes.changed('answered');
      });
      parentPort.on('message', () => {
        parentPort.postMessage({ heard, marked: wakes.changedSince('asked', 0) });
        wakes.close();
        parentPort.close();
      });
      parentPort.postMessage('ready');
    })();`;
  const worker = new Worker(script, { eval: true });
  await once(worker, 'message');
  const mark = wakes.mark();
  let answers = 0;
  const answered = new Promise<void>((resolve) => {
    wakes.watch('answered', () => {
      answers += 1;
      resolve();
    });
  });
  const pulse = setInterval(() => {}, 1000); // the channel alone keeps nobody alive
  wakes.changed('asked');
  await answered;
  clearInterval(pulse);
  assert.equal(wakes.changedSince('answered', mark), true);
  const gone = once(worker, 'exit');
  worker.postMessage('report');
  assert.deepEqual(await once(worker, 'message'), [{ heard: 1, marked: true }]);
  assert.equal(answers, 1);
  wakes.close();
  await gone;
});
