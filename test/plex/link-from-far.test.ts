// Approving by API is no way around what the pages ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness } from '../harness/service.ts';
import { ask, form, link } from './asking.ts';

test('a device that may approve approves no request that the operator refuses from far away', async (context) => {
  const harness = createHarness('far', { settings: { plexUnknownIsFar: true } });
  context.after(() => harness.service.close());
  const ada = await harness.person('ada');
  const phone = await link(harness, ada, 'adas-phone', true);
  const put = async (whenFar: 'warn' | 'refuse', peer: string): Promise<number> => {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
    const asked = await ask(harness, 'POST', '/api/v2/pins', { headers, peer });
    const { code } = asked.json as { code: string };
    const own = { 'x-plex-client-identifier': 'adas-phone', 'x-plex-token': phone };
    const body = form({ code });
    const { status } = await ask(rules[whenFar], 'PUT', '/api/v2/pins/link', {
      ...body,
      headers: { ...body.headers, ...own },
    });
    return status;
  };
  const strict = createHarness('far', {
    store: harness.store,
    settings: { plexUnknownIsFar: true, plexWhenFar: 'refuse' },
  });
  context.after(() => strict.service.close());
  const rules = { warn: harness, refuse: strict };

  assert.equal(await put('warn', '203.0.113.9'), 204);
  assert.equal(await put('refuse', '203.0.113.9'), 403);
  assert.equal(await put('refuse', '127.0.0.1'), 204, 'one network is not far');
});
