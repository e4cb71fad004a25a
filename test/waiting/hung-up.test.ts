// A device that hangs up while its request is still being looked up.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { it } from 'node:test';
import { createMemoryStore } from '@linkpin/server';
import { standIn } from '../../packages/server/src/service/pins/stand-in.testing.ts';
import { createHarness } from '../harness/service.ts';

const device = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };

it('a device that hangs up before its event stream begins leaves no subscription behind', async (context) => {
  const { pins, ...rest } = createMemoryStore();
  const reading = Promise.withResolvers<void>();
  const read = Promise.withResolvers<void>();
  const slow = standIn(pins, {
    async byPublicId(protocol, publicId) {
      reading.resolve();
      await read.promise;
      return pins.byPublicId(protocol, publicId);
    },
  });
  const harness = createHarness('hung up', { store: { ...rest, pins: slow } });
  context.after(() => harness.service.close());
  const url = await harness.service.listen();
  const created = await fetch(`${url}/api/v2/pins`, { method: 'POST', headers: device });
  const { id } = (await created.json()) as { readonly id: number };

  const closed = Promise.withResolvers<void>();
  const onRequest = (message: unknown): void => {
    (message as { readonly response: ServerResponse }).response.once('close', closed.resolve);
  };
  subscribe('http.server.request.start', onRequest);
  context.after(() => unsubscribe('http.server.request.start', onRequest));
  const asked = request(`${url}/api/v2/pins/${id}/events`, { headers: device, agent: false });
  asked.end();
  await reading.promise;
  const failed = once(asked, 'error');
  asked.destroy(new Error('hung up'));
  await failed;
  await closed.promise;
  read.resolve();
  // A poll that comes later is answered later.
  const polled = await fetch(`${url}/api/v2/pins/${id}`, { headers: device });
  assert.equal(polled.status, 200);
  assert.equal(harness.localNotifier.isWatched(), false);
});
