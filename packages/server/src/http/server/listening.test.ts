import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { InFlightResponses } from './listening.ts';

it('a response whose client has hung up is not waited for', async (context) => {
  const arrived = Promise.withResolvers<ServerResponse>();
  const server = createServer((_, outgoing) => arrived.resolve(outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const asked = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false });
  asked.on('error', () => {});
  asked.end();
  const outgoing = await arrived.promise;
  const gone = once(outgoing, 'close');
  asked.destroy();
  await gone;

  const inFlight = new InFlightResponses();
  inFlight.add(outgoing);
  const isDone = await Promise.race([
    inFlight.done().then(() => true),
    new Promise((resolve) => setImmediate(resolve, false)),
  ]);
  assert.equal(isDone, true);
});
