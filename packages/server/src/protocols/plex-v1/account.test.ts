import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aPin, anApproval } from '../../domain/pin.testing.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { WireRequest } from '../constants/messages.ts';
import { assertHasAllOf, fixture, readXml } from '../fixtures.testing.ts';
import { ada, box, television } from '../samples.testing.ts';
import { presentAccountV1 } from './account.ts';
import { presentDevicesV1, presentFriendsV1, presentResourcesV1, presentSharedV1 } from './containers.ts';
import { presentErrorV1, presentPinV1, presentRefusalV1, presentTokenProblemV1 } from './present.ts';
import { parseSignInV1, presentWrongSignInV1 } from './sign-in.ts';

describe('an account in the old API (1.10)', () => {
  it('has every member of the captures, in JSON and XML', () => {
    const json: unknown = JSON.parse(String(presentAccountV1(200, ada, 'json').body));
    assertHasAllOf(JSON.parse(fixture('user/account-v1.json')), json);
    assertHasAllOf(readXml(fixture('user/account-v1.xml')), readXml(String(presentAccountV1(200, ada, 'xml').body)));
  });

  it('tells the token under both its names, and is 201 after a sign-in', () => {
    const { status, body } = presentAccountV1(201, ada, 'json');
    assert.equal(status, 201);
    const { user } = JSON.parse(String(body)) as { user: Record<string, unknown> };
    assert.equal(user['authToken'], ada.authToken);
    assert.equal(user['authentication_token'], ada.authToken);
    assert.equal(user['joined_at'], '2026-06-24T16:13:31Z');
  });
});

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const xmlHeaders = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' };
const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

describe('an account in the old API, to the byte', () => {
  it('is so in XML', () => {
    const lines = [
      '<user email="ada@example.com" id="7" uuid="0123456789abcdef" mailing_list_status="unsubscribed"' +
        ' thumb="https://link.example/users/0123456789abcdef/avatar" username="ada" title="ada" cloudSyncDevice=""' +
        ' locale="" authenticationToken="aaaaaaaaaaaaaaaaaaaa" authToken="aaaaaaaaaaaaaaaaaaaa" scrobbleTypes=""' +
        ' restricted="0" home="0" guest="0" queueEmail="" queueUid="">',
      '  <subscription active="0" status="Inactive" plan=""/>',
      '  <roles/>',
      '  <entitlements all="0"/>',
      '  <username>ada</username>',
      '  <email>ada@example.com</email>',
      '  <authentication-token>aaaaaaaaaaaaaaaaaaaa</authentication-token>',
      '</user>\n',
    ];
    const body = `${declaration}${lines.join('\n')}`;
    assert.deepEqual(presentAccountV1(200, ada, 'xml'), { status: 200, headers: xmlHeaders, body });
  });

  it('is so in JSON', () => {
    const body = JSON.stringify({
      user: {
        id: 7,
        uuid: '0123456789abcdef',
        email: 'ada@example.com',
        joined_at: '2026-06-24T16:13:31Z',
        username: 'ada',
        title: 'ada',
        thumb: 'https://link.example/users/0123456789abcdef/avatar',
        hasPassword: true,
        authToken: 'aaaaaaaaaaaaaaaaaaaa',
        authentication_token: 'aaaaaaaaaaaaaaaaaaaa',
        subscription: { active: false, status: 'Inactive', plan: null, features: [] },
        roles: { roles: [] },
        entitlements: [],
      },
    });
    assert.deepEqual(presentAccountV1(201, ada, 'json'), { status: 201, headers: jsonHeaders, body });
  });
});

