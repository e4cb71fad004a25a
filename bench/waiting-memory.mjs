import { startWaiting, waiting } from './support/waiting-scene.mjs';

export const id = 'P6';
export const title = `What does a device that waits cost, at ${waiting}?`;

/** Resident memory for each device that waits, in KiB: after its pin was made, before and after it came to wait. */
async function measure(store) {
  const scene = await startWaiting(store);
  try {
    await scene.tell(store === 'bare' ? `pretend ${waiting}` : `make ${waiting}`);
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
