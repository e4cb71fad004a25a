import { inTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P3';
export const title = 'What does it cost that a created pin is on the disk before the answer, at 64 connections?';

const post = (port) =>
  [
    'POST /api/v2/pins HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'accept: application/json',
    'x-plex-client-identifier: bench-tv-0001',
    'x-plex-product: Bench TV',
    'content-length: 0',
    '',
    '',
  ].join('\r\n');

export async function run() {
  const memory = await startServer('linkpin.mjs', { store: 'memory' });
  const sqlite = await startServer('linkpin.mjs', { store: 'sqlite' });
  const bare = await startServer('bare.mjs', {
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: 'x'.repeat(680),
  });
  // The part of a sync that is the kernel's needs time on the load's core.
  const rest = { connections: 64, seconds: 3, status: 201, maySleep: true };
  const load = ({ port }) => ({ port, request: post(port), ...rest });
  await sqlite.report();
  const rates = await inTurns({ bare: load(bare), memory: load(memory), sqlite: load(sqlite) });
  const { loopP99 } = await sqlite.report();
  await Promise.all([memory.stop(), sqlite.stop(), bare.stop()]);
  return [
    { name: 'bare node:http', value: rates.bare, unit: '/s', rival: true },
    { name: 'memory store', value: rates.memory, unit: '/s' },
    { name: 'SQLite, fsync before the answer', value: rates.sqlite, unit: '/s' },
    {
      name: 'SQLite over memory store',
      value: rates.sqlite / rates.memory,
      unit: 'ratio',
      aim: '≥ 0.40',
    },
    { name: 'SQLite over bare', value: rates.sqlite / rates.bare, unit: 'ratio' },
    { name: 'event loop p99 meanwhile, SQLite', value: loopP99, unit: 'ms', aim: '≤ 5' },
  ];
}
