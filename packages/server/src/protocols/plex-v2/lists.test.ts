import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertHasAllOf, fixture, readXml } from '../fixtures.testing.ts';
import { ada, box, television } from '../samples.testing.ts';
import { presentGeoip } from './geoip.ts';
import { presentDevices, presentResources } from './lists.ts';
import { presentPing, presentUser } from './user.ts';

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

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('a person, to the byte', () => {
  const members = {
    id: 7,
    uuid: '0123456789abcdef',
    username: 'ada',
    title: 'ada',
    email: 'ada@example.com',
    friendlyName: '',
    locale: null,
    confirmed: true,
    joinedAt: 1_782_317_611,
    emailOnlyAuth: false,
    hasPassword: true,
    protected: false,
    thumb: 'https://link.example/users/0123456789abcdef/avatar',
    authToken: 'aaaaaaaaaaaaaaaaaaaa',
    mailingListStatus: 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: 'ZZ',
  };
  const standing = {
    subscriptionDescription: null,
    restricted: false,
    anonymous: null,
    home: false,
    guest: false,
    homeSize: 1,
    homeAdmin: false,
    maxHomeSize: 15,
    rememberExpiresAt: 0,
  };
  const subscription = { active: false, subscribedAt: null, status: 'Inactive', paymentService: null, plan: null };
  const profile = {
    autoSelectAudio: true,
    defaultAudioAccessibility: 0,
    defaultAudioLanguage: null,
    defaultAudioLanguages: null,
    defaultSubtitleLanguage: null,
    defaultSubtitleLanguages: null,
    autoSelectSubtitle: 0,
    defaultSubtitleAccessibility: 0,
    defaultSubtitleForced: 0,
    watchedIndicator: 0,
    mediaReviewsVisibility: 0,
    mediaReviewsLanguages: null,
    mediaPostsVisibility: true,
  };
  const rest = {
    adsConsent: null,
    adsConsentSetAt: null,
    adsConsentReminderAt: null,
    experimentalFeatures: false,
    twoFactorEnabled: false,
    backupCodesCreated: false,
  };

  it('is so in JSON, after a sign-in and later', () => {
    const written = (history: object) =>
      JSON.stringify({
        ...members,
        subscription: { ...subscription, features: [] },
        ...standing,
        profile,
        entitlements: [],
        roles: [],
        subscriptions: [],
        ...history,
        services: [],
        ...rest,
        attributionPartner: null,
      });
    assert.equal(presentUser(200, ada, 'json').body, written({}));
    assert.equal(presentUser(201, ada, 'json').body, written({ pastSubscriptions: [], trials: [] }));
  });

  it('is so in XML', () => {
    type Value = string | number | boolean | null;
    const value = (of: Value): string => (typeof of === 'boolean' ? String(Number(of)) : String(of ?? ''));
    const attributes = (of: Readonly<Record<string, Value>>): string =>
      Object.entries(of)
        .map(([name, one]) => ` ${name}="${value(one)}"`)
        .join('');
    const lines = [
      `<user${attributes({ ...members, ...standing, ...rest })}>`,
      `  <subscription${attributes(subscription)}>`,
      '    <features/>',
      '  </subscription>',
      `  <profile${attributes(profile)}/>`,
      '  <entitlements/>',
      '  <roles/>',
      '  <subscriptions/>',
      '  <services/>',
      '</user>\n',
    ];
    assert.equal(presentUser(200, ada, 'xml').body, `${declaration}${lines.join('\n')}`);
  });

  it('is only pinged', () => {
    assert.equal(presentPing('json').body, '{"pong":true}');
    assert.equal(presentPing('xml').body, `${declaration}<pong>true</pong>\n`);
    assert.equal(presentPing('xml').status, 200);
  });
});

describe('devices and media servers, to the byte', () => {
  it('are so for devices', () => {
    const body = JSON.stringify([
      {
        name: 'Living <room> "TV"',
        publicAddress: '203.0.113.7',
        product: 'Plex for TV',
        productVersion: '1.0',
        platform: 'Tizen',
        platformVersion: '8',
        device: 'TV',
        model: 'QN90',
        vendor: 'Samsung',
        provides: '',
        clientIdentifier: 'living-room-tv',
        version: '1.0',
        id: 123_456,
        token: '',
        createdAt: '2023-11-14T22:13:20Z',
        lastSeenAt: '2023-11-14T22:14:20Z',
        screenResolution: '',
        screenDensity: '',
      },
    ]);
    assert.equal(presentDevices([television], 'json').body, body);
  });

  it('are so for media servers', () => {
    const server = {
      name: 'Box',
      product: 'Plex Media Server',
      productVersion: '1.43',
      platform: 'Linux',
      platformVersion: '6.1',
      device: 'PC',
      clientIdentifier: 'machine-1',
      createdAt: '2023-11-14T22:13:20Z',
      lastSeenAt: '2023-11-14T22:13:20Z',
      provides: 'server',
      ownerId: null,
      sourceTitle: null,
      publicAddress: '203.0.113.8',
      accessToken: 't',
      searchEnabled: true,
      owned: true,
      home: false,
      synced: false,
      relay: false,
      presence: true,
      httpsRequired: false,
      publicAddressMatches: false,
      dnsRebindingProtection: false,
      natLoopbackSupported: false,
    };
    const [first, second] = [
      ...[{ protocol: 'http', address: '192.168.1.5', port: 32_400, uri: 'http://192.168.1.5:32400', local: true }],
      ...[{ protocol: 'https', address: 'box.example', port: 443, uri: 'https://box.example', local: false }],
    ].map((connection) => ({ ...connection, relay: false, IPv6: false }));
    const body = JSON.stringify([{ ...server, connections: [first, second] }]);
    assert.equal(presentResources([box], { token: 't', owns: true }, 'json').body, body);
    const written = String(presentResources([box], { token: 't', owns: true }, 'xml').body);
    assert.match(
      written,
      /<resources>\n {2}<resource [^>]*>\n {4}<connections>\n {6}<connection [^>]*\/>\n {6}<connection /,
    );
    assert.match(written, / uri="https:\/\/box.example" local="0" relay="0" IPv6="0"\/>/);
  });

  it('are so for a place', () => {
    const response = presentGeoip(null, 'xml');
    assert.match(String(response.body), /^<\?xml [^>]*\?>\n<location code="ZZ" [^>]* coordinates="Unknown"\/>\n$/);
    assert.equal(response.status, 200);
  });
});
