import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { shareChangeNotifier } from './shared-change-notifier.ts';
import { createChangeNotifier } from './change-notifier.ts';

test('a change in one thread is heard in the others, once each, and is no news to a later reader', async () => {
  const name = `shared changes ${process.pid}`;
  const changeNotifier = shareChangeNotifier(name, createChangeNotifier());
  const script = `
    const { parentPort } = require('node:worker_threads');
    (async () => {
      const { shareChangeNotifier } = await import(${JSON.stringify(new URL('shared-change-notifier.ts', import.meta.url).href)});
      const { createChangeNotifier } = await import(${JSON.stringify(new URL('change-notifier.ts', import.meta.url).href)});
      const changeNotifier = shareChangeNotifier(${JSON.stringify(name)}, createChangeNotifier());
      let heard = 0;
      changeNotifier.watch('asked', () => {
        heard += 1;
        changeNotifier.changed('answered');
      });
      parentPort.on('message', () => {
        parentPort.postMessage({ heard, marked: changeNotifier.changedSince('asked', 0) });
        changeNotifier.close();
        parentPort.close();
      });
      parentPort.postMessage('ready');
    })();`;
  const worker = new Worker(script, { eval: true });
  await once(worker, 'message');
  const cursor = changeNotifier.cursor();
  let answers = 0;
  const answered = new Promise<void>((resolve) => {
    changeNotifier.watch('answered', () => {
      answers += 1;
      resolve();
    });
  });
  const pulse = setInterval(() => {}, 1000); // the channel alone keeps nobody alive
  changeNotifier.changed('asked');
  await answered;
  clearInterval(pulse);
  assert.equal(changeNotifier.changedSince('answered', cursor), true);
  const gone = once(worker, 'exit');
  worker.postMessage('report');
  assert.deepEqual(await once(worker, 'message'), [{ heard: 1, marked: true }]);
  assert.equal(answers, 1);
  changeNotifier.close();
  await gone;
});
