import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proxyFor } from './own-proxy.ts';

describe('the proxy for a host', () => {
  const HTTPS_PROXY = 'http://proxy.test:3128';
  for (const [NO_PROXY, host, isProxied] of [
    [undefined, 'plex.tv', true],
    ['localhost,plex.tv.example', 'plex.tv', true],
    ['localhost, plex.tv', 'plex.tv', false],
    ['plex.tv:443', 'clients.plex.tv', false],
    ['.plex.tv', 'clients.plex.tv', false],
    ['clients.plex.tv', 'plex.tv', true],
    ['*.tv', 'plex.tv', false],
    ['*', 'plex.tv', false],
  ] as const) {
    it(`is ${isProxied ? 'used' : 'passed by'} for ${host} with NO_PROXY ${NO_PROXY ?? 'unset'}`, () => {
      const found = proxyFor({ HTTPS_PROXY, ...(NO_PROXY === undefined ? {} : { NO_PROXY }) }, host);
      assert.equal(found?.href, isProxied ? 'http://proxy.test:3128/' : undefined);
    });
  }
});
