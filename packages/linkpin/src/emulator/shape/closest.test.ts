import assert from 'node:assert/strict';
import { it } from 'node:test';
import { closest } from './closest.ts';
import type { XmlElement } from '../../transcript/transcript.ts';
import { emptyMembers } from './shape-json.ts';
import { emptyParts } from './shape-xml.ts';

const waiting = { id: 1, authToken: null, newRegistration: null, location: { city: null } };
const find = (own: unknown, recorded: readonly unknown[]): unknown =>
  closest(emptyMembers(own), recorded, emptyMembers);
const done = { ...waiting, authToken: 'token-1', newRegistration: false };

it('takes the recorded answer of the same state, whatever came first', () => {
  for (const recorded of [
    [waiting, done],
    [done, waiting],
  ]) {
    assert.equal(find({ ...waiting, id: 7, qr: 'x' }, recorded), waiting);
    assert.equal(find({ ...done, authToken: 'live' }, recorded), done);
  }
});

it('takes what is nil, and an element without anything in it, for empty', () => {
  const pin = (...children: readonly XmlElement[]): XmlElement => ({ name: 'pin', children });
  const nil = pin({ name: 'auth-token', attributes: { nil: 'true' } }, { name: 'user-id' });
  const full = pin({ name: 'auth-token', text: 'token-1' }, { name: 'user-id', text: '1000000001' });
  const mixed = pin({ name: 'auth-token', attributes: { nil: 'true' } }, { name: 'user-id', text: '1000000001' });
  for (const own of [nil, full, mixed]) {
    assert.equal(closest(emptyParts(own), [mixed, full, nil, mixed], emptyParts), own);
  }
});

it('takes the first of those that are alike, the only one whatever it is, and none of none', () => {
  const again = { ...waiting };
  assert.equal(find({ ...waiting }, [waiting, again]), waiting);
  assert.equal(find(done, [waiting]), waiting);
  assert.equal(find(done, []), undefined);
});
