import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  plexCancelRequest,
  plexDevicesRequest,
  plexPinRequest,
  plexPollRequest,
  plexResourcesRequest,
  plexUserRequest,
} from './plex-request.ts';

const sender = { server: 'https://plex.tv', clientIdentifier: 'client-1', product: 'My Player' };

test('C1: every request asks for JSON and carries the client identifier and the product', () => {
  const pin = { id: 5, code: 'ABCD' };
  for (const { headers } of [
    plexPinRequest(sender),
    plexPollRequest(sender, pin),
    plexCancelRequest(sender, pin),
    plexUserRequest(sender, 'token'),
    plexResourcesRequest(sender, 'token'),
    plexDevicesRequest(sender, 'token'),
  ]) {
    assert.equal(headers['Accept'], 'application/json');
    assert.equal(headers['X-Plex-Client-Identifier'], 'client-1');
    assert.equal(headers['X-Plex-Product'], 'My Player');
  }
});

test('each request has the method and address of the wire', () => {
  const at = (request: { method: string; url: string }): string => `${request.method} ${request.url}`;
  assert.equal(at(plexPinRequest(sender)), 'POST https://plex.tv/api/v2/pins');
  assert.equal(at(plexPinRequest(sender, { strong: true })), 'POST https://plex.tv/api/v2/pins?strong=true');
  assert.equal(at(plexPollRequest(sender, { id: 5, code: 'AB CD' })), 'GET https://plex.tv/api/v2/pins/5?code=AB%20CD');
  assert.equal(
    at(plexCancelRequest(sender, { id: 5, code: 'ABCD' })),
    'DELETE https://plex.tv/api/v2/pins/5?code=ABCD',
  );
  assert.equal(at(plexUserRequest(sender, 'token')), 'GET https://plex.tv/api/v2/user');
  assert.equal(
    at(plexResourcesRequest(sender, 'token')),
    'GET https://plex.tv/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1',
  );
  assert.equal(at(plexDevicesRequest(sender, 'token')), 'GET https://plex.tv/api/v2/devices');
  for (const ask of [plexUserRequest, plexResourcesRequest, plexDevicesRequest]) {
    assert.equal(ask(sender, 'token').headers['X-Plex-Token'], 'token');
  }
  assert.equal(
    at(plexPinRequest({ ...sender, server: 'https://home.example/linkpin/' })),
    'POST https://home.example/linkpin/api/v2/pins',
  );
});

test('what the device says about itself goes along, and what it leaves out or empty does not', () => {
  const { headers } = plexPinRequest({
    ...sender,
    version: '1.2',
    platform: 'tvOS',
    platformVersion: '18',
    device: 'Apple TV',
    deviceName: 'Living room',
    model: '',
  });
  assert.deepEqual(headers, {
    Accept: 'application/json',
    'X-Plex-Client-Identifier': 'client-1',
    'X-Plex-Product': 'My Player',
    'X-Plex-Version': '1.2',
    'X-Plex-Platform': 'tvOS',
    'X-Plex-Platform-Version': '18',
    'X-Plex-Device': 'Apple TV',
    'X-Plex-Device-Name': 'Living room',
  });
});

test('any name at all can be sent: in a header where every platform takes it, else in the query', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (deviceName) => {
      const { url, headers } = plexPinRequest({ ...sender, deviceName });
      new Headers(headers); // throws for values that fetch would refuse
      assert.equal(headers['X-Plex-Device-Name'] ?? new URL(url).searchParams.get('X-Plex-Device-Name'), deviceName);
    }),
  );
  const { url, headers } = plexPinRequest({ ...sender, deviceName: 'Zoë’s TV\r\nX-Plex-Token: x' });
  assert.ok(!('X-Plex-Device-Name' in headers));
  assert.equal(new URL(url).searchParams.get('X-Plex-Device-Name'), 'Zoë’s TV\r\nX-Plex-Token: x');
});
