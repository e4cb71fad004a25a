import { startWaiting, waiting } from './support/waiting-scene.mjs';

export const id = 'P5';
export const title = `How soon does a device know of its approval while ${waiting} wait, and what if all are approved at once?`;

const sample = 500;

async function measure(store) {
  const scene = await startWaiting(store);
  try {
    await scene.tell(`make ${waiting + sample}`);
    await scene.tell('wait');
    await scene.tell('approve 50');
    const { p50, p99 } = await scene.tell(`approve ${sample - 50}`);
    await scene.report();
    const { seconds } = await scene.tell('approve all');
    const { loopP99 } = await scene.report();
    return { p50, p99, seconds, loopP99 };
  } finally {
    await scene.stop();
  }
}

export async function run() {
  const bare = await measure('bare-sync');
  const sqlite = await measure('sqlite');
  const memory = await measure('memory');
  return [
    { name: 'bare that syncs twice and wakes one, p50', value: bare.p50, unit: 'ms', rival: true },
    { name: 'approval to token, SQLite, p50', value: sqlite.p50, unit: 'ms' },
    { name: 'SQLite over bare, p50', value: sqlite.p50 / bare.p50, unit: 'ratio', aim: '≤ 2' },
    { name: 'bare, p99', value: bare.p99, unit: 'ms', rival: true },
    { name: 'approval to token, SQLite, p99', value: sqlite.p99, unit: 'ms' },
    { name: `all ${waiting} approved and told, SQLite`, value: sqlite.seconds, unit: 's' },
    { name: 'event loop delay meanwhile, p99', value: sqlite.loopP99, unit: 'ms' },
    { name: 'approval to token, memory, p50', value: memory.p50, unit: 'ms' },
    { name: 'approval to token, memory, p99', value: memory.p99, unit: 'ms' },
    { name: `all ${waiting} approved and told, memory`, value: memory.seconds, unit: 's' },
  ];
}
