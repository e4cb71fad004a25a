// A requester that hides its address by headers of its own, through the door: it escapes no rule and no block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import { createHarness } from '../harness/service.ts';
import { ask, errorOf, form, link } from './asking.ts';

const away = '203.0.113.9';

/** Each hides the address of whoever sends it. */
const ways = [
  { 'x-real-ip': '127.0.0.1' },
  { forwarded: 'for=unknown' },
  { 'x-forwarded-for': '' },
  { 'cf-connecting-ip': 'x' },
];

test('what hides where it is counts as far for a device that approves, in each way to hide', async (context) => {
  const harness = createHarness('hidden', { settings: { plexWhenFar: 'refuse' } });
  context.after(() => harness.service.close());
  const phone = await link(harness, await harness.person('ada'), 'adas-phone', true);
  const approve = async (more: object, mine: object = {}): Promise<number> => {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json', ...more };
    const { code } = (await ask(harness, 'POST', '/api/v2/pins', { headers, peer: away })).json as { code: string };
    const body = form({ code });
    const own = { 'x-plex-client-identifier': 'adas-phone', 'x-plex-token': phone, ...body.headers, ...mine };
    return (await ask(harness, 'PUT', '/api/v2/pins/link', { ...body, headers: own })).status;
  };
  assert.equal(await approve({}), 204, 'nobody knows where, which is not far');
  const hides = /somebody hides where a request comes from/;
  assert.doesNotMatch(harness.service.warnings().join(), hides);
  for (const way of ways) assert.equal(await approve(way), 403, JSON.stringify(way));
  const [hidden = {}] = ways;
  assert.equal(await approve(hidden, hidden), 204, 'nobody is seen: a proxy that was not declared');

  const ready = await ask(harness, 'GET', '/readyz');
  assert.match(ready.text, /not declared a proxy.*--trusted-proxies.*somebody hides where a request comes from/);
});

test('a chain that a declared proxy passes on hides as well', async (context) => {
  const harness = createHarness('hidden chain', { settings: { plexWhenFar: 'refuse', trustedProxies: ['10.0.0.1'] } });
  context.after(() => harness.service.close());
  const peer = '10.0.0.1';
  const seen = { 'x-forwarded-for': '198.51.100.7' };
  const phone = await link(harness, await harness.person('ada'), 'adas-phone', true);
  const approve = async (more: object): Promise<number> => {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json', 'x-forwarded-for': away, ...more };
    const { code } = (await ask(harness, 'POST', '/api/v2/pins', { headers, peer })).json as { code: string };
    const body = form({ code });
    const own = { 'x-plex-client-identifier': 'adas-phone', 'x-plex-token': phone, ...body.headers, ...seen };
    return (await ask(harness, 'PUT', '/api/v2/pins/link', { ...body, headers: own, peer })).status;
  };
  assert.equal(await approve({}), 204);
  assert.equal(await approve({ forwarded: 'for=unknown' }), 403);
  assert.match((await ask(harness, 'GET', '/readyz')).text, /A declared proxy sends.*somebody hides/);
});

test('a requester that is blocked for everybody stays so when it hides, in both dialects', async (context) => {
  const harness = createHarness('hidden and blocked');
  context.after(() => harness.service.close());
  const { store } = harness;
  const at = harness.ports.clock.now();
  await store.oauthClients.add(aClient({ id: 'tv' }));
  for (const protocol of ['plex', 'oauth']) {
    const block = {
      id: protocol,
      requesterKey: `${protocol} ${away} tv`,
      account: null,
      name: 'TV',
      by: 'operator',
    } as const;
    await store.blocks.put({ ...block, at, until: at + 86_400_000 });
  }
  for (const way of [{}, ...ways]) {
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json', ...way };
    assert.equal(errorOf(await ask(harness, 'POST', '/api/v2/pins', { headers, peer: away }))?.status, 403);
    const body = form({ client_id: 'tv' });
    const denied = await ask(harness, 'POST', '/oauth/device_authorization', {
      ...body,
      headers: { ...body.headers, ...way },
      peer: away,
    });
    assert.equal((denied.json as { error: string }).error, 'unauthorized_client');
  }
});
