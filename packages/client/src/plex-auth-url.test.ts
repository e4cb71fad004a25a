import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plexAuthUrl, plexLinkUrl } from './plex-auth-url.ts';

const sender = {
  server: 'https://plex.tv',
  clientIdentifier: 'client 1',
  product: 'My Player',
  deviceName: 'Zoë’s TV',
};

test('C9: a short code is typed at the link page, of plex.tv or of the server', () => {
  assert.equal(plexLinkUrl('https://plex.tv'), 'https://plex.tv/link');
  assert.equal(plexLinkUrl('https://clients.plex.tv'), 'https://plex.tv/link');
  assert.equal(plexLinkUrl('https://home.example/linkpin/'), 'https://home.example/linkpin/link');
});

test('C9: the sign-in page of plex.tv is the Auth App, and everything it is told is in the fragment', () => {
  const url = new URL(
    plexAuthUrl(sender, 'abc', {
      forwardUrl: 'https://app.example/?a=1&b=2#c',
      context: { layout: 'desktop', none: undefined },
    }),
  );
  assert.equal(url.origin + url.pathname + url.search, 'https://app.plex.tv/auth');
  assert.equal(url.hash.slice(0, 2), '#?');
  assert.deepEqual(
    [...new URLSearchParams(url.hash.slice(2))],
    [
      ['clientID', 'client 1'],
      ['code', 'abc'],
      ['context[device][product]', 'My Player'],
      ['context[device][deviceName]', 'Zoë’s TV'],
      ['context[device][layout]', 'desktop'],
      ['forwardUrl', 'https://app.example/?a=1&b=2#c'],
    ],
  );
});

test('the sign-in page of a linkpin server is its own, base path and all', () => {
  assert.equal(
    plexAuthUrl({ server: 'http://127.0.0.1:4747/base/', clientIdentifier: 'c', product: 'P' }, 'abc'),
    'http://127.0.0.1:4747/base/auth#?clientID=c&code=abc&context%5Bdevice%5D%5Bproduct%5D=P',
  );
});
