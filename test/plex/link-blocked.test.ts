// Approving by API is no way around a block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness } from '../harness/service.ts';
import { ask, form, link } from './asking.ts';

const day = 86_400_000;

test('a device that may approve approves no requester that its person blocked', async (context) => {
  const harness = createHarness('link-blocked');
  context.after(() => harness.service.close());
  const ada = await harness.person('ada');
  const phone = await link(harness, ada, 'adas-phone', true);
  const put = async (peer: string): Promise<number> => {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
    const { code } = (await ask(harness, 'POST', '/api/v2/pins', { headers, peer })).json as { readonly code: string };
    const body = form({ code });
    const own = { 'x-plex-client-identifier': 'adas-phone', 'x-plex-token': phone };
    return (await ask(harness, 'PUT', '/api/v2/pins/link', { ...body, headers: { ...body.headers, ...own } })).status;
  };
  const at = harness.ports.clock.now();
  const mark = 'plex 192.0.2.66 tv';
  await harness.store.blocks.put({
    id: 'b',
    requesterKey: mark,
    account: ada.id,
    name: 'TV',
    by: 'person',
    at,
    until: at + day,
  });
  assert.equal(await put('192.0.2.66'), 403);
  assert.equal(await put('192.0.2.67'), 204, 'the same identifier from another home');
  harness.clock.pass(day);
  assert.equal(await put('192.0.2.66'), 204);
});
