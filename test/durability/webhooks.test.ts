import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeSecretKey } from '../../packages/server/src/tokens/keys.ts';

const teller = fileURLToPath(new URL('teller.ts', import.meta.url));
const rounds = 4;

test('kill -9 between a yes and the message about it loses no message, and one sent twice has one id', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-webhooks-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { kid, secret } = makeSecretKey();

  let onArrival: (id: string) => boolean = () => true;
  const arrived: string[] = [];
  const receiver = createServer((request, response) => {
    const id = String(request.headers['webhook-id']);
    arrived.push(id);
    if (onArrival(id)) response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  context.after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

  // Each start is an hour later, so that what the killed one had claimed is due again.
  let now = Date.now();
  const run = (tells: 'yes' | 'no') => {
    now += 3_600_000;
    const args = [teller, join(folder, 'linkpin.db'), kid, secret, url, String(now), tells];
    return spawn(process.execPath, ['--conditions=linkpin-source', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  };

  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const child = run('yes');
    const over = once(child, 'close');
    // Killed while a message is on its way: received, and never answered.
    let left = 5 + Math.floor(Math.random() * 20);
    onArrival = () => {
      left -= 1;
      if (left === 0) child.kill('SIGKILL');
      return left > 0;
    };
    let text = '';
    for await (const chunk of child.stdout) text += String(chunk);
    assert.deepEqual(await over, [null, 'SIGKILL']);
    for (const id of text.split('\n').slice(0, -1)) acknowledged.add(id);
  }

  const last = run('no');
  const missing = new Set(acknowledged);
  for (const id of arrived) missing.delete(id);
  const lost = arrived.at(-1);
  if (lost !== undefined && acknowledged.has(lost)) missing.add(lost);
  await new Promise<void>((resolve) => {
    onArrival = (id) => {
      missing.delete(id);
      if (missing.size === 0) resolve();
      return true;
    };
  });
  const over = once(last, 'close');
  last.kill('SIGKILL');
  await over;
  assert.ok(acknowledged.size > rounds);
  const times = new Map<string, number>();
  for (const id of arrived) times.set(id, (times.get(id) ?? 0) + 1);
  const twice = [...times.values()].filter((count) => count > 1).length;
  assert.ok(twice >= 1 && twice <= rounds, `${twice} of ${times.size} came twice, each for a kill`);
});
