import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { fixture, itemsOfXml } from './lists.testing.ts';
import { readPlexResources } from './plex-resource.ts';

test('every resource that was seen is read with all its connections', () => {
  const bodies: [unknown, number][] = [
    [fixture('devices/resources-v2.json'), 4],
    [fixture('devices/resources-v2-2026.json'), 4],
    [itemsOfXml('devices/resources-v2.xml', 'resources', 'resource'), 1],
    [itemsOfXml('devices/resources-v1.xml', 'MediaContainer', 'Device'), 3],
  ];
  for (const [body, connections] of bodies) {
    const [server, ...others] = readPlexResources(body);
    assert.ok(server?.name && server.clientIdentifier && server.accessToken && server.createdAt && server.lastSeenAt);
    assert.deepEqual(server.provides, ['server']);
    assert.equal(server.owned, true);
    assert.equal(server.httpsRequired, false);
    assert.equal(server.connections.length, connections);
    assert.ok(server.connections.every(({ uri, port }) => uri.startsWith('http') && port));
    assert.deepEqual(others, []);
  }
});

test('a resource is read whole', () => {
  const [server] = readPlexResources(fixture('devices/resources-v2-2026.json'));
  const { connections, ...rest } = server ?? assert.fail();
  assert.deepEqual(rest, {
    clientIdentifier: 'servermachineidentifier000000000',
    name: 'lundflix',
    product: 'Plex Media Server',
    productVersion: '1.43.2.10687-563d026ea',
    platform: 'Linux',
    platformVersion: '5.15.0-181-generic',
    device: 'Docker Container',
    provides: ['server'],
    ownerId: 1000000,
    sourceTitle: null,
    publicAddress: '203.0.113.3',
    accessToken: 'REDACTED-accessToken',
    owned: true,
    home: false,
    synced: false,
    relay: true,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: false,
    dnsRebindingProtection: false,
    natLoopbackSupported: true,
    createdAt: new Date('2021-10-26T18:25:16Z'),
    lastSeenAt: new Date('2026-06-24T03:29:57Z'),
  });
  assert.deepEqual(connections[3], {
    uri: 'https://45-10-0-3.servermachineidentifier000000000.plex.direct:8443',
    protocol: 'https',
    address: '45.10.0.3',
    port: 8443,
    local: false,
    relay: true,
    IPv6: false,
  });
});

test('a player has no token, a server of one’s own no owner, and some have no connections', () => {
  const player = { clientIdentifier: 'tv', provides: 'client, player', accessToken: null, ownerId: null };
  for (const more of [{}, { connections: null }, { connections: 'none' }, { connections: [] }]) {
    const [read] = readPlexResources([{ ...player, ...more }]);
    assert.deepEqual(read?.provides, ['client', 'player']);
    assert.deepEqual([read.accessToken, read.ownerId, read.connections.length], [null, null, 0]);
  }
  assert.equal(readPlexResources([{ clientIdentifier: 'box', ownerId: '17' }])[0]?.ownerId, 17);
});

test('what nobody could use is left out, and costs the others nothing', () => {
  const good = { clientIdentifier: 'box', connections: [{}, null, { uri: '' }, { uri: 'http://10.0.0.1:32400' }] };
  const read = readPlexResources([null, 'nonsense', {}, { name: 'no identifier' }, good]);
  assert.deepEqual(
    read.map(({ clientIdentifier, connections }) => [clientIdentifier, connections.map(({ uri }) => uri)]),
    [['box', ['http://10.0.0.1:32400']]],
  );
  assert.deepEqual(readPlexResources('[]'), []);
});

test('a body that is no list is an error of its own', () => {
  const names = ['user/ping.json', 'user/claim-token.json', 'devices/resources-v2.xml', 'devices/resources-v1.xml'];
  for (const body of [...names.map(fixture), '', 'null', '{}', '7', undefined]) {
    assert.throws(
      () => readPlexResources(body),
      (error) => isLinkpinClientError(error, 'unreadable'),
      String(body),
    );
  }
});

test('no JSON at all makes the reader throw anything else, and what it gives can be used', () => {
  const [sample = {}] = JSON.parse(fixture('devices/resources-v2.json')) as object[];
  const item = fc.record(Object.fromEntries(Object.keys(sample).map((name) => [name, fc.jsonValue()])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(item)), (body) => {
      try {
        for (const { clientIdentifier, createdAt, connections } of readPlexResources(JSON.stringify(body))) {
          assert.ok(clientIdentifier);
          assert.ok(createdAt === null || !Number.isNaN(createdAt.getTime()));
          assert.ok(connections.every(({ uri }) => uri));
        }
      } catch (error) {
        assert.ok(isLinkpinClientError(error, 'unreadable'));
        assert.ok(!Array.isArray(body));
      }
    }),
  );
});

test('members that cannot be turned into text are nothing', () => {
  const broken = { toString: null, valueOf: null };
  const [read] = readPlexResources([
    { clientIdentifier: 'box', name: broken, owned: broken, createdAt: broken, ownerId: broken, provides: broken },
  ]);
  assert.deepEqual(
    [read?.name, read?.owned, read?.createdAt, read?.ownerId, read?.provides],
    [null, null, null, null, []],
  );
});
