import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syslogLine } from './syslog.ts';

const line = {
  id: 'e1',
  at: '2026-11-21T12:00:00.000Z',
  kind: 'admin-made',
  count: 1,
  account: { number: 2, username: 'ben' },
  by: { number: 1, username: 'ada' },
  pin: null,
  dialect: null,
  client: null,
  device: null,
  address: '203.0.113.9',
  country: 'NL',
  fact: null,
} as const;

test('an entry is a line of RFC 5424, with what is known as structured data', () => {
  assert.equal(
    syslogLine(line, 'host.example', 42),
    '<109>1 2026-11-21T12:00:00.000Z host.example linkpin 42 admin-made [linkpin@32473 id="e1" count="1" account="ben" by="ada" address="203.0.113.9" country="NL"] admin-made\n',
  );
});

test('what somebody should look at is a warning', () => {
  assert.match(syslogLine({ ...line, kind: 'replayed' }, 'h', 1), /^<108>1 /);
});

test('no text of a stranger ends the data, begins another line or gets into the header', () => {
  const strange = syslogLine({ ...line, device: 'TV"] \\ \n<13>1 - x', by: null }, 'a b\n', 1);
  assert.equal(strange.split('\n').length, 2);
  assert.ok(strange.includes('device="TV\\"\\] \\\\  <13>1 - x"'), strange);
  assert.match(strange, / ab linkpin 1 /);
});
