// `linkpin serve` with several threads, and how it ends under load: real processes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { until } from '../support/until.ts';
import { run, serve, serveAgain, type Served } from './linkpin.ts';

const identified = { accept: 'application/json', 'x-plex-client-identifier': 'cid-1' };
const generous = ['--issues-per-minute', '100000', '--live-pins-per-network', '100000'];

interface Told {
  readonly status: number;
  readonly connection: string | undefined;
  readonly text: string;
}

/**
 * One request over an agent; rejects when the connection breaks.
 *
 * @param read called when the service has read the head of it, if that is to be said (RFC 9110 §10.1.1)
 */
function ask(
  agent: Agent,
  url: string,
  method: string,
  given: Readonly<Record<string, string>> = {},
  read?: () => void,
): Promise<Told> {
  const more = { ...given, ...(read && { expect: '100-continue' }) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers: { ...identified, ...more } }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, connection: incoming.headers.connection, text });
      });
    });
    if (read) outgoing.on('continue', read);
    outgoing.on('error', reject).end();
  });
}

/** How many sockets listen on a port (proc(5): state 0A). */
function listeners(url: string): number {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return lines.filter((line) => new RegExp(`^ *\\d+: [0-9A-F]{8}:${port} [0-9A-F:]+ 0A `).test(line)).length;
}

test('with workers all threads listen on one port, which no other linkpin can have', async (t) => {
  const served = await serve(t, ['--workers', '3', ...generous]);
  assert.equal(listeners(served.url), 3);
  const agent = new Agent({ keepAlive: false });
  const made = await Promise.all(Array.from({ length: 60 }, () => ask(agent, `${served.url}/api/v2/pins`, 'POST')));
  assert.deepEqual(new Set(made.map(({ status }) => status)), new Set([201]));
  const paths = made.map(({ text }) => `/api/v2/pins/${(JSON.parse(text) as { readonly id: number }).id}`);
  const read = await Promise.all(paths.map((path) => ask(agent, `${served.url}${path}`, 'GET')));
  assert.deepEqual(new Set(read.map(({ status }) => status)), new Set([200]));
  assert.equal((await ask(agent, `${served.url}/readyz`, 'GET')).status, 200);
  for (const workers of ['1', '2']) {
    const { port } = new URL(served.url);
    const other = await run(
      ['serve', '--port', port, '--workers', workers, '--data', join(served.data, '..', 'other')],
      served.env,
    );
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^Port \d+ of 127\.0\.0\.1 is taken/);
  }
});

/** Makes pins without end over kept connections: the ids that are acknowledged, and what broke. */
function load(served: Served, over: { yes: boolean }) {
  const acknowledged: number[] = [];
  const told: Told[] = [];
  const broken: string[] = [];
  const done = Promise.all(
    Array.from({ length: 16 }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      while (!over.yes) {
        try {
          const answer = await ask(agent, `${served.url}/api/v2/pins`, 'POST');
          told.push(answer);
          if (answer.status === 201) acknowledged.push((JSON.parse(answer.text) as { readonly id: number }).id);
          if (answer.connection === 'close') break;
        } catch (error) {
          broken.push((error as NodeJS.ErrnoException).code ?? String(error));
          break;
        }
      }
      agent.destroy();
    }),
  );
  /** Until it is well under way. */
  const begun = (): Promise<void> => until('the load is on', () => acknowledged.length >= 200);
  return { acknowledged, told, broken, done, begun };
}

