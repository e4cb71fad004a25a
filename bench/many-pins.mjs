// Polls spread over all the pins of a store, with ten thousand live ones and with ten million.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys, createService, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { fillPins, firstHandle } from './support/fill-pins.mjs';
import { lines } from './support/plot.mjs';
import { headers, pollsOfPins } from './support/plex-polls.mjs';
import { measureInTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P7';
export const title = 'What does a poll cost with ten million live pins, beside ten thousand?';

/** Number of live pins in the largest store; fewer for a quick run. */
const large = Number(process.env.LINKPIN_BENCH_PINS ?? 10_000_000);
const small = 10_000;
/** Sizes of the stores, by powers of ten. */
const sizes = Array.from({ length: Math.floor(Math.log10(large / small)) }, (_, step) => small * 10 ** step).concat(
  large,
);

/**
 * Numbers of pins to poll, drawn at random: one that fits the cache, and one that exceeds it, so that nearly every poll
 * reads the file.
 */
const [remembered, read] = [10_000, 200_000];

async function storeWith(folder, count) {
  const file = join(folder, `${count}.db`);
  const keys = [makeSecretKey()];
  const store = await openSqliteStore({ file, keys: createKeys(keys) });
  const service = createService({ keys, store, settings: { logLevel: 'silent' } });
  await service.fetch(new Request('http://127.0.0.1/api/v2/pins', { method: 'POST', headers }), { peer: '127.0.0.1' });
  await service.close();
  fillPins(file, count);
  const draw = () => firstHandle + 1 + Math.floor(Math.random() * count);
  const handlesOf = (polled) => {
    const handles = join(folder, `${count}.${polled}`);
    writeFileSync(handles, Array.from({ length: polled }, draw).join('\n'));
    return handles;
  };
  const server = await startServer('linkpin-file.mjs', { file, keys: JSON.stringify(keys) });
  return { server, remembered: handlesOf(remembered), read: handlesOf(read) };
}

const costName = (count) => `cost of a poll, ${count.toLocaleString('en')} live over ${small.toLocaleString('en')}`;

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  try {
    const stores = [];
    for (const count of sizes) stores.push({ count, ...(await storeWith(folder, count)) });
    const [few, many] = [stores[0], stores.at(-1)];
    const rates = await measureInTurns({
      ...Object.fromEntries(stores.map((store) => [store.count, pollsOfPins(store.server, store.remembered)])),
      read: pollsOfPins(many.server, many.read),
    });
    await Promise.all(stores.map(({ server }) => server.stop()));
    const costOf = (name) => rates[small].rate / rates[name].rate;
    return [
      { name: costName(large), value: costOf(large), unit: 'ratio', aim: '≤ 1.3' },
      ...sizes.slice(0, -1).map((count) => ({ name: costName(count), value: costOf(count), unit: 'ratio' })),
      { name: 'of the most, when each poll reads the file', value: costOf('read'), unit: 'ratio' },
      ...sizes.map((count) => ({
        name: `polls with ${count.toLocaleString('en')} live`,
        value: rates[count].rate,
        unit: '/s',
      })),
      { name: `start to first answer, ${small} pins`, value: few.server.startUp, unit: 'ms' },
      { name: `start to first answer, ${large} pins`, value: many.server.startUp, unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const plots = (rows) => {
  const points = sizes.map((count) => ({
    x: count,
    y: rows.find(({ name }) => name === costName(count))?.value,
    series: 'a pending plex poll, SQLite',
  }));
  const axes = { x: 'live pins', y: `cost over that with ${small.toLocaleString('en')}`, log: true };
  return { 'live-pins': lines('What a poll costs as live pins grow', axes, points) };
};
