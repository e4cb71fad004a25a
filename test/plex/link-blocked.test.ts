// Approving by API is no way around a block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../support/world.ts';
import { ask, form, link } from './asking.ts';

const day = 86_400_000;

test('a device that may approve approves no requester that its person blocked', async (context) => {
  const world = createWorld('link-blocked');
  context.after(() => world.service.close());
  const ada = await world.person('ada');
  const phone = await link(world, ada, 'adas-phone', true);
  const put = async (peer: string): Promise<number> => {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
    const { code } = (await ask(world, 'POST', '/api/v2/pins', { headers, peer })).json as { readonly code: string };
    const body = form({ code });
    const own = { 'x-plex-client-identifier': 'adas-phone', 'x-plex-token': phone };
    return (await ask(world, 'PUT', '/api/v2/pins/link', { ...body, headers: { ...body.headers, ...own } })).status;
  };
  const at = world.ports.clock.now();
  const mark = 'plex 192.0.2.66 tv';
  await world.store.blocks.put({ id: 'b', mark, account: ada.id, name: 'TV', by: 'person', at, until: at + day });
  assert.equal(await put('192.0.2.66'), 403);
  assert.equal(await put('192.0.2.67'), 204, 'the same identifier from another home');
  world.wait(day);
  assert.equal(await put('192.0.2.66'), 204);
});
