import { ours, pollsOf } from './support/device-codes.mjs';
import { inTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P2';
export const title = 'How much of bare node:http is left for a pending poll at the token endpoint, its pace kept?';

/** Enough for the half second of warming up and the second that is measured, at 50,000 polls a second. */
const codes = 75_000;

export async function run() {
  const memory = await startServer('linkpin.mjs', { store: 'memory' });
  const sqlite = await startServer('linkpin.mjs', { store: 'sqlite' });
  const body = '{"error":"authorization_pending","error_description":"nobody has decided yet"}';
  const bare = await startServer('bare.mjs', {
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
  });
  const inMemory = await pollsOf({ port: memory.port, ...ours }, codes, 1);
  const onDisk = await pollsOf({ port: sqlite.port, ...ours }, codes, 1);
  const rates = await inTurns({
    bare: { ...inMemory.load, port: bare.port },
    memory: inMemory.load,
    sqlite: onDisk.load,
  });
  await Promise.all([bare.stop(), memory.stop(), sqlite.stop()]);
  inMemory.forget();
  onDisk.forget();
  return [
    { name: 'bare node:http', value: rates.bare, unit: '/s', rival: true },
    { name: 'memory store', value: rates.memory, unit: '/s' },
    { name: 'SQLite', value: rates.sqlite, unit: '/s' },
    {
      name: 'memory store over bare',
      value: rates.memory / rates.bare,
      unit: 'ratio',
      aim: '≥ 0.80',
    },
    { name: 'SQLite over bare', value: rates.sqlite / rates.bare, unit: 'ratio' },
  ];
}
