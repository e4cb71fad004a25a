import { startWaiting, waiting } from './support/waiting-scene.mjs';

export const id = 'P6';
export const title = `What does a device that waits cost, at ${waiting}?`;

/** So many come first, so that what grows in leaps has grown. */
const first = 3000;

/** Resident memory for each device that came to wait, in KiB; its pin was there before. */
async function measure(store) {
  const scene = await startWaiting(store);
  try {
    await scene.tell(`${store === 'bare' ? 'pretend' : 'make'} ${first + waiting}`);
    await scene.tell(`wait ${first}`);
    const before = await scene.report();
    await scene.tell('wait');
    const after = await scene.report();
    return (after.rss - before.rss) / waiting / 1024;
  } finally {
    await scene.stop();
  }
}

export async function run() {
  return [
    { name: 'SQLite', value: await measure('sqlite'), unit: 'KiB', aim: '≤ 16' },
    { name: 'memory store', value: await measure('memory'), unit: 'KiB' },
    { name: 'bare node:http that holds', value: await measure('bare'), unit: 'KiB', rival: true },
  ];
}
