// What a service owes its callers while its store cannot write: 503 with Retry-After in each protocol, and what needs no
// write goes on.
import assert from 'node:assert/strict';
import { ask, errorOf, form, type Answer } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import type { Harness } from '../harness/service.ts';

const json = { accept: 'application/json', 'x-plex-client-identifier': 'tv' };

export interface Before {
  readonly id: number;
  readonly deviceCode: string;
}

/** Asks for a pin in each protocol while all is well. */
export async function askBefore(harness: Harness): Promise<Before> {
  await registerClient(harness, 'radio');
  const pin = await ask(harness, 'POST', '/api/v2/pins', { headers: json });
  const code = await ask(harness, 'POST', '/oauth/device_authorization', form({ client_id: 'radio' }));
  assert.deepEqual([pin.status, code.status], [201, 200]);
  const { device_code: deviceCode } = code.json as { device_code: string };
  return { id: (pin.json as { id: number }).id, deviceCode };
}

/** Everything that needs a write is told to come again; a pending poll is answered. */
export async function expectTrouble(harness: Harness, { id, deviceCode }: Before): Promise<void> {
  const page = form({ name: 'ada', password: 'correct horse battery' });
  const headers = { ...page.headers, origin: 'http://127.0.0.1:4747', 'sec-fetch-site': 'same-origin' };
  const [plex, xml, old, oauth, signIn] = await Promise.all([
    ask(harness, 'POST', '/api/v2/pins', { headers: json }),
    ask(harness, 'POST', '/api/v2/pins', { headers: { 'x-plex-client-identifier': 'tv' } }),
    ask(harness, 'POST', '/pins.xml', { headers: { 'x-plex-client-identifier': 'tv' } }),
    ask(harness, 'POST', '/oauth/device_authorization', form({ client_id: 'radio' })),
    ask(harness, 'POST', '/signin', { ...page, headers }),
  ] as const);
  for (const answer of [plex, xml, old, oauth, signIn]) {
    assert.equal(answer.status, 503, answer.text);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    assert.doesNotMatch(answer.text, /SQLite|sqlite|locked|disk/i);
  }
  for (const answer of [plex, xml]) assert.deepEqual(errorOf(answer), { code: 1007, status: 503 });
  assert.equal((oauth.json as { error: string }).error, 'temporarily_unavailable');
  assert.match(signIn.text, /<!doctype html>/i);

  const polled: Answer = await ask(harness, 'GET', `/api/v2/pins/${id}`, { headers: json });
  assert.equal(polled.status, 200);
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const poll = { grant_type: grant, device_code: deviceCode, client_id: 'radio' };
  const pending = await ask(harness, 'POST', '/oauth/token', form(poll));
  assert.match((pending.json as { error: string }).error, /^(authorization_pending|slow_down)$/);
  assert.equal((await ask(harness, 'GET', '/healthz')).status, 200);
  assert.equal((await ask(harness, 'GET', '/readyz')).status, 503);
}

/** As {@link askBefore}, once the trouble is over. */
export async function expectService(harness: Harness): Promise<void> {
  harness.clock.pass(10_000);
  assert.equal((await ask(harness, 'POST', '/api/v2/pins', { headers: json })).status, 201);
  assert.equal((await ask(harness, 'GET', '/readyz')).status, 200);
}
