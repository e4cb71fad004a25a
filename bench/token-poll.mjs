import { ours, pollsOf } from './support/device-codes.mjs';
import { measureInTurns, ratio, startServer } from './support/side-by-side.mjs';

export const id = 'P2';
export const title =
  'What does a pending poll at the token endpoint cost, its pace kept, beside the least that RFC 8628 asks?';

/** Enough for half a second of warm-up and the measured second, at 80,000 polls per second. */
const codes = 120_000;

const rounds = 5;

export async function run() {
  const memory = await startServer('linkpin.mjs', { store: 'memory' });
  const sqlite = await startServer('linkpin.mjs', { store: 'sqlite' });
  const body = '{"error":"authorization_pending","error_description":"nobody has decided yet"}';
  const answer = {
    status: 400,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Linkpin-Outcome, Linkpin-Opened, Retry-After',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
  const inMemory = await pollsOf({ ...memory, ...ours }, codes, 1);
  const onDisk = await pollsOf({ ...sqlite, ...ours }, codes, 1);
  const bare = await startServer('bare.mjs', answer);
  const least = await startServer('form-and-map.mjs', { ...answer, codesFile: inMemory.codesFile });
  const from = ({ port, serverPid }) => ({ ...inMemory.load, port, serverPid });
  const turns = await measureInTurns(
    { bare: from(bare), least: from(least), memory: inMemory.load, sqlite: onDisk.load },
    rounds,
  );
  await Promise.all([bare.stop(), least.stop(), memory.stop(), sqlite.stop()]);
  inMemory.forget();
  onDisk.forget();
  return [
    { name: 'bare node:http, CPU', value: turns.bare.cpu, unit: 'µs', rival: true },
    { name: 'the form read, the code looked up, CPU', value: turns.least.cpu, unit: 'µs', rival: true },
    { name: 'memory store, CPU', value: turns.memory.cpu, unit: 'µs' },
    { name: 'SQLite, CPU', value: turns.sqlite.cpu, unit: 'µs' },
    {
      name: "form and look-up's CPU over ours, memory store",
      ...ratio(turns.least, turns.memory, 'cpu'),
      aim: '≥ 0.95',
    },
    { name: "form and look-up's CPU over ours, SQLite", ...ratio(turns.least, turns.sqlite, 'cpu') },
    { name: "bare's CPU over ours, memory store", ...ratio(turns.bare, turns.memory, 'cpu'), aim: '≥ 0.65' },
    { name: 'by rate: memory store over bare', ...ratio(turns.memory, turns.bare, 'rate') },
    { name: 'by rate: SQLite over bare', ...ratio(turns.sqlite, turns.bare, 'rate') },
  ];
}