for (const workers of ['1', '2']) {
  test(`SIGTERM under load loses nothing that was acknowledged and breaks no answer (workers: ${workers})`, async (t) => {
    const served = await serve(t, ['--workers', workers, ...generous]);
    const waiting = await waitingDevices(served, 40);
    const over = { yes: false };
    const loading = load(served, over);
    await loading.begun();
    served.child.kill('SIGTERM');
    const { code, signal } = await served.finished;
    over.yes = true;
    const { acknowledged, told, broken } = loading;
    await loading.done;
    assert.deepEqual([code, signal], [0, null]);
    for (const { status, connection, text } of await Promise.all(waiting.answers)) {
      assert.deepEqual([status, connection], [200, 'close']);
      assert.equal((JSON.parse(text) as { readonly authToken: unknown }).authToken, null);
    }
    assert.deepEqual(new Set(told.map(({ status }) => status)), new Set([201]));
    // Each connection ends with an answer that says so. One on which nothing was asked at that instant may be closed
    // while a request is on its way: HTTP has no word for that, and the client asks again.
    assert.ok(broken.length <= 16 && broken.every((why) => ['ECONNRESET', 'EPIPE', 'ECONNREFUSED'].includes(why)));
    t.diagnostic(`${acknowledged.length} acknowledged, ${broken.length} of 16 connections closed between two requests`);

    const known = pinsIn(served);
    for (const id of acknowledged) assert.ok(known.has(id), `${id} was acknowledged and is lost`);
  });
}

/** What the file of a stopped service holds. */
function pinsIn({ data }: Served): ReadonlySet<number> {
  const database = new DatabaseSync(join(data, 'linkpin.db'), { readOnly: true });
  const rows = database.prepare(`select handle from pins`).all();
  database.close();
  return new Set(rows.map((row) => Number(row['handle'])));
}

for (const workers of ['1', '2']) {
  test(`when the thread that writes ends, the process says so and leaves with 1 (workers: ${workers})`, async (t) => {
    const preload = new URL('../support/writer-thread.ts', import.meta.url).href;
    const served = await serve(t, ['--workers', workers, ...generous], { NODE_OPTIONS: `--import=${preload}` });
    const waiting = await waitingDevices(served, 40);
    const over = { yes: false };
    const loading = load(served, over);
    await loading.begun();
    served.child.kill('SIGUSR2');
    const { code, signal, stderr } = await served.finished;
    over.yes = true;
    const { acknowledged, told } = loading;
    await loading.done;
    assert.deepEqual([code, signal], [1, null]);
    assert.equal(stderr.match(/"level":60/g)?.length, 1, stderr);
    assert.match(stderr, /nothing can be written any more/);
    for (const { status } of await Promise.all(waiting.answers)) assert.equal(status, 200);
    assert.deepEqual(
      told.map(({ status }) => status).filter((status) => status !== 201 && status !== 500),
      [],
    );
    const known = pinsIn(served);
    for (const id of acknowledged) assert.ok(known.has(id), `${id} was acknowledged and is lost`);

    const again = await serveAgain(t, served);
    assert.equal((await ask(new Agent(), `${again.url}/api/v2/pins/${acknowledged[0]}`, 'GET')).status, 200);
  });
}

/** Devices that wait, and what each will hear. */
async function waitingDevices(served: Served, count: number) {
  const agent = new Agent({ keepAlive: true });
  const pins = await Promise.all(Array.from({ length: count }, () => ask(agent, `${served.url}/api/v2/pins`, 'POST')));
  const paths = pins.map(({ text }) => `/api/v2/pins/${(JSON.parse(text) as { readonly id: number }).id}`);
  const answers: Promise<Told>[] = [];
  const read = paths.map(
    (path) =>
      new Promise<void>((resolve) => {
        answers.push(ask(agent, `${served.url}${path}`, 'GET', { prefer: 'wait=25' }, resolve));
      }),
  );
  await Promise.all(read);
  return { answers };
}

test('a second signal ends all threads at once', async (t: TestContext) => {
  const served = await serve(t, ['--workers', '2']);
  const agent = new Agent({ keepAlive: true });
  const half = request(`${served.url}/api/v2/pins`, {
    agent,
    method: 'POST',
    headers: { ...identified, 'content-length': '9' },
  });
  half.on('error', () => {}).write('a');
  await ask(new Agent(), `${served.url}/healthz`, 'GET');
  served.child.kill('SIGTERM');
  await served.wrote('stderr', /Press Ctrl-C again to stop now/);
  served.child.kill('SIGTERM');
  assert.equal((await served.finished).code, 143);
});
