import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sectorOf } from './subject.ts';

test('a client is a sector by itself, or one with those that name the same host, and no name is both', () => {
  assert.equal(sectorOf({ id: 'tv' }), sectorOf({ id: 'tv' }));
  assert.notEqual(sectorOf({ id: 'tv' }), sectorOf({ id: 'phone' }));
  const host = { sectorIdentifier: 'music.example' };
  assert.equal(sectorOf({ id: 'tv', ...host }), sectorOf({ id: 'phone', ...host }));
  const web = { redirectUris: ['https://Music.example/back', 'https://music.example/other'] };
  assert.equal(sectorOf({ id: 'web', ...web }), sectorOf({ id: 'tv', ...host }));
  for (const uri of ['http://127.0.0.1/back', 'com.example.app:/back', 'https://other.example/back']) {
    const several = { redirectUris: [...web.redirectUris, uri] };
    const isAlone = uri.startsWith('https:');
    assert.equal(sectorOf({ id: 'web', ...several }) === sectorOf({ id: 'web' }), isAlone, uri);
  }
  assert.equal(sectorOf({ id: 'cli', redirectUris: ['http://127.0.0.1/back'] }), sectorOf({ id: 'cli' }));
  assert.notEqual(sectorOf({ id: 'music.example' }), sectorOf({ id: 'tv', ...host }));
});
