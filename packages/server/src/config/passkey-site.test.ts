import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passkeySite } from './passkey-site.ts';

const at = (domain: string, origin: string) => ({ domain, origin });

test('passkeys work at the host of the page', () => {
  assert.deepEqual(passkeySite('https://link.example/pin', undefined), at('link.example', 'https://link.example'));
  assert.deepEqual(
    passkeySite('https://link.example:8443', undefined),
    at('link.example', 'https://link.example:8443'),
  );
  assert.deepEqual(passkeySite('http://localhost:4747/a', undefined), at('localhost', 'http://localhost:4747'));
});

test('passkeys work at a domain above it that the operator names, and nowhere else', () => {
  const origin = 'https://link.home.example';
  assert.deepEqual(passkeySite(origin, 'home.example'), at('home.example', origin));
  assert.deepEqual(passkeySite(origin, 'link.home.example'), at('link.home.example', origin));
  for (const other of ['me.example', 'other.example', 'a.link.home.example', 'localhost']) {
    assert.equal(passkeySite(origin, other), 'other-domain', other);
  }
});

test('no browser has passkeys at an address, or over plain http', () => {
  for (const url of ['https://192.0.2.1', 'https://[2001:db8::1]:8443', 'http://127.0.0.1:4747', 'http://[::1]:4747']) {
    assert.equal(passkeySite(url, undefined), 'ip-address', url);
  }
  for (const url of ['http://link.example', 'http://tv.localhost:4747']) {
    assert.equal(passkeySite(url, undefined), 'plain-http', url);
  }
});
