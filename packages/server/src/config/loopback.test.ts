import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopback } from '../domain/loopback.ts';
import { isLocalOnly, isLoopbackOnly } from './loopback.ts';

describe('loopback', () => {
  it('is this machine by each of its names, and nothing that merely looks like it', () => {
    for (const own of ['127.0.0.1', '127.8.9.10', '::1', '[::1]', 'localhost', 'LOCALHOST', 'app.localhost']) {
      assert.ok(isLoopback(own), own);
    }
    for (const other of [
      ...['', '0.0.0.0', '::', '[::]', '192.168.1.5', 'home.example', '127.0.0.1.evil.example', '127.evil.example'],
      ...['localhost.evil.example', 'notlocalhost', '1127.0.0.1'],
    ]) {
      assert.ok(!isLoopback(other), other);
    }
  });

  it('is all that a service answers only when host, public URL and every allowed name say so', () => {
    const own = { host: '127.0.0.1', publicUrl: undefined, allowedHosts: [] };
    assert.ok(isLoopbackOnly(own));
    assert.ok(isLoopbackOnly({ ...own, publicUrl: 'http://[::1]:4747/base', allowedHosts: ['tv.localhost:4747'] }));
    assert.ok(!isLoopbackOnly({ ...own, host: '0.0.0.0' }));
    assert.ok(!isLoopbackOnly({ ...own, publicUrl: 'https://home.example' }));
    assert.ok(!isLoopbackOnly({ ...own, allowedHosts: ['localhost', 'tv.lan:4747'] }));
  });

  it('or a private network is all that a service has a name in', () => {
    const home = { publicUrl: 'http://192.168.1.10:4747', allowedHosts: [] };
    assert.ok(isLocalOnly(home));
    assert.ok(isLocalOnly({ publicUrl: undefined, allowedHosts: [] }));
    assert.ok(isLocalOnly({ ...home, allowedHosts: ['tv.local:4747', 'link.home.arpa', 'localhost'] }));
    assert.ok(isLocalOnly({ ...home, publicUrl: 'http://[fd00::1]:4747' }));
    for (const publicUrl of [
      ...['https://home.example', 'http://203.0.113.9', 'http://100.64.1.1', 'http://[2a02:8108::1]'],
      ...['http://192.168.1.10.example', 'http://22.168.1.10'],
    ]) {
      assert.ok(!isLocalOnly({ ...home, publicUrl }), publicUrl);
    }
    assert.ok(!isLocalOnly({ ...home, allowedHosts: ['link.example'] }));
  });
});
