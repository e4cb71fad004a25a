// Names for people that tell clients of other sectors nothing (OpenID Connect Core §8).
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { createKeys, openKeyFile, openSqliteStore, retireKey, rotateKeyFile } from '@linkpin/server';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { api, registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approve, poll, post, type Issued, type Tokens } from '../oauth/asking.ts';

const scopes = ['openid', 'watch'];

/** What a client of Ada's device hears her called: by every way in which it may hear it. */
async function namesOf(harness: Harness, clientId: string): Promise<readonly unknown[]> {
  const ada = await harness.person('ada');
  const asked = { client_id: clientId, scope: scopes.join(' ') };
  const issued = (await post(harness, '/oauth/device_authorization', asked)).json as Issued;
  await approve(harness, ada, issued.user_code);
  const tokens = (await poll(harness, clientId, issued.device_code)).json as Tokens & { readonly id_token: string };
  const told = await post(harness, '/oauth/userinfo', { access_token: tokens.access_token });
  const question = { client_id: 'api', client_secret: 'the secret of the api', token: tokens.access_token };
  const introspected = await post(harness, '/oauth/introspect', question);
  return [
    decodeJwt(tokens.id_token).sub,
    ...(tokens.access_token.startsWith('lpa_') ? [] : [decodeJwt(tokens.access_token).sub]),
    (told.json as { sub: string }).sub,
    (introspected.json as { sub: string }).sub,
  ];
}

/** The one name that a client hears. */
async function nameAt(harness: Harness, clientId: string): Promise<string> {
  const [name, ...others] = await namesOf(harness, clientId);
  for (const another of others) assert.equal(another, name, clientId);
  return String(name);
}

const clients: Readonly<Record<string, Partial<OAuthClient>>> = {
  plain: {},
  one: { subjectType: 'pairwise' },
  two: { subjectType: 'pairwise', accessTokens: 'jwt' },
  web: { subjectType: 'pairwise', sectorIdentifier: 'music.example' },
  phone: { subjectType: 'pairwise', sectorIdentifier: 'music.example', accessTokens: 'jwt' },
};

async function register(harness: Harness): Promise<void> {
  await harness.person('ada');
  for (const [id, parts] of Object.entries(clients)) {
    await registerClient(harness, id, { scopes, audiences: [api], accessTokens: 'opaque', ...parts });
  }
  await registerClient(harness, 'api', { audiences: [api] }, 'the secret of the api');
}

test('a client hears one name of a person everywhere, others hear others, and those of a sector the same', async () => {
  const harness = createHarness('pairwise');
  await register(harness);
  const names = Object.fromEntries(
    await Promise.all(Object.keys(clients).map(async (id) => [id, await nameAt(harness, id)] as const)),
  );
  assert.equal(names['plain'], (await harness.person('ada')).id);
  assert.equal(names['web'], names['phone']);
  assert.equal(new Set(Object.values(names)).size, 4);
  for (const id of ['one', 'two', 'web']) assert.match(names[id] ?? '', /^[\w-]{43}$/);
  await harness.service.close();
});

test('a pairwise name stays when the secret keys are rotated and the old ones are gone', async (context) => {
  const folder = folderFor(context);
  const file = join(folder, 'keys.json');
  const start = async (): Promise<Harness> => {
    const keys = await openKeyFile(file);
    const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) });
    return createHarness('rotation', { keys, store });
  };
  const first = await start();
  await register(first);
  const before = await nameAt(first, 'one');
  await first.service.close();
  const [, old] = await rotateKeyFile(file);
  await retireKey(file, old?.kid ?? '');
  const second = await start();
  context.after(() => second.service.close());
  assert.equal(await nameAt(second, 'one'), before);
});
