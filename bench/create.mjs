import { measureInTurns, ratio, startServer } from './support/side-by-side.mjs';

export const id = 'P3';
export const title = 'What does it cost that a created pin is on the disk before the answer, at 64 connections?';

const rounds = 5;

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
  const memory = await startServer('linkpin.mjs', { store: 'memory', watchesLoop: true });
  const sqlite = await startServer('linkpin.mjs', { store: 'sqlite', watchesLoop: true });
  const bare = await startServer('bare.mjs', {
    status: 201,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: 'x'.repeat(680),
  });
  // The kernel's part of a sync needs time on the load's core.
  const rest = { connections: 64, seconds: 3, status: 201, maySleep: true };
  const load = ({ port, serverPid }) => ({ port, serverPid, request: post(port), ...rest });
  await Promise.all([memory.report(), sqlite.report()]);
  const turns = await measureInTurns({ bare: load(bare), memory: load(memory), sqlite: load(sqlite) }, rounds);
  const [inMemory, onDisk] = await Promise.all([memory.report(), sqlite.report()]);
  await Promise.all([memory.stop(), sqlite.stop(), bare.stop()]);
  return [
    { name: 'bare node:http', value: turns.bare.rate, unit: '/s', rival: true },
    { name: 'memory store', value: turns.memory.rate, unit: '/s' },
    { name: 'SQLite, fsync before the answer', value: turns.sqlite.rate, unit: '/s' },
    { name: 'memory store, CPU', value: turns.memory.cpu, unit: 'µs' },
    { name: 'SQLite, CPU of all threads', value: turns.sqlite.cpu, unit: 'µs' },
    { name: 'SQLite over memory store', ...ratio(turns.sqlite, turns.memory, 'rate'), aim: '≥ 0.40' },
    { name: 'SQLite over bare', ...ratio(turns.sqlite, turns.bare, 'rate') },
    { name: 'event loop p99 meanwhile, SQLite', value: onDisk.loopP99, unit: 'ms' },
    { name: 'event loop p99 meanwhile, memory store', value: inMemory.loopP99, unit: 'ms' },
    {
      name: 'event loop p99, SQLite over memory store',
      value: onDisk.loopP99 / inMemory.loopP99,
      unit: 'ratio',
      aim: '≤ 2',
    },
  ];
}
