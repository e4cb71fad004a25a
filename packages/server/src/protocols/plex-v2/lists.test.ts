import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertHasAllOf, fixture, readXml } from '../fixtures.testing.ts';
import { ada, box, television } from '../samples.testing.ts';
import { presentGeoip } from './geoip.ts';
import { presentDevices, presentResources } from './lists.ts';
import { presentUser } from './user.ts';

const jsonOf = ({ body }: { body: unknown }): unknown => JSON.parse(String(body)) as unknown;
const xmlOf = ({ body }: { body: unknown }): unknown => readXml(String(body));

describe('a person (1.10)', () => {
  it('has every member of the captures, in JSON and XML', () => {
    assertHasAllOf(JSON.parse(fixture('user/user-v2-plexpass-2026.json')), jsonOf(presentUser(200, ada, 'json')));
    const { subscription, entitlements, roles, ...rest } = (
      readXml(fixture('user/user-v2.xml')) as { user: Record<string, unknown> }
    ).user;
    const { features, ...standing } = subscription as Record<string, unknown>;
    assert.ok(features !== undefined && entitlements !== undefined && roles !== undefined);
    const ours = xmlOf(presentUser(200, ada, 'xml'));
    assertHasAllOf({ user: { ...rest, subscription: standing } }, ours);
    assertHasAllOf({ user: { entitlements: '', roles: '', subscription: { features: '' } } }, ours);
  });

  it('has two lists more right after a sign-in, which is 201', () => {
    const signedIn = presentUser(201, ada, 'json');
    assert.equal(signedIn.status, 201);
    assertHasAllOf(JSON.parse(fixture('user/signin-201.json')), jsonOf(signedIn));
    assert.match(String(presentUser(201, ada, 'xml').body), /<pastSubscriptions\/>\s*<trials\/>/);
    assert.doesNotMatch(String(presentUser(200, ada, 'json').body), /pastSubscriptions|trials/);
  });
});

describe('media servers (1.11)', () => {
  it('have every member of the captures, in JSON and XML', () => {
    const asker = { token: ada.authToken, owns: true };
    const json = jsonOf(presentResources([box], asker, 'json'));
    for (const name of ['resources-v2.json', 'resources-v2-2026.json']) {
      assertHasAllOf(JSON.parse(fixture(`devices/${name}`)), json);
    }
    const one = { ...box, connections: box.connections.slice(0, 1) };
    assertHasAllOf(readXml(fixture('devices/resources-v2.xml')), xmlOf(presentResources([one], asker, 'xml')));
  });

  it('carry the token that the asker came with, and are owned by whoever owns them', () => {
    const [mine] = jsonOf(presentResources([box], { token: 't', owns: true }, 'json')) as Record<string, unknown>[];
    const [theirs] = jsonOf(presentResources([box], { token: 'u', owns: false }, 'json')) as Record<string, unknown>[];
    assert.deepEqual([mine?.['accessToken'], mine?.['owned']], ['t', true]);
    assert.deepEqual([theirs?.['accessToken'], theirs?.['owned']], ['u', false]);
  });

  it('are an honestly empty list when nobody declared any', () => {
    assert.equal(presentResources([], { token: 't', owns: true }, 'json').body, '[]');
    assert.match(String(presentResources([], { token: 't', owns: true }, 'xml').body), /<resources\/>/);
  });
});

describe('devices', () => {
  it('are told with times as v2 writes them', () => {
    const [device] = jsonOf(presentDevices([television], 'json')) as Record<string, unknown>[];
    assert.equal(device?.['createdAt'], '2023-11-14T22:13:20Z');
    assert.equal(device?.['id'], television.id);
    assert.equal(device?.['token'], '');
    assert.match(
      String(presentDevices([television], 'xml').body),
      /<devices>\s*<device [^>]*clientIdentifier="living-room-tv"/,
    );
  });
});

describe('a place (1.10)', () => {
  it('has the members of the captures, in JSON and XML, known or not', () => {
    assertHasAllOf(JSON.parse(fixture('user/geoip.json')), jsonOf(presentGeoip(null, 'json')));
    assertHasAllOf(readXml(fixture('user/geoip.xml')), xmlOf(presentGeoip(null, 'xml')));
  });
});
