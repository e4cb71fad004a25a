// The service with accounts and delegate devices, for tens of thousands of long polls; or a bare node:http server that
// holds every request; or one that also completes a held response after writing and syncing a line for the approval and
// one for the token.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { store: kind, tokens = [] } = JSON.parse(process.argv[2] ?? '{}');
const start = { bare: startBare, 'bare-sync': startBareThatSyncs };
const started = await (start[kind] ?? startService)();

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
console.log(JSON.stringify(started.facts));
const input = createInterface({ input: process.stdin });
input.on('line', () => {
  // The histogram includes the timer's resolution: subtract it.
  const loopP99 = Math.max(0, loop.percentile(99) / 1e6 - 1);
  collectGarbage();
  console.log(JSON.stringify({ loopP99, rss: process.memoryUsage.rss() }));
  loop.reset();
});
input.on('close', () => void started.stop());

async function startBare() {
  const held = new Set();
  const server = createServer((request, response) => {
    held.add(response);
    response.on('close', () => held.delete(response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { facts: { port: server.address().port }, stop };
}

async function startBareThatSyncs() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  const sync = async (line) => {
    await file.write(line);
    await file.datasync();
  };
  const pending = JSON.stringify({ authToken: null });
  const held = new Map();
  let made = 0;
  const answer = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://bare');
    request.resume();
    if (request.method === 'POST') {
      made += 1;
      response.end(JSON.stringify({ id: made, code: String(made) }));
    } else if (request.method === 'GET') {
      held.set(pathname.split('/').at(-1), response);
      setTimeout(() => response.writableEnded || response.end(pending), 25_000).unref();
    } else {
      const code = searchParams.get('code');
      await sync(`approved ${code}\n`);
      response.writeHead(204).end();
      await sync(`redeemed ${code}\n`);
      held.get(code)?.end(JSON.stringify({ authToken: 'x'.repeat(20) }));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await file.close();
    rmSync(folder, { recursive: true });
  };
  return { facts: { port: server.address().port }, stop };
}

async function startService() {
  const { createKeys, createMemoryStore, createService, makeSecretKey, openSqliteStore } =
    await import('@linkpin/server');
  const ring = [makeSecretKey()];
  const keys = createKeys(ring);
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const store =
    kind === 'sqlite' ? await openSqliteStore({ file: join(folder, 'linkpin.db'), keys }) : createMemoryStore();
  const much = Number.MAX_SAFE_INTEGER;
  const service = createService({
    keys: ring,
    store,
    settings: {
      port: 0,
      logLevel: 'silent',
      issuesPerMinute: much,
      livePinsPerNetwork: much,
      livePins: much,
      guessesPerDay: 1_000_000,
      maxConnections: 20_000,
      waits: 20_000,
      waitsPerNetwork: 20_000,
    },
  });
  for (const token of tokens) await linkApprover(store, keys, token);
  const url = await service.listen();
  const stop = async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  };
  return { facts: { port: Number(new URL(url).port) }, stop };
}

/** Creates an account with a delegate device. */
async function linkApprover(store, keys, token) {
  const now = Date.now();
  const account = { id: token, username: token, email: `${token}@example.com`, passwordHash: '-', isAdmin: false };
  const added = await store.accounts.add({ ...account, createdAt: now - 10 ** 9 }, { by: 'operator' }, now);
  if (!('added' in added)) throw new Error(added.refused);
  const deviceInfo = { product: 'Bench', version: null, platform: null, platformVersion: null, device: null };
  const grant = {
    id: token,
    pinId: null,
    approvedBy: null,
    account: account.id,
    protocol: 'plex',
    clientId: token,
    name: 'Bench',
    deviceInfo: { ...deviceInfo, deviceName: null, model: null, vendor: null },
    address: null,
    place: null,
    mayApprove: true,
    scopes: [],
    resources: [],
    keyThumbprint: null,
    tokenHash: keys.hash(token),
    linkedAt: now,
    collectedAt: now,
    collectedFrom: null,
    collectedElsewhere: false,
    lastSeenAt: null,
    version: 1,
  };
  await store.grants.add(grant);
}
