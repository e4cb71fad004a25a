import { inTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P1';
export const title = 'How much of bare node:http is left for a pending plex poll in JSON?';

const identifier = 'bench-tv-0001';
const headers = { accept: 'application/json', 'x-plex-client-identifier': identifier, 'x-plex-product': 'Bench TV' };

const get = (port, path) =>
  [
    `GET ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([n, v]) => `${n}: ${v}`),
    '',
    '',
  ].join('\r\n');

async function startOurs(store) {
  const server = await startServer('linkpin.mjs', { store });
  const base = `http://127.0.0.1:${server.port}/api/v2/pins`;
  const pin = await (await fetch(base, { method: 'POST', headers })).json();
  const answer = await fetch(`${base}/${pin.id}`, { headers });
  return { server, path: `/api/v2/pins/${pin.id}`, answer, body: await answer.text() };
}

export async function run() {
  const memory = await startOurs('memory');
  const sqlite = await startOurs('sqlite');
  const sent = Object.fromEntries(
    [...memory.answer.headers].filter(
      ([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'].includes(name),
    ),
  );
  const bare = await startServer('bare.mjs', { status: 200, headers: sent, body: memory.body });
  const load = (port, path) => ({ port, request: get(port, path), connections: 32, seconds: 3, status: 200 });
  const rates = await inTurns({
    bare: load(bare.port, memory.path),
    memory: load(memory.server.port, memory.path),
    sqlite: load(sqlite.server.port, sqlite.path),
  });
  await Promise.all([bare.stop(), memory.server.stop(), sqlite.server.stop()]);
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
  ];
}
