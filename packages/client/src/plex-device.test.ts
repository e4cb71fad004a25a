import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { fixture, itemsOfXml } from './lists.testing.ts';
import { readPlexDevices } from './plex-device.ts';

const items = itemsOfXml('devices/devices.xml', 'MediaContainer', 'Device');

test('every device that was seen is read, as a server might put it into JSON', () => {
  const [tautulli, box, ...others] = readPlexDevices(JSON.stringify(items));
  assert.deepEqual(tautulli, {
    clientIdentifier: '2',
    id: 123456,
    name: 'tautulli-docker',
    product: 'Tautulli',
    productVersion: 'v2.8.0',
    platform: 'Linux',
    platformVersion: '5.4.0-88-generic',
    device: 'Linux 5.4.0-88-generic',
    model: 'Plex OAuth',
    vendor: null,
    version: 'v2.8.0',
    provides: [],
    publicAddress: '1.0.0.2',
    screenResolution: '1440x900',
    createdAt: new Date('2021-08-06T00:59:59Z'),
    lastSeenAt: new Date('2021-08-06T00:59:59Z'),
  });
  assert.deepEqual([box?.name, box?.provides, box?.screenResolution], ['Box', ['server'], null]);
  assert.deepEqual(others, []);
});

test('times may be seconds or dates, and nonsense is no time', () => {
  const moments = [1628211599, '1628211599', '2021-08-06T00:59:59Z', 9e15, 'soon', null, true];
  const read = readPlexDevices(moments.map((createdAt) => ({ clientIdentifier: 'c', createdAt })));
  assert.deepEqual(
    read.map(({ createdAt }) => createdAt?.getTime() ?? null),
    [1628211599000, 1628211599000, 1628211599000, null, null, null, null],
  );
});

test('the token that plex.tv tells of each device is not kept', () => {
  assert.ok(items.every(({ token }) => token === 'auth_token'));
  assert.ok(!JSON.stringify(readPlexDevices(items)).includes('auth_token'));
});

test('a device without a client identifier is left out, and a body that is no list is an error of its own', () => {
  assert.deepEqual(readPlexDevices([{ name: 'nobody' }, null, 3]), []);
  for (const body of [fixture('devices/devices.xml'), fixture('errors/1001-unauthenticated.401.json'), '']) {
    assert.throws(
      () => readPlexDevices(body),
      (error) => isLinkpinClientError(error, 'unreadable'),
    );
  }
});