describe('lists in the old API, to the byte', () => {
  it('are so for devices', () => {
    const device =
      '<Device name="Living &lt;room&gt; &quot;TV&quot;" publicAddress="203.0.113.7" product="Plex for TV"' +
      ' productVersion="1.0" platform="Tizen" platformVersion="8" device="TV" model="QN90" vendor="Samsung" provides=""' +
      ' clientIdentifier="living-room-tv" version="1.0" id="123456" token="" createdAt="1700000000"' +
      ' lastSeenAt="1700000060" screenResolution="" screenDensity=""/>';
    const container = `<MediaContainer publicAddress="203.0.113.1" size="1">\n  ${device}\n</MediaContainer>\n`;
    const response = { status: 200, headers: xmlHeaders, body: `${declaration}${container}` };
    assert.deepEqual(presentDevicesV1('203.0.113.1', [television]), response);
  });

  it('are so for media servers', () => {
    const lines = [
      '<MediaContainer size="1">',
      '  <Device name="Box" product="Plex Media Server" productVersion="1.43" platform="Linux" platformVersion="6.1"' +
        ' device="PC" clientIdentifier="machine-1" createdAt="1700000000" lastSeenAt="1700000000" provides="server"' +
        ' owned="1" accessToken="t" publicAddress="203.0.113.8" httpsRequired="0" synced="0" relay="0"' +
        ' dnsRebindingProtection="0" natLoopbackSupported="0" publicAddressMatches="0" presence="1">',
      '    <Connection protocol="http" address="192.168.1.5" port="32400" uri="http://192.168.1.5:32400" local="1"/>',
      '    <Connection protocol="https" address="box.example" port="443" uri="https://box.example" local="0"/>',
      '  </Device>',
      '</MediaContainer>\n',
    ];
    const body = `${declaration}${lines.join('\n')}`;
    const response = { status: 200, headers: xmlHeaders, body };
    assert.deepEqual(presentResourcesV1([box], { token: 't', owns: true }), response);
  });

  it('are so for the accounts that servers are shared with, of which there are none', () => {
    const start = '<MediaContainer friendlyName="myPlex" identifier="com.plexapp.plugins.myplex"';
    assert.equal(presentFriendsV1().body, `${declaration}${start} totalSize="0" size="0"/>\n`);
    assert.equal(presentSharedV1('m1').body, `${declaration}${start} machineIdentifier="m1" size="0"/>\n`);
    for (const { status } of [presentFriendsV1(), presentSharedV1('m1')]) assert.equal(status, 200);
  });
});

describe('a pin in the old API (1.8), to the byte', () => {
  const state = { at: 'redeemed', redeemedAt: 2000, reader: null, elsewhere: false, answer: null } as const;
  const redeemed = (trusted: boolean) => aPin({ state: { ...state, approval: { ...anApproval(), trusted } } });
  const written = (expiresAt: string, userId: string, trusted: boolean, token: readonly string[]) =>
    [
      `${declaration}<pin>`,
      '  <client-identifier>living-room-tv</client-identifier>',
      '  <code>7RQZ</code>',
      `  <expires-at type="dateTime">${expiresAt}</expires-at>`,
      '  <id type="integer">538114995</id>',
      `  ${userId}`,
      `  <trusted type="boolean">${trusted}</trusted>`,
      ...token.map((line) => `  ${line}`),
      '</pin>\n',
    ].join('\n');

  it('has no token while it waits', () => {
    const nobody = '<user-id type="integer" nil="true"/>';
    const none = ['<auth-token type="NilClass" nil="true"/>', '<auth_token nil="true"></auth_token>'];
    const body = written('1970-01-01T00:15:00Z', nobody, false, none);
    assert.deepEqual(presentPinV1(201, aPin(), 1000, null), { status: 201, headers: xmlHeaders, body });
  });

  it('has the token under both its names when it is redeemed, and ends with the read', () => {
    const person = '<user-id type="integer">7</user-id>';
    const token = ['<auth-token>t</auth-token>', '<auth_token>t</auth_token>'];
    for (const trusted of [true, false]) {
      const body = written('1970-01-01T00:00:02Z', person, trusted, token);
      const response = { status: 200, headers: xmlHeaders, body };
      assert.deepEqual(presentPinV1(200, redeemed(trusted), 2000, { token: 't', userId: 7 }), response);
    }
  });
});

describe('lists in the old API (1.11)', () => {
  it('have every member of the captures, and times in seconds', () => {
    const devices = String(presentDevicesV1('203.0.113.1', [television, television]).body);
    const { MediaContainer } = readXml(fixture('devices/devices.xml')) as {
      MediaContainer: { Device: readonly Record<string, unknown>[] };
    };
    const [device] = MediaContainer.Device;
    assertHasAllOf({ MediaContainer: { ...MediaContainer, Device: [device] } }, readXml(devices));
    assert.match(devices, / createdAt="1700000000" lastSeenAt="1700000060" /);
    assert.match(devices, / name="Living &lt;room&gt; &quot;TV&quot;" /);

    const resources = presentResourcesV1([box], { token: ada.authToken, owns: true });
    assertHasAllOf(readXml(fixture('devices/resources-v1.xml')), readXml(String(resources.body)));
    assert.match(String(resources.body), /owned="1" accessToken="aaaaaaaaaaaaaaaaaaaa"/);
    assert.match(String(presentResourcesV1([box], { token: 't', owns: false }).body), /owned="0"/);
  });

  it('are honestly empty', () => {
    assert.match(String(presentDevicesV1('', []).body), /<MediaContainer publicAddress="" size="0"\/>/);
    assert.match(String(presentResourcesV1([], { token: 't', owns: true }).body), /<MediaContainer size="0"\/>/);
    assert.match(String(presentFriendsV1().body), /<MediaContainer [^>]*size="0"\/>/);
  });
});

