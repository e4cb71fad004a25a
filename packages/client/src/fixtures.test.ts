// Every captured body, passed to every reader: the right one reads it, and no reader throws anything unexpected.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { fixture } from './lists.testing.ts';
import { readPlexDevices } from './plex-device.ts';
import { readPlexErrorBody } from './plex-error-body.ts';
import { readPlexPin } from './plex-pin.ts';
import { readPlexResources } from './plex-resource.ts';
import { readPlexUser } from './plex-user.ts';

const readers = { readPlexDevices, readPlexErrorBody, readPlexPin, readPlexResources, readPlexUser };
const folder = new URL('../../../test/fixtures/plex/', import.meta.url);
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|xml)$/.test(name));

const readersOf = (name: string): string[] =>
  Object.entries(readers)
    .filter(([, read]) => {
      try {
        const found = read(fixture(name));
        return 'plexCode' in found ? found.plexCode : !Array.isArray(found) || found.length > 0;
      } catch (error) {
        assert.ok(isLinkpinClientError(error, 'unreadable'), `${name}: ${String(error)}`);
        return false;
      }
    })
    .map(([reader]) => reader);

test('every fixture is read by the reader that it is meant for, and makes none throw but "unreadable"', () => {
  assert.ok(names.length > 40);
  const read = Object.groupBy(names, (name) => readersOf(name).join(' ') || 'none');
  assert.deepEqual(read['readPlexUser']?.sort(), [
    'user/account-v1.json',
    'user/signin-201.json',
    'user/user-v2-free-2022.json',
    'user/user-v2-plexpass-2026.json',
  ]);
  const resources = ['devices/resources-v2-2026.json', 'devices/resources-v2.json'];
  // A list of resources also reads as a list of sparse devices; plex.tv's own list of devices is known in XML only.
  assert.deepEqual(read['readPlexDevices readPlexResources']?.sort(), resources);
  const isPin = (name: string): boolean => name.startsWith('pins-v2/') && name.endsWith('.json');
  assert.deepEqual(read['readPlexPin']?.filter(isPin).sort(), names.filter(isPin).sort());
  const isError = (name: string): boolean => /^errors\/1.*\.(json|xml)$/.test(name);
  assert.deepEqual(read['readPlexErrorBody']?.filter(isError).sort(), names.filter(isError).sort());
});
