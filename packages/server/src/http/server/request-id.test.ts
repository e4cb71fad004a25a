import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPeerCheck } from './client-address.ts';
import { createRequestIds } from './request-id.ts';

const idOf = createRequestIds(createPeerCheck(['192.0.2.1']));
const from = (peer: string | undefined, name?: string): string => idOf({ peer, header: () => name })();

test('a request has a name of our own, always the same and of no other request', () => {
  const id = idOf({ peer: '203.0.113.9', header: () => undefined });
  assert.match(id(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/);
  assert.equal(id(), id());
  assert.notEqual(from('203.0.113.9'), from('203.0.113.9'));
});

test('it keeps the name that a declared proxy gave it, and that of nobody else', () => {
  assert.equal(from('192.0.2.1', '7f3a:Root=1-2@edge'), '7f3a:Root=1-2@edge');
  for (const peer of ['203.0.113.9', '127.0.0.1', undefined]) assert.notEqual(from(peer, 'mine'), 'mine');
});

test('what would be long or odd in a log is no name, whoever sends it', () => {
  for (const name of ['', 'a b', 'a"b', 'a\nb', 'ä', 'x'.repeat(129)]) assert.notEqual(from('192.0.2.1', name), name);
  assert.equal(from('192.0.2.1', 'x'.repeat(128)), 'x'.repeat(128));
});
