// More than can be done at once, and people who mean harm with sockets: the service says so at once, and goes on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { PinStore } from '../../packages/server/src/service/ports/pin-store.ts';
import { createMemoryStore } from '../../packages/server/src/stores/memory/store.ts';
import { createHarness, type Harness } from '../harness/service.ts';

const identified = { accept: 'application/json', 'x-plex-client-identifier': 'cid-1' };

describe('over capacity', () => {
  const kept = createMemoryStore();
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  // The real store behind a gate, so that work stays under way for as long as the test wants.
  const pins = new Proxy(kept.pins, {
    get: (target, name: keyof PinStore) =>
      name === 'byPublicId'
        ? async (...args: Parameters<PinStore['byPublicId']>) => gate.then(() => target.byPublicId(...args))
        : target[name].bind(target),
  });
  let harness: Harness;
  let base = '';
  before(async () => {
    harness = createHarness('pressure', { store: { ...kept, pins }, settings: { maxInFlight: 2 } });
    base = await harness.service.listen();
  });
  after(() => harness.service.close());

  it('everybody is told at once to come again, in their own words; the health check is answered; then there is room', async () => {
    const waiting = [1, 2].map((id) => fetch(`${base}/api/v2/pins/${id}`, { headers: identified }));
    const ask = async (path: string, init: RequestInit = {}): Promise<readonly [string, number, string | null]> => {
      const response = await fetch(`${base}${path}`, init);
      return [await response.text(), response.status, response.headers.get('retry-after')];
    };
    for (;;) if ((await ask('/api/v2/ping'))[1] === 503) break;

    const [json, ...jsonSays] = await ask('/api/v2/pins', { method: 'POST', headers: identified });
    assert.deepEqual(jsonSays, [503, '2']);
    assert.deepEqual(JSON.parse(json), {
      errors: [{ code: 1007, message: 'The service is busy', status: 503 }],
    });
    const [xml] = await ask('/api/v2/pins/3', { headers: { 'x-plex-client-identifier': 'cid-1' } });
    assert.match(xml, /<error code="1007" message="The service is busy"/);
    const [oauth, ...oauthSays] = await ask('/oauth/token', { method: 'POST' });
    assert.deepEqual(oauthSays, [503, '2']);
    assert.equal((JSON.parse(oauth) as { readonly error: string }).error, 'temporarily_unavailable');
    const [page, ...pageSays] = await ask('/signin');
    assert.deepEqual(pageSays, [503, '2']);
    assert.match(page, /<!doctype html>/i);
    assert.deepEqual((await ask('/healthz')).slice(0, 2), ['{"status":"ok"}', 200]);
    assert.equal((await ask('/readyz'))[1], 200);

    release();
    assert.deepEqual(await Promise.all(waiting.map(async (one) => (await one).status)), [404, 404]);
    assert.equal((await ask('/api/v2/pins', { method: 'POST', headers: identified }))[1], 201);
  });
});

describe('bad manners on many sockets', () => {
  let harness: Harness;
  let base = '';
  let port = 0;
  before(async () => {
    harness = createHarness('manners', { settings: { maxInFlight: 50 } });
    base = await harness.service.listen();
    port = Number(new URL(base).port);
  });
  after(() => harness.service.close());

  const dial = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const dialMany = async (count: number): Promise<readonly Socket[]> => {
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      sockets.push(...(await Promise.all(Array.from({ length: Math.min(200, count - sockets.length) }, dial))));
    }
    return sockets;
  };
  const serves = async (): Promise<void> => {
    const made = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: identified });
    assert.equal(made.status, 201);
    const { id } = (await made.json()) as { readonly id: number };
    assert.equal((await fetch(`${base}/api/v2/pins/${id}`, { headers: identified })).status, 200);
    assert.equal((await fetch(`${base}/signin`)).status, 200);
  };

  it('thousands who send their headers or bodies slowly, or nothing, take no room from the others', async () => {
    const sockets = await dialMany(3000);
    const form = 'content-type: application/x-www-form-urlencoded\r\ncontent-length: 500\r\n\r\na=b';
    const beginnings = [
      '',
      'GET /api/v2/pi',
      `POST /api/v2/pins HTTP/1.1\r\nhost: 127.0.0.1\r\n${form}`,
      `POST /oauth/token HTTP/1.1\r\nhost: 127.0.0.1\r\n${form}`,
      `POST /signin HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: ${base}\r\n${form}`,
    ];
    for (const [index, socket] of sockets.entries()) socket.write(beginnings[index % beginnings.length] ?? '');
    await serves();
    for (const socket of sockets) if (!socket.destroyed) socket.write('c');
    await serves();
    for (const socket of sockets) socket.destroy();
    await serves();
  });

  it('ten thousand who come and go, some in the middle of a word, leave nothing behind', async () => {
    for (let round = 0; round < 50; round += 1) {
      const sockets = await dialMany(200);
      for (const [index, socket] of sockets.entries()) {
        if (index % 3 === 0) socket.write('GET /api/v2/ping HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
        else if (index % 3 === 1) socket.write('POST /api/v2/pins HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-le');
        if (index % 2 === 0) socket.resetAndDestroy();
        else socket.destroy();
      }
    }
    await serves();
  });

  it('ten thousand requests sent at once on one connection are answered in order, or the connection is closed', async () => {
    const socket = await dial();
    const count = 10_000;
    socket.pause();
    const request = `GET /api/v2/ping HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n\r\n`;
    socket.write(request.repeat(count));
    await serves();
    let answers = 0;
    let tail = '';
    const over = once(socket, 'close');
    socket.on('data', (part: Buffer) => {
      const text = tail + part.toString('latin1');
      answers += text.split('HTTP/1.1 ').length - 1;
      tail = text.slice(text.lastIndexOf('HTTP/1.1 ') + 1).slice(-8);
      if (answers >= count) socket.destroy();
    });
    socket.resume();
    await over;
    assert.ok(answers >= count, `${answers} of ${count}`);
    await serves();
  });
});
