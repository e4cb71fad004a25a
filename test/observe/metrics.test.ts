// The metrics of a service, by its own listener: what they count, what no client can do to them, and who is let in.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { registerClient } from '../harness/clients.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { catalogue } from '../../packages/server/src/metrics/catalogue.ts';
import { until } from '../support/until.ts';

interface Measured extends Harness {
  readonly base: string;
  readonly metricsUrl: string;
  /** Each series with its value. */
  read(): Promise<ReadonlyMap<string, number>>;
}

async function measured(t: TestContext, settings: object = {}): Promise<Measured> {
  const harness = createHarness('metrics', { settings: { metricsPort: 0, ...settings } });
  t.after(() => harness.service.close());
  const base = await harness.service.listen();
  const metricsUrl = (await harness.service.listenForMetrics()) ?? assert.fail('no metrics');
  return {
    ...harness,
    base,
    metricsUrl,
    async read() {
      const text = await (await fetch(metricsUrl)).text();
      return new Map(
        text
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#'))
          .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
      );
    },
  };
}

const identified = { accept: 'application/json', 'x-plex-client-identifier': 'tv' };

async function aPin({ base }: Measured): Promise<string> {
  const asked = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: identified });
  return `${base}/api/v2/pins/${((await asked.json()) as { readonly id: number }).id}`;
}

const count = (method: string, route: string, status: number): string =>
  `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"}`;

test('requests, polls, the way of a pin and the time to link are counted, each once', async (t) => {
  const service = await measured(t);
  const url = await aPin(service);
  for (let poll = 0; poll < 5; poll += 1) assert.equal((await fetch(url, { headers: identified })).status, 200);
  service.clock.pass(42_000);
  const pin = await service.store.pins.byPublicId('plex', url.slice(url.lastIndexOf('/') + 1));
  const account = await service.person('ada');
  const yes = { pin: pin?.id ?? '', account, address: null, place: null, mayApprove: false, approvedBy: null };
  assert.equal((await approvePin(service.ports, yes)).ok, true);
  // One who is too late changes nothing, and is not counted.
  assert.equal((await approvePin(service.ports, yes)).ok, false);
  await fetch(url, { headers: identified });
  await service.events.flush();
  const numbers = await service.read();
  assert.equal(numbers.get(count('POST', '/api/v2/pins', 201)), 1);
  assert.equal(numbers.get(count('GET', '/api/v2/pins/:id', 200)), 6);
  assert.equal(numbers.get('linkpin_polls_total{protocol="plex",answered="at_once"}'), 5);
  assert.equal(numbers.get('linkpin_polls_total{protocol="plex",answered="read"}'), 1);
  for (const kind of ['issued', 'approved', 'redeemed'])
    assert.equal(numbers.get(`linkpin_events_total{kind="${kind}"}`), 1);
  assert.equal(numbers.get('linkpin_time_to_link_seconds_sum{protocol="plex"}'), 42);
  assert.equal(numbers.get('linkpin_time_to_link_seconds_bucket{protocol="plex",le="30"}'), 0);
  assert.equal(numbers.get('linkpin_time_to_link_seconds_bucket{protocol="plex",le="45"}'), 1);
});

test('a poll that is held counts once, and the time that its device wanted to wait is not that of the answer', async (t) => {
  const service = await measured(t);
  const url = await aPin(service);
  const waits = fetch(url, { headers: { ...identified, prefer: 'wait=1' } });
  await until('it is held', () => service.longPolls.size === 1);
  assert.equal((await service.read()).get('linkpin_held'), 1);
  assert.equal((await waits).status, 200);
  const gone = new AbortController();
  const left = fetch(url, { headers: { ...identified, prefer: 'wait=50' }, signal: gone.signal });
  await until('another is held', () => service.longPolls.size === 1);
  gone.abort();
  await left.catch(() => {});
  await until('it has left', () => service.longPolls.size === 0);
  const numbers = await service.read();
  assert.equal(numbers.get(count('GET', '/api/v2/pins/:id', 200)), 1);
  assert.equal(numbers.get('linkpin_polls_total{protocol="plex",answered="read"}'), 2);
  assert.equal(numbers.get('linkpin_hold_duration_seconds_count{end="over"}'), 1);
  assert.equal(numbers.get('linkpin_hold_duration_seconds_count{end="left"}'), 1);
  const [held, working] = ['linkpin_hold_duration_seconds_sum{end="over"}', count('GET', '/api/v2/pins/:id', 200)];
  assert.ok((numbers.get(working.replace('_count', '_sum')) ?? 9) < (numbers.get(held) ?? 0));
});

