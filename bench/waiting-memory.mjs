import { lines } from './support/plot.mjs';
import { startWaiting, waiting } from './support/waiting-scene.mjs';

export const id = 'P6';
export const title = `What does a device that waits cost, at ${waiting}?`;

/** Devices to connect first, so that structures that grow in steps have grown. */
const first = 3000;

const steps = 4;

/** Growth of resident memory with more waiting devices, in KiB over the first ones; their pins exist before. */
async function measure(store) {
  const scene = await startWaiting(store);
  try {
    await scene.tell(`${store === 'bare' ? 'pretend' : 'make'} ${first + waiting}`);
    await scene.tell(`wait ${first}`);
    const before = await scene.report();
    const grown = [];
    for (let step = 1; step <= steps; step += 1) {
      await scene.tell(`wait ${waiting / steps}`);
      const { rss } = await scene.report();
      grown.push({ devices: (waiting / steps) * step, memory: (rss - before.rss) / 1024 });
    }
    return grown;
  } finally {
    await scene.stop();
  }
}

const contestants = [
  { store: 'sqlite', name: 'SQLite' },
  { store: 'memory', name: 'memory store' },
  { store: 'bare', name: 'bare node:http that holds', rival: true },
];

export async function run() {
  const rows = [];
  for (const { store, ...row } of contestants) {
    const grown = await measure(store);
    rows.push({ ...row, value: grown.at(-1).memory / waiting, unit: 'KiB', grown });
  }
  const [onDisk, inMemory, bare] = rows.map(({ value }) => value);
  return [
    { name: 'SQLite over bare', value: onDisk / bare, unit: 'ratio', aim: '≤ 1.2' },
    { name: 'memory store over bare', value: inMemory / bare, unit: 'ratio' },
    ...rows,
  ];
}

export const plots = (rows) => ({
  'waiting-memory': lines(
    'Memory while more and more devices wait',
    { x: 'waiting devices', y: 'MiB more' },
    rows.flatMap(({ name, grown = [] }) =>
      grown.map(({ devices, memory }) => ({ x: devices, y: memory / 1024, series: name })),
    ),
  ),
});