describe('an error in the old API (1.2)', () => {
  it('is words in an element, or one member in JSON', () => {
    const invalid = presentTokenProblemV1('invalid', 'xml');
    assert.equal(invalid.status, 422);
    assert.deepEqual(readXml(String(invalid.body)), readXml(fixture('errors/v1-invalid-token.422.xml')));
    assert.equal(presentTokenProblemV1('missing', 'json').status, 401);
    assert.equal(presentErrorV1(404, 'gone', 'json').body, '{"error":"gone"}');
  });

  it('is XML unless JSON is asked for, and nobody keeps it', () => {
    const body = `${declaration}<errors>\n  <error>gone</error>\n</errors>\n`;
    assert.deepEqual(presentErrorV1(404, 'gone'), { status: 404, headers: xmlHeaders, body });
    assert.deepEqual(presentErrorV1(404, 'gone', 'json'), {
      status: 404,
      headers: jsonHeaders,
      body: '{"error":"gone"}',
    });
    assert.equal(presentTokenProblemV1('missing', 'json').body, '{"error":"User could not be authenticated"}');
    assert.deepEqual(
      [presentWrongSignInV1('json').status, presentWrongSignInV1('json').body],
      [401, '{"error":"Invalid email, username, or password."}'],
    );
  });

  it('of a refusal never tells how a pin ended', () => {
    const table: readonly (readonly [Refusal, status: number, message: string])[] = [
      [{ kind: 'not-found' }, 404, 'Code not found or expired'],
      [{ kind: 'wrong-client' }, 404, 'Code not found or expired'],
      [{ kind: 'wrong-key' }, 404, 'Code not found or expired'],
      [{ kind: 'expired' }, 404, 'Code not found or expired'],
      [{ kind: 'settled', as: 'denied' }, 404, 'Code not found or expired'],
      [{ kind: 'not-allowed' }, 403, 'This action is not available for this device.'],
      [{ kind: 'over-budget', retryAfter: 7 }, 429, 'API rate limit exceeded'],
      [{ kind: 'busy', retryAfter: 7 }, 503, 'The service is busy'],
    ];
    for (const [refusal, status, message] of table) {
      const response = presentRefusalV1(refusal, 'json');
      assert.deepEqual([response.status, response.body], [status, JSON.stringify({ error: message })]);
      assert.match(String(presentRefusalV1(refusal).body), new RegExp(`<error>${message}</error>`));
    }
  });

  it('says when another try is worth it', () => {
    for (const [kind, status] of [
      ['over-budget', 429],
      ['busy', 503],
    ] as const) {
      const response = presentRefusalV1({ kind, retryAfter: 7 }, 'json');
      assert.equal(response.status, status);
      assert.equal(response.headers['retry-after'], '7');
    }
    assert.equal(presentRefusalV1({ kind: 'not-allowed' }).status, 403);
    assert.equal(presentRefusalV1({ kind: 'settled', as: 'denied' }).status, 404);
  });
});

describe('who signs in by the old API', () => {
  const saying = (form: Record<string, string>, json: Record<string, unknown> = {}): WireRequest => ({
    method: 'POST',
    path: '/users/sign_in',
    suffix: 'xml',
    query: () => [],
    header: () => undefined,
    basic: () => undefined,
    form: (name) => (form[name] === undefined ? [] : [form[name]]),
    json,
  });
  const who = { login: 'ada', password: ' p w ' };

  it('is said by Basic, in a form or in JSON, with every space of the password', () => {
    assert.deepEqual(parseSignInV1(saying({}), who), who);
    assert.deepEqual(parseSignInV1(saying({ 'user[login]': 'ada', 'user[password]': ' p w ' }), null), who);
    assert.deepEqual(parseSignInV1(saying({}, { user: who }), null), who);
    const mixed = saying({ 'user[login]': 'ada' }, { user: { login: 'eve', password: ' p w ' } });
    assert.deepEqual(parseSignInV1(mixed, null), who, 'the form first, each by itself');
  });

  it('is nobody when the name or the password is missing or no text', () => {
    for (const user of [
      undefined,
      null,
      'ada',
      [],
      {},
      { login: 'ada' },
      { login: 'ada', password: 5 },
      { password: 'p' },
    ]) {
      assert.equal(parseSignInV1(saying({}, { user }), null), null);
    }
    assert.equal(parseSignInV1(saying({ 'user[login]': 'ada', 'user[password]': '' }), null), null);
  });
});
