import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinAddress, readServerAddress } from './address.ts';
import { isLinkpinClientError } from './errors.ts';

test('a base address joins with a path whether or not it ends in slashes, base path and all', () => {
  const segment = fc.stringMatching(/^[a-z0-9._~-]{1,8}$/).filter((text) => !/^\.+$/.test(text));
  fc.assert(
    fc.property(
      fc.constantFrom('http', 'https', 'HTTPS'),
      fc.constantFrom('plex.tv', 'home.example', 'home.example:4747', '127.0.0.1:1', '[::1]:4747', 'Größe.example'),
      fc.array(segment, { maxLength: 3 }),
      fc.nat(3),
      (scheme, host, basePath, slashes) => {
        const base = `${scheme}://${[host, ...basePath].join('/')}`;
        const joined = joinAddress(readServerAddress(base + '/'.repeat(slashes)).base, '/api/v2/pins', {});
        assert.equal(joined, `${base}/api/v2/pins`);
        assert.equal(new URL(joined).pathname, `/${[...basePath, 'api', 'v2', 'pins'].join('/')}`);
      },
    ),
  );
});

test('whatever is put into a query comes out of it, and nowhere else', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'binary-ascii', minLength: 1 }),
      (a, b) => {
        const url = new URL(joinAddress('https://home.example/base', '/path', { a, b, none: undefined, empty: '' }));
        assert.deepEqual(
          [...url.searchParams],
          [
            ['a', a],
            ['b', b],
          ],
        );
        assert.equal(url.pathname, '/base/path');
        assert.equal(url.hash, '');
      },
    ),
  );
});

test('an address that is not plainly http or https is refused', () => {
  for (const server of [
    '',
    'plex.tv',
    'ftp://plex.tv',
    'javascript:alert(1)',
    'https://',
    'https:///path',
    'https://user:secret@plex.tv',
    'https://plex.tv@evil.example',
    'https://evil.example\\@plex.tv',
    'https://plex.tv?x=1',
    'https://plex.tv/#x',
    'https://plex tv',
    ' https://plex.tv',
    'https://plex.tv/a b',
    'https://plex.tv\n',
  ]) {
    assert.throws(
      () => readServerAddress(server),
      (error) => isLinkpinClientError(error, 'bad_option'),
      server,
    );
  }
});

test('plex.tv is told from everything that only looks like it', () => {
  for (const server of ['https://plex.tv', 'https://plex.tv/', 'https://clients.plex.tv', 'https://PLEX.TV:443/x']) {
    assert.equal(readServerAddress(server).plexTv, true, server);
  }
  for (const server of [
    'https://notplex.tv',
    'https://plex.tv.evil.example',
    'https://evil.example/plex.tv',
    'https://plextv',
  ]) {
    assert.equal(readServerAddress(server).plexTv, false, server);
  }
});
