// What stands in front: HAProxy before replicas, PgBouncer before a server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { isOpen } from '../support/ports.ts';
import { startHaproxy } from './haproxy.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { psql } from './psql.ts';
import { startServer } from './server.ts';

/** A replica that answers with its name, and hangs up on `/dies` once it has read the request. */
async function startReplica(
  name: string,
): Promise<{ readonly server: HttpServer; readonly port: number; readonly got: string[] }> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return void response.end();
    got.push(`${name} ${request.method} ${request.url} ${String(request.headers['x-forwarded-for'])}`);
    return request.url === '/dies' ? void request.socket.destroy() : void response.end(name);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, got };
}

test('HAProxy takes replicas in turn, and sends again only what is a GET', async () => {
  const replicas = [await startReplica('a'), await startReplica('b'), await startReplica('c')];
  const balancer = await startHaproxy(replicas.map(({ port }) => port));
  try {
    const origin = `http://127.0.0.1:${balancer.port}`;
    const ask = async (path: string, method = 'GET'): Promise<Response> => fetch(origin + path, { method });
    const names = [];
    for (let count = 0; count < 6; count += 1) names.push(await (await ask('/')).text());
    assert.deepEqual(names.toSorted(), ['a', 'a', 'b', 'b', 'c', 'c']);
    const tried = (): string[] => replicas.flatMap(({ got }) => got).filter((line) => line.includes('/dies'));
    assert.ok(replicas[0]?.got.every((line) => line.endsWith(' 127.0.0.1')));

    // 502, or an end of the connection when HAProxy had used its own to the replica before.
    const told = await ask('/dies', 'POST').then(
      ({ status }) => status,
      () => 'closed',
    );
    assert.ok(told === 502 || told === 'closed', String(told));
    assert.equal(tried().length, 1);
    await ask('/dies').catch(() => 'closed');
    assert.ok(new Set(tried().filter((line) => line.includes('GET'))).size > 1);

    // What was never sent may go to another, whatever it is.
    replicas[0]?.server.close();
    replicas[0]?.server.closeAllConnections();
    for (let count = 0; count < 6; count += 1) assert.match(await (await ask('/', 'POST')).text(), /^[bc]$/);
  } finally {
    await balancer[Symbol.asyncDispose]();
    for (const { server } of replicas) server.close().closeAllConnections();
  }
  assert.equal(await isOpen(balancer.port), false);
});

test('a port that cannot be one is told in the words of the program', async () => {
  const { server, port } = await startReplica('a');
  await assert.rejects(startHaproxy([port, -1]), /haproxy ended at once:[^]*port/);
  server.close();
});

test('PgBouncer gives each transaction a connection of the server, and keeps none of a session', async () => {
  await using server = await startServer();
  await using pooler = await startPgbouncer(server.url);
  await using database = await server.freshDatabase();
  const through = pooler.through(database.url);
  assert.equal(new URL(through).port, String(pooler.port));
  assert.equal(await psql(through, 'select current_user'), 'linkpin');

  // Two sessions at the pooler, one after the other, meet the same session of the server.
  const pid = await psql(through, 'select pg_backend_pid()');
  assert.equal(await psql(through, 'select pg_backend_pid()'), pid);
  await psql(through, "set search_path = 'mine'");
  assert.equal(await psql(through, 'show search_path'), 'mine');
  await assert.rejects(psql(through.replace(/:\w+@/, ':wrong@'), 'select 1'), /authentication failed/);
});
