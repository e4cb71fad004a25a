// What a service with two workers was sent, as a real Prometheus has it, and every query of the dashboard and the alerts on it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addUser, password, serve } from '../command/linkpin.ts';
import { Person } from '../harness/person.ts';
import { until } from '../support/until.ts';
import { startPrometheus } from './prometheus.ts';

const dashboard = new URL('../../deploy/grafana/dashboard.json', import.meta.url);

/** What a store in SQLite, and a service that sends no mail, has nothing to say about. */
const ofOthers = /linkpin_store_(statement|look|waiting_for)|linkpin_mail/;

/** A receiver of webhooks that takes everything. */
async function startReceiver(t: TestContext): Promise<string> {
  const server = createServer((_, outgoing) => outgoing.writeHead(204).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Device {
  readonly code: string;
  poll(more?: Readonly<Record<string, string>>): Promise<string | null>;
}

/** A device that asks for a code; each of its requests comes over a connection of its own, to whichever thread takes it. */
async function device(url: string): Promise<Device> {
  const headers = { accept: 'application/json', 'x-plex-client-identifier': 'tv', connection: 'close' };
  const asked = await fetch(`${url}/api/v2/pins`, { method: 'POST', headers });
  const { id, code } = (await asked.json()) as { readonly id: number; readonly code: string };
  return {
    code,
    async poll(more) {
      const answer = await fetch(`${url}/api/v2/pins/${id}`, { headers: { ...headers, ...more } });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { readonly authToken: string | null }).authToken;
    },
  };
}

test('Prometheus counts what was sent to two workers, and all queries that we give work on it', async (t) => {
  const receiver = await startReceiver(t);
  const served = await serve(t, [
    ...['--workers', '2', '--metrics-port', '0', '--issues-per-minute', '1000', '--live-pins-per-network', '1000'],
    ...['--webhook-url', receiver, '--outbound-allowed', '127.0.0.1', '--webhook-kinds', 'approved,denied'],
    ...['--webhook-secrets', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ]);
  const [, metrics = ''] = await served.wrote('stdout', /"metricsUrl":"([^"]+)"/);
  await addUser(served, 'ada');
  const prometheus = await startPrometheus(t, [new URL(metrics).host]);
  // What increases before the first scrape is not seen as an increase.
  await until('a first scrape', async () => (await prometheus.value('linkpin_threads{state="answering"}')) === 2);

  const { url } = served;
  const devices = await Promise.all(Array.from({ length: 30 }, () => device(url)));
  for (let round = 0; round < 3; round += 1) await Promise.all(devices.map(({ poll }) => poll()));
  const [first, second, third] = devices as [Device, Device, Device];
  const ada = new Person(url);
  await ada.signIn('ada', password);
  await ada.typeCode('0000');
  const linked = await ada.answer(first.code, 'yes');
  assert.equal(linked.path, '/done', linked.html);
  assert.notEqual(await first.poll(), null);
  await ada.answer(second.code, 'no');
  const held = third.poll({ prefer: 'wait=20' });
  await until('the poll is held', async () => (await prometheus.value('sum(linkpin_held)')) === 1, 100);
  await ada.answer(third.code, 'yes');
  assert.equal(await held, null, 'the news was that somebody opened it');
  assert.notEqual(await third.poll(), null);
  const strange = Array.from({ length: 50 }, (_, one) => fetch(`${url}/nowhere/${one}?a=${one}`, { method: 'GET' }));
  for (const { status } of await Promise.all(strange)) assert.equal(status, 404);
  const missing = { headers: { 'x-plex-client-identifier': 'tv' } };
  for (const id of [1, 2, 3, 4]) assert.equal((await fetch(`${url}/api/v2/pins/${id}`, missing)).status, 404);

  const count = (labels: string): string => `sum(http_server_request_duration_seconds_count{${labels}})`;
  const expected: Readonly<Record<string, number>> = {
    'sum(linkpin_events_total{kind="issued"})': 30,
    'sum(linkpin_events_total{kind="opened"})': 3,
    'sum(linkpin_events_total{kind="approved"})': 2,
    'sum(linkpin_events_total{kind="denied"})': 1,
    'sum(linkpin_events_total{kind="redeemed"})': 2,
    'sum(linkpin_time_to_link_seconds_count{protocol="plex"})': 2,
    'linkpin_code_attempts_total{outcome="right"}': 3,
    'linkpin_code_attempts_total{outcome="wrong"}': 1,
    'linkpin_failed_lookups_total{outcome="missed"}': 4,
    'sum(linkpin_polls_total{protocol="plex"})': 97,
    'sum(linkpin_hold_duration_seconds_count{end="changed"})': 1,
    'sum(linkpin_held)': 0,
    [count('http_route="/api/v2/pins", http_response_status_code="201"')]: 30,
    [count('http_route="/api/v2/pins/:id", http_response_status_code="200"')]: 93,
    [count('http_route="/api/v2/pins/:id", http_response_status_code="404"')]: 4,
    [count('http_route="", http_response_status_code="404"')]: 50,
    [count('http_route="/signin", http_request_method="POST"')]: 1,
    'sum(linkpin_webhook_duration_seconds_count{outcome="taken"})': 3,
    linkpin_webhooks_waiting: 0,
    'linkpin_threads{state="answering"}': 2,
    'linkpin_threads{state="silent"}': 0,
    'count(nodejs_eventloop_time_seconds_total{state="active"})': 2,
    'max(linkpin_pins{state="pending"})': 27,
    'sum(linkpin_events_total{kind="wrong-code"})': 1,
  };
  const missed = async (): Promise<readonly string[]> => {
    const values = await Promise.all(
      Object.keys(expected).map(async (query) => [query, await prometheus.value(query)] as const),
    );
    return values.flatMap(([query, value]) =>
      value === expected[query] ? [] : [`${query} is ${value}, not ${expected[query]}`],
    );
  };
  let differs: readonly string[] = [];
  const isSo = async (): Promise<boolean> => (differs = await missed()).length === 0;
  await until('Prometheus has what was sent', isSo, 200).catch(() => assert.deepEqual(differs, []));

  const { panels } = JSON.parse(readFileSync(dashboard, 'utf8')) as {
    readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
  };
  const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
  assert.ok(queries.length > 20);
  for (const { title, expr } of queries) {
    const series = await prometheus.query(expr.replaceAll('$job', '.+').replaceAll('$__rate_interval', '1m'));
    assert.equal(series.length > 0, !ofOthers.test(expr), `${title}: ${expr}`);
  }
  for (const { name, state, health } of await prometheus.alerts()) {
    assert.deepEqual([name, state, health], [name, 'inactive', 'ok']);
  }
  const text = await (await fetch(metrics)).text();
  execFileSync('promtool', ['check', 'metrics'], { input: text });
});

test('each alert fires on what it is about, and none on a service that is well', () => {
  const rules = fileURLToPath(new URL('alerts.test.yml', import.meta.url));
  execFileSync('promtool', ['test', 'rules', rules], { encoding: 'utf8', stdio: 'pipe' });
});
