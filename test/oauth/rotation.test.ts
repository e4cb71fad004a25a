// What was made before the secret keys were rotated still works after it, and what a retired key takes with it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { createKeys, openKeyFile, openSqliteStore, retireKey, rotateKeyFile } from '@linkpin/server';
import { createTickets } from '../../packages/server/src/http/pages/tickets.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { ask, collect, link, lives } from '../plex/asking.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, begin, errorIn, linkDevice, poll, post, type Tokens } from './asking.ts';

/** Starts the service anew over one data folder, with the keys that stand in its file. */
async function startIn(folder: string, seed: string): Promise<Harness> {
  const keys = await openKeyFile(join(folder, 'keys.json'));
  const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) });
  return createHarness(seed, { keys, store });
}

const plexHeaders = { 'x-plex-client-identifier': 'shield', accept: 'application/json' };

const refresh = (harness: Harness, token: string) =>
  post(harness, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: 'tv' });

const isActive = async (harness: Harness, token: string): Promise<boolean> => {
  const asked = { client_id: 'api', client_secret: 'the secret of the api', token };
  return ((await post(harness, '/oauth/introspect', asked)).json as { active: boolean }).active;
};

const keysAt = async (harness: Harness, path: string): Promise<JSONWebKeySet> =>
  (await ask(harness, 'GET', path, { headers: { accept: 'application/json' } })).json as JSONWebKeySet;

const kidsAt = async (harness: Harness, path: string): Promise<readonly (string | undefined)[]> =>
  (await keysAt(harness, path)).keys.map(({ kid }) => kid);

/** Everything that the service hands out, some of it half way. */
async function makeOneOfEach(harness: Harness) {
  const ada = await harness.person('ada');
  await registerClient(harness, 'tv');
  await registerClient(harness, 'ed', { accessTokens: 'jwt' });
  await registerClient(harness, 'es', { accessTokens: 'jwt', signingAlgorithm: 'ES256' });
  await registerClient(harness, 'api', {}, 'the secret of the api');
  const who = { account: ada, session: 's' };
  const tickets = createTickets(harness.ports);
  const forward = { url: null, label: null } as never;
  const approved = await begin(harness, 'tv');
  await approve(harness, ada, approved.user_code);
  const rotated = await linkDevice(harness, ada, 'tv');
  const successor = (await refresh(harness, rotated.refresh_token)).json as Tokens;
  return {
    plexPin: (await ask(harness, 'POST', '/api/v2/pins', { headers: plexHeaders })).json as {
      id: number;
      code: string;
    },
    plexToken: await link(harness, ada, 'kitchen'),
    pending: await begin(harness, 'tv'),
    approved,
    used: rotated.refresh_token,
    successor: successor.refresh_token,
    opaque: successor.access_token,
    jwts: [(await linkDevice(harness, ada, 'ed')).access_token, (await linkDevice(harness, ada, 'es')).access_token],
    asked: tickets.sealAsked({ code: 'ABCD', clientId: null, via: 'code', typed: true, forward }, 'b'),
    opened: tickets.sealOpened({ pin: 'p', via: 'code', typed: true, forward }, who as never, 'b'),
    who,
  };
}

const fileIn = async (context: TestContext): Promise<{ readonly folder: string; readonly file: string }> => {
  const folder = folderFor(context);
  return { folder, file: join(folder, 'keys.json') };
};

test('tokens, codes, tickets and JWTs of before a rotation work after it, and new ones are of the new key', async (context) => {
  const { folder, file } = await fileIn(context);
  const before = await startIn(folder, 'before');
  const [oauthBefore, plexBefore] = [await kidsAt(before, '/oauth/jwks'), await kidsAt(before, '/api/v2/auth/keys')];
  const made = await makeOneOfEach(before);
  await before.service.close();
  await rotateKeyFile(file);

  const harness = await startIn(folder, 'after');
  context.after(() => harness.service.close());
  const ada = await harness.person('ada');

  // Codes: plex and OAuth, pending and approved.
  await approve(harness, ada, made.plexPin.code);
  assert.equal(await lives(harness, await collect(harness, made.plexPin.id, 'shield')), true);
  await approve(harness, ada, made.pending.user_code);
  for (const { device_code: code } of [made.pending, made.approved]) {
    const answer = await poll(harness, 'tv', code);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(await isActive(harness, (answer.json as Tokens).access_token), true);
  }

  // Tokens. The used one still names its successor, which lay sealed.
  assert.equal(await lives(harness, made.plexToken), true);
  assert.equal(await isActive(harness, made.opaque), true);
  const again = (await refresh(harness, made.used)).json as Tokens;
  assert.equal(again.refresh_token, made.successor);
  assert.equal((await refresh(harness, made.successor)).status, 200);

  // JWTs, at the service and at whoever has its key set.
  const verify = createLocalJWKSet(await keysAt(harness, '/oauth/jwks'));
  const options = { issuer: 'http://127.0.0.1:4747', typ: 'at+jwt', currentDate: new Date(harness.ports.clock.now()) };
  for (const jwt of made.jwts) {
    assert.equal(await isActive(harness, jwt), true);
    await jwtVerify(jwt, verify, options);
  }

  // Tickets.
  const tickets = createTickets(harness.ports);
  assert.equal(tickets.readAsked(made.asked, 'b')?.code, 'ABCD');
  assert.equal(tickets.readOpened(made.opened, made.who as never)?.pin, 'p');

  // Both key sets overlap, and of each algorithm the new key comes first.
  for (const [path, old, each] of [
    ['/oauth/jwks', oauthBefore, 3],
    ['/api/v2/auth/keys', plexBefore, 1],
  ] as const) {
    const { keys } = await keysAt(harness, path);
    assert.equal(old.length, each, path);
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, 2 * each, path);
    for (const algorithm of new Set(keys.map(({ alg }) => alg))) {
      const [first, second] = keys.filter(({ alg }) => alg === algorithm).map(({ kid }) => old.includes(kid));
      assert.deepEqual([first, second], [false, true], `${path} ${algorithm}`);
    }
  }
  const { access_token: fresh } = await linkDevice(harness, ada, 'ed');
  assert.ok(!oauthBefore.includes(decodeProtectedHeader(fresh).kid));
  await jwtVerify(fresh, verify, options);
});

test('a retired key takes codes, tickets and JWTs with it; tokens that are kept as hashes stay', async (context) => {
  const { folder, file } = await fileIn(context);
  const before = await startIn(folder, 'before');
  const old = await kidsAt(before, '/oauth/jwks');
  const made = await makeOneOfEach(before);
  await before.service.close();
  const [, retired] = await rotateKeyFile(file);
  await retireKey(file, retired?.kid ?? '');

  const harness = await startIn(folder, 'after');
  context.after(() => harness.service.close());
  assert.ok((await kidsAt(harness, '/oauth/jwks')).every((kid) => !old.includes(kid)));
  for (const jwt of made.jwts) assert.equal(await isActive(harness, jwt), false);
  const { status } = await ask(harness, 'GET', `/api/v2/pins/${made.plexPin.id}`, { headers: plexHeaders });
  assert.equal(status, 404);
  assert.equal(errorIn(await poll(harness, 'tv', made.pending.device_code)), 'invalid_grant');
  assert.equal(createTickets(harness.ports).readAsked(made.asked, 'b'), undefined);
  assert.equal(await lives(harness, made.plexToken), true);
  assert.equal(await isActive(harness, made.opaque), true);
  assert.equal((await refresh(harness, made.successor)).status, 200);
});
