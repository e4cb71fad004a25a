// What a poll pays for being counted: the same service with metrics and without, in turns. Their difference is small beside what a
// shared machine does to either, so there are many rounds, and the median of the differences within each counts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers, pollsOfPins } from './support/plex-polls.mjs';
import { measureInTurns, median, startServer } from './support/side-by-side.mjs';

export const id = 'O2';
export const title = 'What processor time do metrics cost a pending poll?';

/** Pins to poll in turn: a single one would always be cached. */
const [pins, atOnce] = [10_000, 50];

const rounds = 20;

async function start(folder, metrics) {
  const server = await startServer('linkpin.mjs', { store: 'memory', metrics });
  const base = `http://127.0.0.1:${server.port}/api/v2/pins`;
  const ask = async () => (await (await fetch(base, { method: 'POST', headers })).json()).id;
  const ids = [];
  while (ids.length < pins) ids.push(...(await Promise.all(Array.from({ length: atOnce }, ask))));
  const file = join(folder, `${metrics}`);
  writeFileSync(file, ids.join('\n'));
  return { server, polls: pollsOfPins(server, file) };
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const [on, off] = [await start(folder, true), await start(folder, false)];
  const taken = await measureInTurns({ on: on.polls, off: off.polls }, rounds);
  await Promise.all([on.server.stop(), off.server.stop()]);
  rmSync(folder, { recursive: true });
  // The first round is warm-up.
  const more = taken.on.rounds.map(({ cpu }, round) => cpu - taken.off.rounds[round].cpu).slice(1);
  const sorted = more.toSorted((one, other) => one - other);
  const middle = [sorted[Math.floor(sorted.length / 4)], sorted[Math.floor((3 * sorted.length) / 4)]];
  return [
    { name: 'a poll without metrics, CPU', value: taken.off.cpu, unit: 'µs' },
    { name: 'a poll with metrics, CPU', value: taken.on.cpu, unit: 'µs' },
    { name: 'more, median of the rounds (middle half)', value: median(more), unit: 'µs', spread: middle, aim: '≤ 0.5' },
  ];
}
