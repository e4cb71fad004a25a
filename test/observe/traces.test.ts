// Spans, as a real SDK of OpenTelemetry gets them from a service.
import assert from 'node:assert/strict';
import { cpSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { after, beforeEach, describe, it, type TestContext } from 'node:test';
import { pino } from 'pino';
import { createTraceFields } from '@linkpin/server';
import { serve, temporaryFolder } from '../command/linkpin.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { until } from '../support/until.ts';

const from = createRequire(new URL('otel/package.json', import.meta.url));

interface FinishedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  readonly parentSpanContext?: { readonly traceId: string; readonly spanId: string };
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

interface Sdk {
  readonly InMemorySpanExporter: new () => { reset(): void; getFinishedSpans(): readonly FinishedSpan[] };
  readonly SimpleSpanProcessor: new (exporter: unknown) => unknown;
  readonly NodeTracerProvider: new (options: { readonly spanProcessors: readonly unknown[] }) => {
    register(): void;
    shutdown(): Promise<void>;
  };
}

const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = from('@opentelemetry/sdk-trace-node') as Sdk;

const foreign = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
const traceparent = `00-${foreign.trace}-${foreign.span}-01`;
const device = { accept: 'application/json', 'x-plex-client-identifier': 'tv' };

describe('a service whose process was started with an SDK', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
  after(() => provider.shutdown());
  beforeEach(() => exporter.reset());

  async function traced(
    t: TestContext,
    settings: object = {},
    log = pino({ level: 'silent' }),
  ): Promise<Harness & { readonly base: string }> {
    const harness = createHarness('traces', { log, settings: { traces: true, ...settings } });
    t.after(() => harness.service.close());
    return { ...harness, base: await harness.service.listen() };
  }

  const spans = (pattern: RegExp): readonly FinishedSpan[] =>
    exporter.getFinishedSpans().filter(({ name }) => pattern.test(name));
  const one = (pattern: RegExp): FinishedSpan => {
    const found = spans(pattern);
    assert.equal(
      found.length,
      1,
      `${pattern}: ${exporter
        .getFinishedSpans()
        .map(({ name }) => name)
        .join(', ')}`,
    );
    return found[0] as FinishedSpan;
  };

  it('has a span of each request under its route, and one below it of what the store did', async (t) => {
    const { base } = await traced(t);
    const asked = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: device });
    assert.equal(asked.status, 201);
    const request = one(/^POST /);
    assert.equal(request.name, 'POST /api/v2/pins');
    assert.deepEqual(request.attributes, {
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'http.route': '/api/v2/pins',
    });
    const insert = one(/^store pins\.insert$/);
    assert.equal(insert.parentSpanContext?.spanId, request.spanContext().spanId);
    assert.equal((await fetch(`${base}/signin`)).status, 200);
    assert.equal(one(/^GET /).name, 'GET /signin');
  });

  it('goes on with the trace of a declared proxy, and of nobody else', async (t) => {
    const declared = await traced(t, { trustedProxies: '127.0.0.1' });
    const ask = (base: string, sent: string) =>
      fetch(`${base}/api/v2/ping`, { headers: { ...device, traceparent: sent } });
    await ask(declared.base, traceparent);
    const { parentSpanContext } = one(/ping$/);
    assert.deepEqual([parentSpanContext?.traceId, parentSpanContext?.spanId], [foreign.trace, foreign.span]);
    exporter.reset();
    const broken = [
      '',
      'x',
      `00-${'0'.repeat(32)}-${foreign.span}-01`,
      traceparent.replace('00-', 'ff-'),
      `${traceparent}-more`,
    ];
    for (const sent of broken) await ask(declared.base, sent);
    await ask((await traced(t)).base, traceparent);
    const found = spans(/ping$/);
    assert.equal(found.length, broken.length + 1);
    for (const span of found) assert.equal(span.parentSpanContext, undefined);
  });

  it('says no code, id, token, query or address in any span', async (t) => {
    const { base, person } = await traced(t);
    await person('ada');
    const asked = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: device });
    const { id, code } = (await asked.json()) as { readonly id: number; readonly code: string };
    await fetch(`${base}/api/v2/pins/${id}?code=${code}`, { headers: device });
    await fetch(`${base}/api/v2/pins/qr/${code}`, { headers: { ...device, 'x-plex-token': 'secret-token' } });
    await fetch(`${base}/link?code=${code}&secret=query`, { redirect: 'manual' });
    await fetch(`${base}/nowhere/${code}`);
    const told = JSON.stringify(
      exporter.getFinishedSpans().map(({ name, attributes, status }) => ({ name, attributes, status })),
    );
    assert.ok(spans(/./).length > 4);
    for (const secret of [code, String(id), 'secret', '127.0.0.1', 'ada'])
      assert.ok(!told.includes(secret), `${secret}: ${told}`);
  });

  it('sends its trace along with a webhook, and says what the receiver answered', async (t) => {
    const heard: (string | undefined)[] = [];
    const receiver = createServer((incoming, outgoing) => {
      heard.push(incoming.headers['traceparent'] as string | undefined);
      outgoing.writeHead(heard.length === 1 ? 500 : 204).end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    t.after(() => void receiver.close());
    const { delivery, events, clock } = await traced(t, {
      webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=secret`,
      webhookSecrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      outboundAllowed: '127.0.0.1',
    });
    await events.note({ kind: 'denied', about: { protocol: 'plex', clientId: 'tv' }, account: null, address: null });
    await delivery?.sendDue();
    clock.pass(60_000);
    await delivery?.sendDue();
    const posts = spans(/^POST$/);
    assert.deepEqual(
      posts.map(({ attributes }) => attributes['http.response.status_code']),
      [500, 204],
    );
    assert.deepEqual(
      posts.map(({ status }) => status.code),
      [2, 0],
    );
    const ids = posts.map((span) => span.spanContext());
    assert.deepEqual(
      heard,
      ids.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`),
    );
  });

  it('has the trace and the name of a request in the line of the log about it, and in its answer', async (t) => {
    const lines: Readonly<Record<string, unknown>>[] = [];
    const log = pino({ mixin: createTraceFields() }, { write: (line) => void lines.push(JSON.parse(line)) });
    const { base, store } = await traced(t, { trustedProxies: '127.0.0.1' }, log);
    t.mock.method(store.pins, 'byPublicId', () => Promise.reject(new Error('it broke')));
    const headers = { ...device, traceparent, 'x-request-id': 'edge-7', 'x-forwarded-for': '203.0.113.9' };
    const answer = await fetch(`${base}/api/v2/pins/1`, { headers });
    assert.deepEqual([answer.status, answer.headers.get('x-request-id')], [500, 'edge-7']);
    const [line] = lines.filter(({ msg }) => msg === 'a request failed');
    assert.deepEqual([line?.['requestId'], line?.['traceId']], ['edge-7', foreign.trace]);
    assert.equal(one(/pins\/:id$/).status.code, 2);
  });

  it('ends the span of a held poll when its client leaves', async (t) => {
    const { base, longPolls } = await traced(t);
    const asked = await fetch(`${base}/api/v2/pins`, { method: 'POST', headers: device });
    const { id } = (await asked.json()) as { readonly id: number };
    const gone = new AbortController();
    const held = fetch(`${base}/api/v2/pins/${id}`, { headers: { ...device, prefer: 'wait=50' }, signal: gone.signal });
    await until('it is held', () => longPolls.size === 1);
    assert.equal(spans(/^GET/).length, 0);
    gone.abort();
    await held.catch(() => {});
    await until('its span has ended', () => spans(/^GET/).length === 1);
  });
});

