import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHandClock } from './hand-clock.testing.ts';
import { fixture } from './lists.testing.ts';
import { fetchPlexDevices, fetchPlexResources } from './plex-fetch.ts';
import { type Line, createScriptedFetch, json, noNetwork, silence } from './scripted-fetch.testing.ts';

const identity = { clientIdentifier: 'client-1', product: 'Test' };
const resources: unknown = JSON.parse(fixture('devices/resources-v2-2026.json'));

test('resources are asked for with the token, with every way that leads to them', async () => {
  const { fetch, seen } = createScriptedFetch(json(resources));
  const options = { ...identity, server: 'https://home.example/x', fetch };
  const [server] = await fetchPlexResources(options, 'the-token');
  assert.equal(server?.name, 'lundflix');
  assert.equal(
    seen[0]?.url.href,
    'https://home.example/x/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1',
  );
  assert.equal(seen[0].method, 'GET');
  assert.equal(seen[0].headers.get('x-plex-token'), 'the-token');
});

test('devices are asked for with the token, in JSON', async () => {
  const { fetch, seen } = createScriptedFetch(json([{ clientIdentifier: 'tv', id: 7 }]));
  const [device] = await fetchPlexDevices({ ...identity, fetch }, 'the-token');
  assert.equal(device?.id, 7);
  assert.equal(seen[0]?.url.href, 'https://plex.tv/api/v2/devices');
  assert.equal(seen[0].headers.get('x-plex-token'), 'the-token');
  assert.equal(seen[0].headers.get('accept'), 'application/json');
});

test('C10: a 401 can be told from all that says nothing about the token', async () => {
  const cases: [Line, string, number | undefined][] = [
    [json({ errors: [{ code: 1001, message: 'User could not be authenticated' }] }, 401), 'refused', 401],
    [json({}, 403), 'refused', 403],
    [json({}, 429), 'rate_limited', 429],
    [json({}, 503), 'server', 503],
    [() => new Response(null, { status: 302 }), 'redirected', undefined],
    [() => new Response('<html>terms</html>'), 'unreadable', undefined],
    [json({ pong: true }), 'unreadable', undefined],
    [noNetwork, 'network', undefined],
    [silence, 'timeout', undefined],
  ];
  for (const ask of [fetchPlexResources, fetchPlexDevices]) {
    for (const [line, code, status] of cases) {
      const clock = createHandClock();
      const { fetch, seen } = createScriptedFetch(line);
      const rejected = assert.rejects(ask({ ...identity, fetch, clock }, 'the-token') as Promise<unknown>, {
        code,
        ...(status && { status }),
      });
      await clock.pass(20_000);
      await rejected;
      assert.equal(seen.length, 1);
    }
  }
});

test('the token is in no error, even when the server repeats it', async () => {
  const { fetch } = createScriptedFetch(json({ errors: [{ code: 1999, message: 'do not like the-token' }] }, 400));
  await assert.rejects(fetchPlexResources({ ...identity, fetch }, 'the-token'), {
    message: 'https://plex.tv/api/v2/resources answered 400: do not like …',
  });
});

test('a text that no header could carry is refused, and is not sent', async () => {
  const { fetch, seen } = createScriptedFetch(json([]));
  for (const token of ['', 'a\nb', 'tøken…']) {
    await assert.rejects(fetchPlexResources({ ...identity, fetch }, token), { code: 'bad_option' });
    await assert.rejects(fetchPlexDevices({ ...identity, product: '', fetch }, 'the-token'), { code: 'bad_option' });
  }
  assert.equal(seen.length, 0);
});

test('an abort rejects with its own reason', async () => {
  const controller = new AbortController();
  const { fetch } = createScriptedFetch(silence);
  const asked = fetchPlexDevices({ ...identity, fetch }, 'the-token', { signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(asked, (error) => error === 'enough');
});
