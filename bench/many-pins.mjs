// Polls spread over all the pins of a store, with ten thousand live ones and with ten million.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys, createService, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { fillPins, firstHandle } from './support/fill-pins.mjs';
import { measureInTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P7';
/** Filling ten million takes minutes and gigabytes: named, it runs. */
export const long = true;
export const title = 'What does a poll cost with ten million live pins, beside ten thousand?';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'bench-tv-0001' };

/** How many are live in the larger store; fewer for a quick look. */
const large = Number(process.env.LINKPIN_BENCH_PINS ?? 10_000_000);
const small = 10_000;

/**
 * So many of them are polled, drawn at random from all: as many as the smaller store has, which a process remembers; and
 * more than it remembers, so that nearly each poll reads the file.
 */
const [remembered, read] = [10_000, 200_000];

async function storeWith(folder, count) {
  const file = join(folder, `${count}.db`);
  const keys = [makeSecretKey()];
  const store = await openSqliteStore({ file, keys: createKeys(keys) });
  const service = createService({ keys, store, settings: { logLevel: 'silent' } });
  await service.fetch(new Request('http://127.0.0.1/api/v2/pins', { method: 'POST', headers }));
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

const load = ({ server: { port } }, handles) => ({
  port,
  request: [
    'GET /api/v2/pins/{code} HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n'),
  codesFile: handles,
  connections: 32,
  seconds: 3,
  status: 200,
});

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  try {
    const few = await storeWith(folder, small);
    const many = await storeWith(folder, large);
    const rates = await measureInTurns({
      few: load(few, few.remembered),
      many: load(many, many.remembered),
      read: load(many, many.read),
    });
    await Promise.all([few.server.stop(), many.server.stop()]);
    return [
      { name: `${small} live, each polled`, value: rates.few.rate, unit: '/s' },
      { name: `${large} live, ${remembered} of them polled`, value: rates.many.rate, unit: '/s' },
      { name: `${large} live, ${read} of them polled`, value: rates.read.rate, unit: '/s' },
      { name: 'cost of a poll, many over few', value: rates.few.rate / rates.many.rate, unit: 'ratio', aim: '≤ 1.3' },
      { name: 'the same, when each poll reads the file', value: rates.few.rate / rates.read.rate, unit: 'ratio' },
      { name: `start to first answer, ${small} pins`, value: few.server.startUp, unit: 'ms' },
      { name: `start to first answer, ${large} pins`, value: many.server.startUp, unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
