import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopbackUri, isRedirectUri } from './redirect-uri.ts';
import { isLoopback } from './loopback.ts';

describe('a redirect URI', () => {
  const web = 'https://notes.example/callback';

  it('is one that is registered, character by character', () => {
    assert.equal(isRedirectUri(['https://other.example', web], web), true);
    for (const uri of [
      `${web}/`,
      `${web}?a`,
      web.toUpperCase(),
      'https://notes.example:443/callback',
      '',
      'undefined',
    ]) {
      assert.equal(isRedirectUri([web], uri), false, uri);
    }
    assert.equal(isRedirectUri([], web), false);
  });

  it('on this machine may have any port, and nothing else another', () => {
    const registered = ['https://notes.example', 'http://127.0.0.1:1/callback?a=b'];
    for (const port of [':1', ':49152', ':65535', '']) {
      assert.equal(isRedirectUri(registered, `http://127.0.0.1${port}/callback?a=b`), true, port);
    }
    for (const uri of [
      'http://127.0.0.1:65536/callback?a=b',
      'http://127.0.0.1:0/callback?a=b',
      'http://127.0.0.1:2/other',
      'http://[::1]:2/callback?a=b',
      'http://localhost:2/callback?a=b',
      'https://127.0.0.1:2/callback?a=b',
      'http://127.0.0.1:2@evil.example/callback?a=b',
    ]) {
      assert.equal(isRedirectUri(registered, uri), false, uri);
    }
    assert.equal(isRedirectUri(['http://[::1]/callback'], 'http://[::1]:8080/callback'), true);
    assert.equal(isRedirectUri([web], 'http://127.0.0.1/callback'), false);
  });
});

describe('an address of this machine', () => {
  it('is told from others in a URI', () => {
    assert.equal(isLoopbackUri('http://127.0.0.1'), true);
    assert.equal(isLoopbackUri('http://[::1]:8080/?a'), true);
    for (const uri of ['http://127.0.0.1:65536', 'http://127.0.0.2', 'https://notes.example', '']) {
      assert.equal(isLoopbackUri(uri), false, uri);
    }
  });

  it('is told from others by its host', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'LOCALHOST', 'app.localhost']) {
      assert.equal(isLoopback(host), true, host);
    }
    for (const host of ['', '128.0.0.1', 'localhost.example', '127.0.0.1.example']) {
      assert.equal(isLoopback(host), false, host);
    }
  });
});
