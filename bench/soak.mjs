// Does memory stay flat while devices request, wait, are approved, redeem, or disappear? Run directly, it takes
// `--minutes` and `--out`, the folder for soak.json and soak.svg.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKeys, createService, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { createApprover } from './support/approver.mjs';
import { draw, lines } from './support/plot.mjs';
import { createChangeNotifier } from '../packages/server/dist/long-poll/change-notifier.js';

export const id = 'soak';
export const title = 'Does memory stay flat while devices come and go for ten minutes?';
export const long = true;

/** Concurrent devices. */
const abreast = 32;

/** Pins to create and abandon first, to fill the bounded caches of pending pins. */
const first = 110_000;

const unbounded = Number.MAX_SAFE_INTEGER;
const settings = {
  port: 0,
  logLevel: 'silent',
  issuesPerMinute: unbounded,
  livePinsPerNetwork: unbounded,
  livePins: unbounded,
  waitsPerNetwork: abreast,
};

/** Sends requests over keep-alive connections. */
function createAsk(url, agent) {
  return (method, path, more = {}) =>
    new Promise((resolve, reject) => {
      const headers = { accept: 'application/json', 'x-plex-client-identifier': 'soak-tv', ...more };
      request(`${url}${path}`, { agent, method, headers }, (incoming) => {
        let text = '';
        incoming.on('data', (part) => (text += part)).on('error', reject);
        incoming.on('end', () => resolve(text.startsWith('{') ? JSON.parse(text) : {}));
      })
        .on('error', reject)
        .end();
    });
}

/** The life of one device: a quarter disappear, a quarter cancel, half wait and are approved. */
async function live(ask, approve, turn, counts) {
  const { id: pin } = await ask('POST', '/api/v2/pins');
  counts.created += 1;
  const path = `/api/v2/pins/${pin}`;
  await ask('GET', path);
  if (turn % 4 === 0) return;
  if (turn % 4 === 1) {
    await ask('DELETE', path);
    counts.cancelled += 1;
    return;
  }
  const waiting = ask('GET', path, { prefer: 'wait=25' });
  await new Promise((resolve) => setTimeout(resolve, 20 + (turn % 50)));
  await approve(pin);
  if (typeof (await waiting).authToken !== 'string') throw new Error('a device that was approved got no token');
  counts.redeemed += 1;
}

const mean = (samples, what) => samples.reduce((sum, sample) => sum + sample[what], 0) / samples.length;

export async function run(minutes = 10, out = 'docs/plots') {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-soak-'));
  const ring = [makeSecretKey()];
  const keys = createKeys(ring);
  const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys });
  const changeNotifier = createChangeNotifier();
  const service = createService({ keys: ring, store, settings, changeNotifier });
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * abreast });
  const ask = createAsk(await service.listen(), agent);
  const approve = createApprover(store, keys, changeNotifier);

  let missing = first;
  const comers = Array.from({ length: abreast }, async () => {
    while ((missing -= 1) >= 0) await ask('POST', '/api/v2/pins');
  });
  await Promise.all(comers);

  const counts = { created: 0, cancelled: 0, redeemed: 0 };
  const samples = [];
  const start = performance.now();
  const sampling = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ second: Math.round((performance.now() - start) / 1000), rss, heapUsed, ...counts });
  }, 1000);
  let turn = 0;
  const end = start + minutes * 60_000;
  const actors = Array.from({ length: abreast }, async () => {
    while (performance.now() < end) await live(ask, approve, (turn += 1), counts);
  });
  await Promise.all(actors);
  clearInterval(sampling);
  agent.destroy();
  await service.close();
  rmSync(folder, { recursive: true });

  const points = samples.flatMap(({ second, rss, heapUsed }) => [
    { x: second / 60, y: rss / 2 ** 20, series: 'all memory (RSS), the load included' },
    { x: second / 60, y: heapUsed / 2 ** 20, series: 'JavaScript heap in use' },
  ]);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'soak.json'), `${JSON.stringify({ counts, samples })}\n`);
  const chart = lines('Memory while devices come and go', { x: 'minutes', y: 'MiB' }, points);
  writeFileSync(join(out, 'soak.svg'), await draw(chart));

  // The first third is warm-up.
  const third = Math.floor(samples.length / 3);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
  return [
    { name: 'devices that came', value: counts.created, unit: '' },
    { name: 'of them approved, and got their token', value: counts.redeemed, unit: '' },
    { name: 'memory in the last third', value: mean(last, 'rss') / 2 ** 20, unit: 'MiB' },
    { name: 'last third over the one before', value: mean(last, 'rss') / mean(middle, 'rss'), unit: 'ratio' },
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, out: { type: 'string' } } });
  console.table(await run(values.minutes === undefined ? undefined : Number(values.minutes), values.out));
}
