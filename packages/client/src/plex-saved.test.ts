import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { createPlexClient } from './plex-client.ts';
import type { SavedPlexPin } from './plex-saved.ts';
import { json, noNetwork, notFound, pinBody } from './scripted-fetch.testing.ts';
import { approved, begin, pendingAt, watch } from './sign-in.testing.ts';

test('a saved pin is plain JSON, and goes on in another process without waiting', async () => {
  const { clock, server, plex, signIn } = await begin(approved);
  await clock.pass(100_000);
  const again = plex.resume(JSON.parse(JSON.stringify(signIn.save())) as SavedPlexPin);
  assert.equal(again.code, signIn.code);
  assert.equal(again.linkUrl, signIn.linkUrl);
  assert.equal(again.remaining, 800);
  const seen = watch(again.wait());
  await clock.pass(0);
  assert.equal(seen.value?.kind, 'approved');
  assert.equal(server.seen.length, 2);
});

test('C5: what was saved under a wrong calendar is put right by the first answer', async () => {
  for (const wall of [Date.UTC(2036, 1, 1), Date.UTC(2016, 1, 1)]) {
    const { clock, plex, signIn } = await begin(pendingAt(400));
    const saved = signIn.save();
    clock.setWall(wall);
    const again = plex.resume(saved);
    const seen = watch(again.wait());
    await clock.pass(0);
    assert.equal(again.remaining, 500);
    await clock.pass(503_000);
    assert.deepEqual(seen.value, { kind: 'expired' });
  }
});

test('a pin whose life was over before it is resumed is asked about once', async () => {
  const { clock, plex, server, signIn } = await begin(notFound());
  const saved = signIn.save();
  await clock.pass(5_000_000);
  const seen = watch(plex.resume(saved).wait());
  await clock.pass(0);
  assert.deepEqual(seen.value, { kind: 'expired' });
  assert.equal(server.seen.length, 2);
});

test('a pin that is over, on a machine without network, ends as expired', async () => {
  const { clock, plex, signIn } = await begin(noNetwork);
  const saved = signIn.save();
  await clock.pass(5_000_000);
  const seen = watch(plex.resume(saved).wait());
  await clock.pass(5000);
  assert.deepEqual(seen.value, { kind: 'expired' });
});

test('what is no saved pin, or that of another client or server, is refused (S9)', async () => {
  const { plex, signIn, server, clock } = await begin(json(pinBody()));
  const saved = signIn.save();
  const refused = (error: unknown): boolean => isLinkpinClientError(error, 'bad_option');
  for (const wrong of [
    { ...saved, server: 'https://elsewhere.example' },
    { ...saved, clientIdentifier: 'client-2' },
    { ...saved, id: undefined },
    { ...saved, code: '' },
    { ...saved, expiresAt: 'soon' },
    null, // as an empty storage returns
    undefined,
    'nonsense',
  ]) {
    assert.throws(() => plex.resume(wrong as SavedPlexPin), refused);
  }
  const options = {
    clientIdentifier: 'client-2',
    product: 'Test',
    server: 'https://home.example',
    fetch: server.fetch,
    clock,
  };
  assert.throws(() => createPlexClient(options).resume(saved), refused);
});
