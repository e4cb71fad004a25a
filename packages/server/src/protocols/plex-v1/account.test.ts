import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireRequest } from '../constants/messages.ts';
import { assertHasAllOf, fixture, readXml } from '../fixtures.testing.ts';
import { ada, box, television } from '../samples.testing.ts';
import { presentAccountV1 } from './account.ts';
import { presentDevicesV1, presentFriendsV1, presentResourcesV1 } from './containers.ts';
import { presentErrorV1, presentRefusalV1, presentTokenProblemV1 } from './present.ts';
import { parseSignInV1 } from './sign-in.ts';

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
  });

  it('is nobody when the name or the password is missing or no text', () => {
    for (const user of [undefined, null, 'ada', [], {}, { login: 'ada' }, { login: 'ada', password: 5 }]) {
      assert.equal(parseSignInV1(saying({}, { user }), null), null);
    }
    assert.equal(parseSignInV1(saying({ 'user[login]': 'ada', 'user[password]': '' }), null), null);
  });
});
