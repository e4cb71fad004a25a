import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers, pollsOfPins } from './support/plex-polls.mjs';
import { measureInTurns, ratio, startServer } from './support/side-by-side.mjs';

export const id = 'P1';
export const title = 'How much of bare node:http is left for a pending plex poll in JSON?';

/** Pins to poll in turn: a single one would always be cached. */
const [pins, atOnce] = [10_000, 50];

const rounds = 5;

async function startOurs(store, folder) {
  const server = await startServer('linkpin.mjs', { store });
  const base = `http://127.0.0.1:${server.port}/api/v2/pins`;
  const ask = async () => (await (await fetch(base, { method: 'POST', headers })).json()).id;
  const ids = [];
  while (ids.length < pins) ids.push(...(await Promise.all(Array.from({ length: atOnce }, ask))));
  const codesFile = join(folder, store);
  writeFileSync(codesFile, ids.join('\n'));
  const oneFile = join(folder, `${store}.one`);
  writeFileSync(oneFile, `${ids[0]}`);
  return { server, codesFile, oneFile, answer: await fetch(`${base}/${ids[0]}`, { headers }) };
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const memory = await startOurs('memory', folder);
  const sqlite = await startOurs('sqlite', folder);
  const sent = Object.fromEntries(
    [...memory.answer.headers].filter(
      ([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'].includes(name),
    ),
  );
  const bare = await startServer('bare.mjs', { status: 200, headers: sent, body: await memory.answer.text() });
  const contestants = {
    bare: pollsOfPins(bare, memory.codesFile),
    memory: pollsOfPins(memory.server, memory.codesFile),
    sqlite: pollsOfPins(sqlite.server, sqlite.codesFile),
    one: pollsOfPins(memory.server, memory.oneFile),
  };
  const { bare: least, memory: inMemory, sqlite: onDisk, one } = await measureInTurns(contestants, rounds);
  await Promise.all([bare.stop(), memory.server.stop(), sqlite.server.stop()]);
  rmSync(folder, { recursive: true });
  return [
    { name: 'bare node:http', value: least.rate, unit: '/s', rival: true },
    { name: 'memory store', value: inMemory.rate, unit: '/s' },
    { name: 'SQLite', value: onDisk.rate, unit: '/s' },
    { name: 'bare node:http, CPU', value: least.cpu, unit: 'µs', rival: true },
    { name: 'memory store, CPU', value: inMemory.cpu, unit: 'µs' },
    { name: 'SQLite, CPU', value: onDisk.cpu, unit: 'µs' },
    { name: "bare's CPU over ours, memory store", ...ratio(least, inMemory, 'cpu'), aim: '≥ 0.85' },
    { name: "bare's CPU over ours, SQLite", ...ratio(least, onDisk, 'cpu'), aim: '≥ 0.85' },
    { name: 'one pin again and again, memory store', ...ratio(least, one, 'cpu') },
    { name: 'by rate: memory store over bare', ...ratio(inMemory, least, 'rate') },
    { name: 'by rate: SQLite over bare', ...ratio(onDisk, least, 'rate') },
  ];
}
