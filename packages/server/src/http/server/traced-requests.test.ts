import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trace } from '@opentelemetry/api';
import type { Tracing } from '../../tracing/tracing.ts';
import { createPeerCheck } from './client-address.ts';
import { traceRequests } from './traced-requests.ts';

test('the trace of a declared proxy is gone on with, and of nobody else', () => {
  const parents: (string | null | undefined)[] = [];
  const tracing: Pick<Tracing, 'begin'> = {
    begin(_name, _options, parent) {
      parents.push(parent);
      return trace.getTracer('nobody').startSpan('none');
    },
  };
  const requests = traceRequests(tracing as Tracing, createPeerCheck(['192.0.2.1']));
  const header = (name: string): string | undefined => (name === 'traceparent' ? '00-a-b-01' : undefined);
  for (const peer of ['192.0.2.1', '203.0.113.9', '127.0.0.1', undefined]) {
    requests.begin({ method: 'GET', target: '/', header, peer });
  }
  requests.begin({ method: 'GET', target: '/', header: () => undefined, peer: '192.0.2.1' });
  assert.deepEqual(parents, ['00-a-b-01', null, null, null, null]);
});
