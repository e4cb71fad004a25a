import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers, pollsOfPins } from './support/plex-polls.mjs';
import { inTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P1';
export const title = 'How much of bare node:http is left for a pending plex poll in JSON?';

/** So many pins are polled in turn: a server that answers about one alone has it at hand. */
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
  const rates = await inTurns(contestants, rounds);
  await Promise.all([bare.stop(), memory.server.stop(), sqlite.server.stop()]);
  rmSync(folder, { recursive: true });
  return [
    { name: 'bare node:http', value: rates.bare, unit: '/s', rival: true },
    { name: 'memory store', value: rates.memory, unit: '/s' },
    { name: 'SQLite', value: rates.sqlite, unit: '/s' },
    {
      name: 'memory store over bare',
      value: rates.memory / rates.bare,
      unit: 'ratio',
      aim: '≥ 0.85',
    },
    { name: 'SQLite over bare', value: rates.sqlite / rates.bare, unit: 'ratio' },
    { name: 'one pin again and again, memory store over bare', value: rates.one / rates.bare, unit: 'ratio' },
  ];
}
