import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { readPlexUser } from './plex-user.ts';

const folder = new URL('../../../test/fixtures/plex/user/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

test('every user that was seen is read, the wrapped one of the old API too', () => {
  const names = ['user-v2-plexpass-2026.json', 'user-v2-free-2022.json', 'signin-201.json', 'account-v1.json'];
  for (const name of names) {
    const user = readPlexUser(fixture(name));
    assert.ok(user.id > 0 && user.uuid && user.username && user.title && user.email && user.thumb, name);
  }
  assert.deepEqual(readPlexUser(fixture('user-v2-plexpass-2026.json')), {
    id: 1001,
    uuid: '0000000000000001',
    username: 'plexuser1',
    title: 'plexuser1',
    friendlyName: null,
    email: 'user1@example.com',
    thumb: 'https://plex.tv/users/aaaaaaaaaaaaaaaa/avatar?c=1',
    restricted: false,
  });
});

test('a managed user has no e-mail address, and that is fine', () => {
  assert.equal(readPlexUser('{"id":7,"title":"Kid","username":null,"email":null}').email, null);
  assert.equal(readPlexUser('{"id":7,"title":"Kid","email":""}').email, null);
});

test('the token that some answers repeat is not kept', () => {
  assert.ok(!JSON.stringify(readPlexUser(fixture('signin-201.json'))).includes('jx9nTbVbHk1gM'));
});

test('a body that is no user is an error of its own', () => {
  for (const name of ['ping.json', 'geoip.json', 'claim-token.json', 'user-v2.xml']) {
    assert.throws(
      () => readPlexUser(fixture(name)),
      (error) => isLinkpinClientError(error, 'unreadable'),
      name,
    );
  }
});
