// The service as published, on the memory store or SQLite.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { createKeys, createMemoryStore, createService, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { benchClient, redirectClient } from '../support/bench-client.mjs';

const { store: kind, watchesLoop = false, metrics = false } = JSON.parse(process.argv[2] ?? '{}');
const ring = [makeSecretKey()];
const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
const store =
  kind === 'sqlite'
    ? await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(ring) })
    : createMemoryStore();
const service = createService({
  keys: ring,
  store,
  settings: {
    port: 0,
    logLevel: 'silent',
    registration: 'open',
    issuesPerMinute: Number.MAX_SAFE_INTEGER,
    livePinsPerNetwork: Number.MAX_SAFE_INTEGER,
    livePins: Number.MAX_SAFE_INTEGER,
    ...(metrics ? { metricsPort: 0 } : {}),
  },
});
await store.oauthClients.add(benchClient);
await store.oauthClients.add(redirectClient);
const url = await service.listen();
await service.listenForMetrics();
console.log(JSON.stringify({ port: Number(new URL(url).port) }));

const loop = monitorEventLoopDelay({ resolution: 1 });
if (watchesLoop) loop.enable();
const input = createInterface({ input: process.stdin });
input.on('line', () => {
  // The histogram includes the timer's resolution: subtract it.
  console.log(JSON.stringify({ loopP99: Math.max(0, loop.percentile(99) / 1e6 - 1) }));
  loop.reset();
});
input.on('close', () => {
  void service.close().then(() => rmSync(folder, { recursive: true }));
});
