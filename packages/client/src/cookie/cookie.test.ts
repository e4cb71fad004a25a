import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCookieSecret, sealForCookie, unsealFromCookie, type SavedSignIn } from './index.ts';

const now = Date.UTC(2026, 5, 1);
const saved: SavedSignIn = {
  server: 'https://linkpin.example',
  clientIdentifier: 'a-web-app',
  id: 7,
  code: 'ABCD',
  strong: false,
  qr: null,
  expiresAt: now + 900_000,
};
const secret = makeCookieSecret();

test('what was sealed comes back, in characters that a cookie may hold, and says nothing to who has it', async () => {
  const text = await sealForCookie(saved, secret);
  assert.match(text, /^[\w-]{20,1000}$/);
  assert.doesNotMatch(Buffer.from(text, 'base64url').toString('latin1'), /ABCD|linkpin/);
  assert.notEqual(text, await sealForCookie(saved, secret));
  assert.deepEqual(await unsealFromCookie(text, secret, now), saved);
});

test('one that was changed, is of another secret, has expired, or is no seal at all, is nothing', async () => {
  const text = await sealForCookie(saved, secret);
  for (let at = 0; at < text.length - 1; at += 7) {
    const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    assert.equal(await unsealFromCookie(changed, secret, now), null, String(at));
  }
  assert.equal(await unsealFromCookie(text, makeCookieSecret(), now), null);
  assert.equal(await unsealFromCookie(text, secret, saved.expiresAt), null);
  for (const other of ['', 'A', '%', '💥', text.slice(0, 20), null, undefined, `${text}.${text}`]) {
    assert.equal(await unsealFromCookie(other, secret, now), null, String(other));
  }
});

test('a new secret in front seals, and the old one still opens', async () => {
  const old = await sealForCookie(saved, secret);
  const secrets = [makeCookieSecret(), secret];
  assert.deepEqual(await unsealFromCookie(old, secrets, now), saved);
  const fresh = await sealForCookie(saved, secrets);
  assert.equal(await unsealFromCookie(fresh, secret, now), null);
  assert.deepEqual(await unsealFromCookie(fresh, secrets, now), saved);
});

test('a secret that could be guessed, and what no cookie holds, are refused', async () => {
  for (const short of ['', 'password', [], ['', secret], [secret, 'short']]) {
    await assert.rejects(sealForCookie(saved, short), { code: 'bad_option' });
    await assert.rejects(unsealFromCookie('x', short), { code: 'bad_option' });
  }
  await assert.rejects(sealForCookie({ ...saved, qr: 'x'.repeat(4000) }, secret), { code: 'bad_option' });
});
