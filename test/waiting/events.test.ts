// Event streams that signal changes, through both adapters.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { protocols, type Waiting } from './protocols.ts';
import { fetchAdapter, nodeAdapter, untilWaiting } from './holding.ts';

type Get = (url: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;

const client = { 'x-plex-client-identifier': 'tv' };

/** A device with a code, at one adapter. */
async function begin(t: { after: (end: () => Promise<void>) => void }, way: string, protocol: string, settings = {}) {
  const harness = createHarness(`events ${way}`, { settings });
  t.after(() => harness.service.close());
  const base = await harness.service.listen();
  const make = protocols[protocol];
  assert.ok(make);
  const tv = await make(harness, way === 'fetch' ? fetchAdapter(harness) : nodeAdapter(base));
  const get: Get = (url, headers = {}) => {
    const { pathname, search } = new URL(url, base);
    return way === 'fetch'
      ? harness.service.fetch(new Request(`http://127.0.0.1:4747${pathname}${search}`, { headers }), {
          peer: '127.0.0.1',
        })
      : fetch(`${base}${pathname}${search}`, { headers });
  };
  return { harness, tv, get };
}

/** Reads a stream on until it holds a text, or ends. */
async function readUntil(response: Response, wanted: string): Promise<string> {
  assert.ok(response.body);
  let text = '';
  const reader = response.body.getReader();
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += Buffer.from(value as Uint8Array).toString();
  }
  reader.releaseLock();
  return text;
}

const decide: Readonly<Record<string, (tv: Waiting, harness: Harness) => Promise<unknown>>> = {
  approved: (tv) => tv.approve(),
  denied: (tv) => tv.deny(),
};

for (const way of ['node', 'fetch']) {
  for (const protocol of ['plex', 'oauth']) {
    describe(`an event stream of ${protocol} through the ${way} adapter`, () => {
      for (const [what, act] of Object.entries(decide)) {
        it(`signals that the pin is ${what}, and ends`, async (t) => {
          const { harness, tv, get } = await begin(t, way, protocol);
          const response = await get(tv.events, client);
          assert.equal(response.status, 200);
          assert.equal(response.headers.get('content-type'), 'text/event-stream');
          assert.equal(response.headers.get('cache-control'), 'no-store');
          assert.equal(response.headers.get('access-control-allow-origin'), '*');
          await untilWaiting(harness, 1);
          await act(tv, harness);
          const text = await readUntil(response, 'event: changed\ndata: changed\n\n');
          assert.match(text, /^retry: \d+\n\n(event: changed\ndata: changed\n\n)+$/);
          if (what === 'approved') {
            harness.clock.pass(5000);
            assert.ok(tv.hasToken(await tv.poll()));
          }
          assert.match(await readUntil(response, 'the end of the stream'), /^(event: changed\ndata: changed\n\n)*$/);
          assert.equal(harness.localNotifier.isWatched(), false);
        });
      }

      it('says nothing of a pin that does not exist, and nothing to other clients', async (t) => {
        const { tv, get } = await begin(t, way, protocol);
        const missing = await get(protocol === 'plex' ? '/api/v2/pins/1/events' : '/oauth/events/none', client);
        assert.equal(missing.status, 404);
        if (protocol === 'plex') {
          const other = await get(tv.events, { 'x-plex-client-identifier': 'other' });
          const unknown = await get('/api/v2/pins/1/events', { 'x-plex-client-identifier': 'other' });
          assert.deepEqual([other.status, await other.text()], [unknown.status, await unknown.text()]);
        }
      });

      it('takes a slot like a held poll, and ends when the service stops', async (t) => {
        const { harness, tv, get } = await begin(t, way, protocol, { waitsPerNetwork: 1 });
        const first = await get(tv.events, client);
        await untilWaiting(harness, 1);
        const second = await get(tv.events, client);
        assert.match(await second.text(), /^retry: 3000\n\nretry: 30000\n\n$/);
        const closed = harness.service.close();
        assert.equal(await first.text(), 'retry: 3000\n\n');
        await closed;
      });
    });
  }
}
