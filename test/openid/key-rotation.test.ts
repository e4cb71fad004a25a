// The keys of ID tokens are rotated without a gap: verifiers that fetch the key set rarely, and go by a copy of it in between, take
// every token that is good, before, while and after.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { createKeys, openKeyFile, openSqliteStore, retireKey, rotateKeyFile, useKey } from '@linkpin/server';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask } from '../plex/asking.ts';
import { approve, poll, post, type Issued } from '../oauth/asking.ts';

const minute = 60_000;
const algorithms = ['RS256', 'ES256', 'EdDSA'] as const;

/** Fetches the key set, at most every five minutes, as our own `max-age` says, and whatever `kid` comes meanwhile. */
class Verifier {
  #copy: { readonly until: number; readonly keys: JSONWebKeySet } | undefined;

  async verify(harness: Harness, token: string): Promise<void> {
    const now = harness.clock.now();
    if (this.#copy === undefined || now >= this.#copy.until) {
      const keys = (await ask(harness, 'GET', '/oauth/jwks', { headers: {} })).json as JSONWebKeySet;
      this.#copy = { until: now + 5 * minute, keys };
    }
    await jwtVerify(token, createLocalJWKSet(this.#copy.keys), { typ: 'JWT', currentDate: new Date(now) });
  }
}

async function idTokens(harness: Harness): Promise<readonly string[]> {
  const ada = await harness.person('ada');
  const tokens: string[] = [];
  for (const id of algorithms) {
    const issued = (await post(harness, '/oauth/device_authorization', { client_id: id, scope: 'openid' }))
      .json as Issued;
    await approve(harness, ada, issued.user_code);
    tokens.push(((await poll(harness, id, issued.device_code)).json as { readonly id_token: string }).id_token);
  }
  return tokens;
}

test('through a rotation in three steps no good ID token is refused, and the new keys come into use', async (context) => {
  const folder = folderFor(context);
  const file = join(folder, 'keys.json');
  const clock = movableClock(Date.UTC(2026, 11, 1));
  const start = async (): Promise<Harness> => {
    const keys = await openKeyFile(file);
    const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) });
    return createHarness(`rotation at ${clock.now()}`, { keys, store, clock });
  };
  // One fetches right before each step, the others at other minutes.
  const verifiers = [0, 1, 2, 3, 4].map(() => new Verifier());
  const live: { readonly token: string; readonly until: number }[] = [];
  const kids: (string | undefined)[] = [];

  /** So many minutes of sign-ins; each verifier is shown every token that is good. */
  const passes = async (harness: Harness, minutes: number): Promise<void> => {
    for (let count = 0; count < minutes; count += 1) {
      const made = await idTokens(harness);
      kids.push(...made.map((token) => decodeProtectedHeader(token).kid));
      live.push(...made.map((token) => ({ token, until: clock.now() + 10 * minute })));
      live.splice(0, live.length, ...live.filter(({ until }) => clock.now() < until));
      const verifier = verifiers[count % verifiers.length] ?? assert.fail();
      for (const { token } of live) await verifier.verify(harness, token);
      for (const { token } of live.slice(-3)) for (const other of verifiers) await other.verify(harness, token);
      clock.pass(minute);
    }
  };

  const first = await start();
  for (const id of algorithms) {
    await registerClient(first, id, { scopes: ['openid'], audiences: [], idTokenAlgorithm: id, accessTokenLife: 600 });
  }
  await passes(first, 2);
  await first.service.close();

  const [old] = await openKeyFile(file);
  const ring = await rotateKeyFile(file, 'last');
  const second = await start();
  const before = new Set(kids);
  await passes(second, 6);
  assert.deepEqual(new Set(kids), before, 'the next key is published, and signs nothing yet');
  await second.service.close();

  await useKey(file, ring.at(-1)?.kid ?? '');
  const third = await start();
  const signed = kids.length;
  await passes(third, 11);
  assert.ok(
    kids.slice(signed).every((kid) => !before.has(kid ?? '')),
    'the new keys sign',
  );
  await third.service.close();

  await retireKey(file, old?.kid ?? '');
  const fourth = await start();
  context.after(() => fourth.service.close());
  await passes(fourth, 2);
  const { keys } = (await ask(fourth, 'GET', '/oauth/jwks', { headers: {} })).json as JSONWebKeySet;
  assert.deepEqual([keys.length, keys.some(({ kid }) => before.has(kid ?? ''))], [3, false]);
});
