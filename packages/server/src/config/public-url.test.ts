import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalPath, canonicalPublicUrl } from './public-url.ts';

describe('the public URL', () => {
  it('takes the one form in which browsers and clients write it', () => {
    for (const [typed, canonical] of [
      ['HTTPS://Link.Example', 'https://link.example'],
      ['https://link.example:443/', 'https://link.example'],
      ['http://link.example:80', 'http://link.example'],
      ['https://link.example:8443//', 'https://link.example:8443'],
      ['https://Bücher.example/', 'https://xn--bcher-kva.example'],
      ['https://link.example/Über uns/', 'https://link.example/%C3%9Cber%20uns'],
      ['https://link.example/%c3%9cber%20uns', 'https://link.example/%C3%9Cber%20uns'],
      ['https://link.example/%7Eada/%2f', 'https://link.example/~ada/%2F'],
      ['https://link.example/a/../b/./c', 'https://link.example/b/c'],
      ['http://[2001:DB8:0:0::1]:4747/', 'http://[2001:db8::1]:4747'],
      ['http://0x7f.1:4747', 'http://127.0.0.1:4747'],
    ] as const) {
      assert.equal(canonicalPublicUrl(typed), canonical);
    }
  });

  it('is canonical once and for all', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'], size: 'small' }), (url) => {
        const once = canonicalPublicUrl(url);
        assert.equal(canonicalPublicUrl(once), once);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^(\/[a-zA-Z%0-9~.-]{0,8}){1,3}$/), (path) => {
        assert.equal(canonicalPath(canonicalPath(path)), canonicalPath(path));
      }),
    );
  });
});