it('linkpin serve sends the spans of both workers to a collector, by the file that we give', async (t) => {
  const services = new Set<string>();
  const routes: string[] = [];
  const threads = new Set<string>();
  const collector = createServer((incoming: IncomingMessage, outgoing) => {
    void json(incoming).then((body) => {
      const { resourceSpans } = body as OtlpTraces;
      for (const { resource, scopeSpans } of resourceSpans) {
        for (const { key, value } of resource.attributes)
          if (key === 'service.name') services.add(value.stringValue ?? '');
        for (const { name } of scopeSpans.flatMap(({ spans }) => spans)) routes.push(name);
      }
      threads.add(String(incoming.socket.remotePort));
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  t.after(() => void collector.close());
  const folder = await temporaryFolder(t);
  cpSync(new URL('../../deploy/traces/tracing.mjs', import.meta.url), join(folder, 'tracing.mjs'));
  symlinkSync(new URL('otel/node_modules', import.meta.url), join(folder, 'node_modules'));
  const { url } = await serve(t, ['--workers', '2', '--traces'], {
    NODE_OPTIONS: `--import=${join(folder, 'tracing.mjs')}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  for (let ask = 0; ask < 60; ask += 1) {
    assert.equal((await fetch(`${url}/healthz`, { headers: { connection: 'close' } })).status, 200);
  }
  await until('all spans are there', () => routes.filter((name) => name === 'GET /healthz').length === 60, 20);
  assert.deepEqual([...services], ['linkpin']);
  assert.ok(threads.size > 1, 'each worker sends over a connection of its own');
});

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[];
  }[];
}

it('without the setting no span is made', async (t) => {
  const harness = createHarness('no traces');
  t.after(() => harness.service.close());
  assert.equal(harness.observation.observer, undefined);
});
