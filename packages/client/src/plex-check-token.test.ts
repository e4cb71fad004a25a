import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createHandClock } from './hand-clock.testing.ts';
import { type PlexTokenCheck, checkPlexToken } from './plex-check-token.ts';
import { type Line, createScriptedFetch, json, noNetwork, silence } from './scripted-fetch.testing.ts';

const user: unknown = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/plex/user/user-v2-plexpass-2026.json', import.meta.url), 'utf8'),
);
const identity = { clientIdentifier: 'client-1', product: 'Test' };

const check = async (line: Line): Promise<PlexTokenCheck> => {
  const clock = createHandClock();
  const { fetch } = createScriptedFetch(line);
  const checked = checkPlexToken({ ...identity, fetch, clock }, 'the-token');
  await clock.pass(20_000);
  return checked;
};

test('C10: 200 with a user means that the token is valid, and whose it is', async () => {
  const { fetch, seen } = createScriptedFetch(json(user));
  const checked = await checkPlexToken({ ...identity, server: 'https://home.example/x', fetch }, 'the-token');
  assert.ok(checked.kind === 'valid');
  assert.equal(checked.user.username, 'plexuser1');
  assert.equal(seen[0]?.url.href, 'https://home.example/x/api/v2/user');
  assert.equal(seen[0]?.headers.get('x-plex-token'), 'the-token');
});

test('C10: 401 means that the token is invalid', async () => {
  assert.deepEqual(await check(json({ errors: [{ code: 1001 }] }, 401)), { kind: 'invalid' });
});

test('C10: anything else says nothing about the token', async () => {
  const cases: [Line, string][] = [
    [json({}, 403), 'refused'],
    [json({}, 404), 'refused'],
    [json({}, 422), 'refused'],
    [json({}, 429), 'rate_limited'],
    [json({}, 500), 'server'],
    [json({}, 503), 'server'],
    [() => new Response(null, { status: 302 }), 'redirected'],
    [() => new Response('<html>terms</html>'), 'unreadable'],
    [json({ pong: true }), 'unreadable'],
    [noNetwork, 'network'],
    [silence, 'timeout'],
  ];
  for (const [line, code] of cases) {
    const checked = await check(line);
    assert.equal(checked.kind === 'unknown' && checked.reason.code, code);
  }
});

test('the token is in no reason, even when the server repeats it', async () => {
  const checked = await check(json({ errors: [{ code: 1999, message: 'do not like the-token' }] }, 400));
  assert.ok(checked.kind === 'unknown');
  assert.equal(checked.reason.message, 'https://plex.tv/api/v2/user answered 400: do not like …');
});

test('a text that no header could carry is no token, and is not sent', async () => {
  const { fetch, seen } = createScriptedFetch(json(user));
  for (const token of ['', 'a\nb', 'tøken…']) {
    assert.deepEqual(await checkPlexToken({ ...identity, fetch }, token), { kind: 'invalid' });
  }
  assert.equal(seen.length, 0);
});

test('an abort rejects with its own reason', async () => {
  const controller = new AbortController();
  const { fetch } = createScriptedFetch(silence);
  const checked = checkPlexToken({ ...identity, fetch }, 'the-token', { signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(checked, (error) => error === 'enough');
});
