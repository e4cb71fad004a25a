import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requesterKeysOf } from '../../domain/requester-key.ts';
import { refused } from '../../domain/result.ts';
import { must, redirectFlow, requester } from './redirect.testing.ts';
import { findDraft } from './request-authorization.ts';
import { requestElsewhere } from './request-elsewhere.ts';
import { standIn } from './stand-in.testing.ts';

const format = { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 };

async function begin(settings: Parameters<typeof redirectFlow>[1] = {}) {
  const flow = await redirectFlow({}, settings);
  const asked = flow.draft({ keyThumbprint: 'key' });
  const move = (ports = flow.ports, numberMatching = true, draft = asked) =>
    requestElsewhere(ports, draft, requester, { client: { numberMatching }, format });
  const lastUse = async () => (await flow.store.oauthClients.byId('notes'))?.lastUsedAt;
  return { ...flow, asked, move, lastUse };
}

describe('a request by redirect that another device is to answer', () => {
  it('has a code to be typed there, and the draft’s own code for the browser', async () => {
    const { asked, move, ports, clock, lastUse } = await begin();
    clock.pass(5);
    const pin = must(await move());
    assert.match(pin.code, /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    assert.deepEqual([pin.protocol, pin.kind, pin.matchesNumber, pin.keyThumbprint], ['oauth', 'user', true, 'key']);
    assert.equal(pin.redirect && ports.keys.unseal('authorization-code', pin.redirect.code), asked.code);
    assert.deepEqual(await findDraft(ports, asked), pin);
    assert.equal(await lastUse(), clock.now());
  });

  it('needs no number if its client wants none', async () => {
    const { move, ports } = await begin();
    assert.equal(must(await move(ports, false)).matchesNumber, false);
  });

  it('is stored once', async () => {
    const { move } = await begin();
    must(await move());
    assert.deepEqual(await move(), refused({ kind: 'busy', retryAfter: 60 }));
  });

  it('keeps the limits of all requests, and is refused to who is blocked', async () => {
    const { move, ports, draft } = await begin({ issuesPerMinute: 1 });
    must(await move());
    const over = await move(ports, true, draft());
    assert.equal(over.ok ? 'stored' : over.refusal.kind, 'over-budget');

    const other = await begin();
    await other.store.blocks.put({
      id: 'block',
      requesterKey: String(requesterKeysOf({ protocol: 'oauth', clientId: 'notes', key: 'key', address: null })[0]),
      account: null,
      name: 'Notes',
      by: 'operator',
      at: other.clock.now(),
      until: other.clock.now() + 1,
    });
    assert.deepEqual(await other.move(), refused({ kind: 'not-allowed' }));
    assert.equal(await other.lastUse(), null);
  });

  it('marks no use of its client when no code is free', async () => {
    const { move, ports, lastUse } = await begin();
    const pins = standIn(ports.pins, { insert: async () => 'code-taken' });
    assert.deepEqual(await move({ ...ports, pins }), refused({ kind: 'busy', retryAfter: 60 }));
    assert.equal(await lastUse(), null);
  });
});
