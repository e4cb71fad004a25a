// A requester that is blocked for everybody hears it in its dialect's words; others are served.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '@linkpin/server';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import { createHarness } from '../harness/service.ts';
import { ask, errorOf, form } from './asking.ts';

const day = 86_400_000;

test('requests of a blocked requester are refused in the words of each dialect, until the block is over', async (context) => {
  const store = createMemoryStore();
  const harness = createHarness('blocked', { store });
  context.after(() => harness.service.close());
  const now = harness.ports.clock.now();
  await store.oauthClients.add(aClient({ id: 'tv' }));
  const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
  const plex = (peer: string) => ask(harness, 'POST', '/api/v2/pins', { headers, peer });
  const oauth = (peer: string) =>
    ask(harness, 'POST', '/oauth/device_authorization', { ...form({ client_id: 'tv' }), peer });
  for (const protocol of ['plex', 'oauth']) {
    const mark = `${protocol} 192.0.2.66 tv`;
    const by = 'operator';
    await store.blocks.put({
      id: protocol,
      requesterKey: mark,
      account: null,
      name: 'TV',
      by,
      at: now,
      until: now + day,
    });
  }
  const refused = await plex('192.0.2.66');
  assert.deepEqual([refused.status, errorOf(refused)?.status], [403, 403]);
  const denied = await oauth('192.0.2.66');
  assert.deepEqual([denied.status, (denied.json as { error: string }).error], [400, 'unauthorized_client']);
  assert.equal((await plex('192.0.2.67')).status, 201, 'the same identifier from another home');
  assert.equal((await oauth('192.0.2.67')).status, 200);
  harness.clock.pass(day);
  assert.equal((await plex('192.0.2.66')).status, 201);
});
