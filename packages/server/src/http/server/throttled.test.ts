import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness } from '../../../../../test/harness/service.ts';
import type { EventRecorder } from '../../events/events.ts';
import type { AuditEntry } from '../../service/ports/events.ts';
import { aClient } from '../../stores/contract/samples.ts';
import type { Store } from '../../service/ports/store.ts';
import { TestBrowser, testSite } from '../pages/site.testing.ts';

async function throttledIn({ events, store }: { readonly events: EventRecorder; readonly store: Store }) {
  await events.flush();
  const noted = await store.auditLog.list({ since: 0, kinds: ['throttled'], limit: 10 });
  return noted.map(({ dialect, client, address, account, count }: AuditEntry) => ({
    dialect,
    client,
    address,
    account,
    count,
  }));
}

describe('a response of 429 is noted', () => {
  for (const [dialect, path, body] of [
    ['plex', '/api/v2/pins', ''],
    ['oauth', '/oauth/device_authorization', 'client_id=tv'],
  ] as const) {
    it(`with its protocol and what the client calls itself: ${dialect}`, async (t) => {
      const harness = createHarness(`throttled ${dialect}`, { settings: { issuesPerMinute: 1 } });
      t.after(() => harness.service.close());
      const { oauthClients } = harness.store;
      await oauthClients.add({ ...aClient(), id: 'tv' });
      const statuses: number[] = [];
      while (!statuses.includes(429)) {
        const request = new Request(`http://127.0.0.1:4747${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-plex-client-identifier': 'tv' },
          body,
        });
        statuses.push((await harness.service.fetch(request, { peer: '203.0.113.9' })).status);
        assert.ok(statuses.length < 20, statuses.join());
      }
      const address = '203.0.113.9';
      assert.deepEqual(await throttledIn(harness), [{ dialect, client: 'tv', address, account: null, count: 1 }]);
    });
  }

  it('on a page by the network alone', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    let status = 0;
    for (let turn = 0; turn < 20 && status !== 429; turn += 1) {
      ({ status } = await browser.post('/signin', { name: 'ada', password: 'x' }));
    }
    assert.equal(status, 429);
    const noted = await throttledIn({ events: site.events, store: site.context.store });
    assert.deepEqual(noted, [{ dialect: null, client: null, address: '203.0.113.9', account: null, count: 1 }]);
  });
});
