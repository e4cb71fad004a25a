import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sectorOf, type SectorClient } from './subject.ts';

const sector = (parts: Partial<SectorClient>): string => sectorOf({ id: 'tv', isVerified: true, ...parts });

test('a client is a sector by itself, or one with those that name the same host, and no name is both', () => {
  assert.equal(sector({ id: 'tv' }), sector({ id: 'tv' }));
  assert.notEqual(sector({ id: 'tv' }), sector({ id: 'phone' }));
  const host = { sectorIdentifier: 'music.example' };
  assert.equal(sector({ id: 'tv', ...host }), sector({ id: 'phone', ...host }));
  const web = { redirectUris: ['https://Music.example/back', 'https://music.example/other'] };
  assert.equal(sector({ id: 'web', ...web }), sector({ id: 'tv', ...host }));
  for (const uri of ['http://127.0.0.1/back', 'com.example.app:/back', 'https://other.example/back']) {
    const several = { redirectUris: [...web.redirectUris, uri] };
    const isAlone = uri.startsWith('https:');
    assert.equal(sector({ id: 'web', ...several }) === sector({ id: 'web' }), isAlone, uri);
  }
  assert.equal(sector({ id: 'cli', redirectUris: ['http://127.0.0.1/back'] }), sector({ id: 'cli' }));
  assert.notEqual(sector({ id: 'music.example' }), sector({ id: 'tv', ...host }));
});

test('a client that nobody has checked has the sector of a host only if nobody but the host is told', () => {
  const redirectUris = ['https://music.example/back'];
  const led = { isVerified: false, grants: ['authorization_code'], redirectUris } as const;
  const ofHost = sector({ redirectUris });
  assert.equal(sector(led), ofHost);
  const both = ['device_code', 'authorization_code'] as const;
  assert.equal(sector({ ...led, grants: both }), sector({}), 'a device is told, wherever it is');
  assert.equal(sector({ ...led, grants: both, isVerified: true }), ofHost);
  for (const uri of ['http://127.0.0.1/back', 'com.example.app:/back']) {
    assert.equal(sector({ ...led, redirectUris: [...redirectUris, uri] }), sector({}), uri);
  }
});