test('through the other adapter the same is counted, pages by their route', async (t) => {
  const service = await measured(t);
  const ask = (method: string, path: string) =>
    service.service.fetch(new Request(`${service.base}${path}`, { method }));
  for (const path of ['/signin', '/signin?next=%2Flink', '/no/such/page', '/assets/none.css']) await ask('GET', path);
  assert.equal((await ask('PUT', '/signin')).status, 404);
  await service.service.fetch(new Request(`${service.base}/api/v2/pins/1`, { headers: identified }));
  const numbers = await service.read();
  assert.equal(numbers.get(count('GET', '/signin', 200)), 2);
  assert.equal(numbers.get(count('GET', '', 404)), 1);
  assert.equal(numbers.get(count('PUT', '', 404)), 1);
  assert.equal(numbers.get(count('GET', '/assets/*', 404)), 1);
  assert.equal(numbers.get(count('GET', '/api/v2/pins/:id', 404)), 1);
});

test('a client with a thousand paths, methods, names and addresses adds no series', async (t) => {
  const service = await measured(t);
  await registerClient(service, 'known');
  const attack = async (one: number): Promise<void> => {
    const method = `HACK${one}`;
    await service.service.fetch(new Request(`${service.base}/x${one}?${one}`, { method }), {
      peer: `203.0.113.${one % 250}`,
    });
    await service.service.fetch(new Request(`${service.base}/signin`, { method }));
    await service.service.fetch(
      new Request(`${service.base}/api/v2/pins/${one}.json`, {
        headers: { 'x-plex-client-identifier': `evil ${one}`, 'user-agent': `agent ${one}`, traceparent: `${one}` },
      }),
    );
    await service.service.fetch(
      new Request(`${service.base}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: `evil-${one}`, grant_type: `grant-${one}` }),
      }),
    );
  };
  await attack(0);
  const before = await service.read();
  for (let one = 1; one <= 1000; one += 1) await attack(one);
  const after = await service.read();
  const statuses = [...after.keys()].filter((series) => !before.has(series) && !series.includes('status_code="429"'));
  assert.deepEqual(statuses, []);
  assert.equal(after.get(count('_OTHER', '', 404)), 2002);
});

test('each series is of a metric that the catalogue describes, and has no label that it does not name', async (t) => {
  const service = await measured(t);
  await fetch(await aPin(service), { headers: identified });
  for (const series of (await service.read()).keys()) {
    const [, name = '', labels = ''] = /^([a-z0-9_]+)(?:\{(.*)\})?$/.exec(series) ?? assert.fail(series);
    const base = name.replace(/_(bucket|sum|count)$/, '');
    const metric = Object.values(catalogue).find((one) => one.name === name || one.name === base);
    const given = [...labels.matchAll(/(\w+)="/g)].flatMap(([, label = '']) => (label === 'le' ? [] : [label]));
    assert.deepEqual(given, Object.keys(metric?.labels ?? assert.fail(`${series} is not described`)));
  }
});

test('the metrics are nowhere on the address of the service, and nothing but them on their own', async (t) => {
  const service = await measured(t);
  assert.equal((await fetch(`${service.base}/metrics`)).status, 404);
  const { origin } = new URL(service.metricsUrl);
  for (const path of ['/', '/healthz', '/api/v2/pins', '/metrics/', '/metricsx']) {
    assert.equal((await fetch(`${origin}${path}`)).status, 404, path);
  }
  const posted = await fetch(service.metricsUrl, { method: 'POST', body: 'x' });
  assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD']);
  const read = await fetch(`${service.metricsUrl}?a=b`, { headers: { origin: 'https://evil.example' } });
  assert.equal(read.status, 200);
  assert.equal(read.headers.get('access-control-allow-origin'), null);
  assert.match(read.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  assert.equal(await (await fetch(service.metricsUrl, { method: 'HEAD' })).text(), '');
});

test('while the store is out of reach the other numbers are there', async (t) => {
  const service = await measured(t, {
    webhookUrl: 'https://hooks.example/',
    webhookSecrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  });
  t.mock.method(service.store.outbox, 'status', () => Promise.reject(new Error('out of reach')));
  const numbers = await service.read();
  assert.equal(numbers.get('linkpin_held'), 0);
  assert.equal(numbers.get('linkpin_webhooks_waiting'), undefined);
});

test('without the setting there is nothing to listen for', async (t) => {
  const harness = createHarness('no metrics');
  t.after(() => harness.service.close());
  assert.equal(await harness.service.listenForMetrics(), null);
  assert.equal(harness.observation.metrics, undefined);
});
