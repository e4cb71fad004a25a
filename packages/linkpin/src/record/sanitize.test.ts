import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { createPlexClient, readPlexPin } from '@linkpin/client';
import type { Body, Exchange, Transcript } from '../transcript/transcript.ts';
import { xmlText } from '../transcript/xml.ts';
import { fixture, raw, start, type RawParts } from './raw.testing.ts';
import { transcriptOf } from './sanitize.ts';

const record = (...parts: readonly RawParts[]): Transcript => transcriptOf(parts.map(raw), { start });

const token = 'sekret-TOKEN_0123456';

function only(transcript: Transcript): Exchange {
  assert.equal(transcript.exchanges.length, 1);
  return transcript.exchanges[0] as Exchange;
}

const jsonOf = (body: Body | undefined): unknown => {
  assert.ok(body !== undefined && 'json' in body);
  return body.json;
};

const xmlOf = (body: Body | undefined): string => {
  assert.ok(body !== undefined && 'xml' in body);
  return xmlText(body.xml);
};

describe('a pin', () => {
  const claimed = fixture('pins-v2/poll-claimed-2026.json');

  it('keeps its members and their types, with stand-ins', () => {
    const { response } = only(record({ target: '/api/v2/pins/538114995', responseBody: claimed }));
    assert.deepEqual(jsonOf(response.body), {
      id: 100_000_001,
      code: 'pin0000000000000000000001',
      product: 'product-1',
      trusted: false,
      qr: 'https://plex.tv/api/v2/pins/qr/pin0000000000000000000001',
      clientIdentifier: 'client-1',
      location: {
        code: 'ZZ',
        european_union_member: false,
        continent_code: 'ZZ',
        country: 'Nowhere',
        city: 'Nowhere',
        time_zone: 'Etc/UTC',
        postal_code: '00000',
        in_privacy_restricted_country: false,
        in_privacy_restricted_region: false,
        subdivisions: 'Nowhere',
        coordinates: '0.0000, 0.0000',
      },
      expiresIn: 10,
      createdAt: '2020-01-01T00:00:00Z',
      expiresAt: '2020-01-01T00:00:00Z',
      authToken: 'token000000000000001',
      newRegistration: false,
    });
    const pin = readPlexPin(JSON.stringify(jsonOf(response.body)));
    assert.equal(pin.authToken, 'token000000000000001');
  });

  it('has the same stand-ins in the path, the query, headers and bodies, whatever the form', () => {
    const { exchanges } = record(
      {
        method: 'POST',
        requestHeaders: { 'x-plex-client-identifier': 'lundflix-fixture-capture' },
        responseBody: fixture('pins-v2/create-strong-2026.json'),
      },
      {
        target:
          '/api/v2/pins/538114995.json?code=m6mijjn177ut0qaz02b9iedof&X-Plex-Client-Identifier=lundflix-fixture-capture',
        responseBody: claimed,
      },
      { method: 'PUT', target: '/api/v2/pins/link', requestBody: 'code=m6mijjn177ut0qaz02b9iedof', status: 204 },
      { target: '/api/v2/pins/qr/m6mijjn177ut0qaz02b9iedof', responseHeaders: { 'content-type': 'image/png' } },
      { target: `/api/v2/ping?X-Plex-Token=exampleTOKEN-abcdefg`, responseBody: '<pong>true</pong>' },
    );
    const [created, polled, linked, drawn, pinged] = exchanges as [Exchange, Exchange, Exchange, Exchange, Exchange];
    const client = created.request.headers?.['x-plex-client-identifier'];
    assert.equal(client, 'client-1');
    assert.deepEqual(polled.request.query, { code: 'pin0000000000000000000001', 'X-Plex-Client-Identifier': client });
    assert.equal(polled.request.path, '/api/v2/pins/100000001.json');
    assert.deepEqual(linked.request.body, { form: { code: 'pin0000000000000000000001' } });
    assert.equal(drawn.request.path, '/api/v2/pins/qr/pin0000000000000000000001');
    assert.deepEqual(pinged.request.query, { 'X-Plex-Token': 'token000000000000001' });
    assert.equal(xmlOf(pinged.response.body).split('\n')[1], '<pong>true</pong>');
  });

  it('that is XML stays XML', () => {
    const { response } = only(
      record({ target: '/api/v2/pins/538114995', responseBody: fixture('pins-v2/pin-v2-claimed.xml') }),
    );
    assert.equal(
      xmlOf(response.body),
      `<?xml version="1.0" encoding="UTF-8"?>
<pin id="100000001" code="pin0000000000000000000001" product="product-1" trusted="0" qr="https://plex.tv/api/v2/pins/qr/pin0000000000000000000001" clientIdentifier="client-1" expiresIn="10" createdAt="2020-01-01 00:00:00 UTC" expiresAt="2020-01-01 00:00:00 UTC" authToken="token000000000000001" newRegistration="0">
  <location code="ZZ" european_union_member="0" continent_code="ZZ" country="Nowhere" city="Nowhere" time_zone="Etc/UTC" postal_code="00000" in_privacy_restricted_country="0" in_privacy_restricted_region="0" subdivisions="Nowhere" coordinates="0.0000, 0.0000"/>
</pin>
`,
    );
  });

  it('of the older API has elements, and types in attributes', () => {
    const [pending, done] = record(
      { target: '/pins/12345678.xml', responseBody: fixture('pins-v1/pending.xml') },
      { target: '/pins/12345678.xml', responseBody: fixture('pins-v1/claimed.xml') },
    ).exchanges as [Exchange, Exchange];
    assert.equal(
      xmlOf(pending.response.body),
      `<?xml version="1.0" encoding="UTF-8"?>
<pin>
  <client-identifier>client-1</client-identifier>
  <code>PIN1</code>
  <expires-at type="dateTime">2020-01-01T00:00:00Z</expires-at>
  <id type="integer">10000001</id>
  <user-id type="integer" nil="true"/>
  <trusted type="boolean">false</trusted>
  <auth-token type="NilClass" nil="true"/>
  <auth_token nil="true"></auth_token>
</pin>
`,
    );
    assert.match(xmlOf(done.response.body), /<auth_token>token000000000000001<\/auth_token>/);
  });

  it('has times from the start of the recording', () => {
    const { response, afterMs } = only(
      record({
        at: start + 2250,
        responseBody: { createdAt: '2026-12-01T15:20:00Z', expiresAt: '2026-12-01T15:35:00.123Z', joinedAt: 1 },
      }),
    );
    assert.equal(afterMs, 2250);
    assert.deepEqual(jsonOf(response.body), {
      createdAt: '2026-12-01T00:00:02Z',
      expiresAt: '2026-12-01T00:15:02.000Z',
    });
  });
});

test('every capture of plex.tv is kept with all of its members, but for what is inside lists of an account', () => {
  for (const [name, target] of [
    ['pins-v2/create-strong-2019.json', '/api/v2/pins'],
    ['pins-v2/create-weak-noproduct-2022.json', '/api/v2/pins'],
    ['pins-v2/spec-example-vi-int-postal.json', '/api/v2/pins/308667304'],
    ['user/user-v2-free-2022.json', '/api/v2/user'],
    ['user/user-v2-plexpass-2026.json', '/api/v2/user'],
    ['user/user-v2.xml', '/api/v2/user'],
    ['user/signin-201.json', '/api/v2/users/signin'],
    ['user/account-v1.json', '/users/account.json'],
    ['user/account-v1.xml', '/users/account'],
    ['user/geoip.json', '/api/v2/geoip'],
    ['user/geoip.xml', '/api/v2/geoip'],
    ['devices/devices.xml', '/devices.xml'],
    ['devices/resources-v1.xml', '/api/resources'],
    ['devices/resources-v2.json', '/api/v2/resources'],
    ['devices/resources-v2.xml', '/api/v2/resources'],
    ['jwt/keys.json', '/api/v2/auth/keys'],
    ['jwt/nonce.json', '/api/v2/auth/nonce'],
    ['jwt/token.json', '/api/v2/auth/token'],
  ] as const) {
    const transcript = record({ target, responseBody: fixture(name) });
    const { body } = only(transcript).response;
    assert.ok(body !== undefined && !('leftOut' in body), name);
    assert.deepEqual(transcript.leftOut, [], name);
  }
});

test('errors keep their codes, and their messages if they are known', () => {
  const known = fixture('errors/1020-pin-not-found.404.json');
  assert.deepEqual(jsonOf(only(record({ status: 404, responseBody: known })).response.body), JSON.parse(known));
  assert.match(
    xmlOf(only(record({ status: 404, responseBody: fixture('errors/1020-pin-not-found.404.xml') })).response.body),
    /<error code="1020" message="Code not found or expired" status="404"\/>/,
  );
  assert.match(
    xmlOf(only(record({ status: 422, responseBody: fixture('errors/v1-invalid-token.422.xml') })).response.body),
    /<error>Invalid token<\/error>/,
  );
  const quoting = record({ status: 422, responseBody: { errors: [{ code: 1999, message: `Bad token ${token}` }] } });
  assert.deepEqual(jsonOf(only(quoting).response.body), { errors: [{ code: 1999 }] });
  assert.deepEqual(quoting.leftOut, ['GET /api/v2/pins response.body.errors.message: text']);
});

test('a JWT becomes one of the same claims', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object): string =>
    `${part({ alg: 'EdDSA', kid: 'kid-of-plex', typ: 'JWT' })}.${part(claims)}.${'s'.repeat(86)}`;
  const claims = {
    iss: 'plex.tv',
    aud: ['plex.tv', 'my-client'],
    iat: Math.floor(start / 1000),
    exp: Math.floor(start / 1000) + 604_800,
    nonce: '0f0e0d0c-0000-4000-8000-123456789abc',
    thumbprint: 'kid-of-device',
    secret: token,
    user: { id: 7_654_321, uuid: 'abcdef0123456789', username: 'ada', email: 'ada@mail.test', joinedAt: 1_300_000_000 },
  };
  const { exchanges } = record({
    target: '/api/v2/auth/token',
    requestHeaders: { 'x-plex-client-identifier': 'my-client' },
    responseBody: { auth_token: jwt(claims) },
  });
  const { auth_token: standIn } = jsonOf(exchanges[0]?.response.body) as { readonly auth_token: string };
  const [header, payload, signature] = standIn.split('.') as [string, string, string];
  const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
  assert.deepEqual(read(header), { alg: 'EdDSA', kid: 'key-1', typ: 'JWT' });
  assert.deepEqual(read(payload), {
    iss: 'plex.tv',
    aud: ['plex.tv', 'client-1'],
    iat: Date.UTC(2026, 11, 1) / 1000,
    exp: Date.UTC(2026, 11, 8) / 1000,
    nonce: '00000000-0000-4000-8000-000000000001',
    thumbprint: 'key-2',
    user: {
      id: 1_000_001,
      uuid: '0000000000000002',
      username: 'person-1',
      email: 'person2@example.com',
      joinedAt: 1_577_836_800,
    },
  });
  assert.equal(signature.length, 86);
});

test('of what a device provides, and a JWT is about, the known words stay', () => {
  const device = { provides: 'client,player, pubsub-player,adas-television', name: 'Box' };
  const { response } = only(record({ target: '/api/v2/resources', responseBody: [device] }));
  assert.deepEqual(jsonOf(response.body), [{ provides: 'client,player,pubsub-player', name: 'device-1' }]);
});

test('polls that say nothing new are joined', () => {
  const poll = (after: number, expiresIn: number, authToken: string | null): RawParts => ({
    at: start + after,
    target: '/api/v2/pins/1',
    responseBody: { id: 1, expiresIn, authToken },
    responseHeaders: { 'x-ratelimit-remaining': String(expiresIn) },
  });
  const { exchanges } = record(poll(0, 900, null), poll(1000, 899, null), poll(2000, 898, null), poll(3000, 10, token));
  assert.deepEqual(
    exchanges.map(({ afterMs, repeats }) => [afterMs, repeats]),
    [
      [0, 2],
      [3000, undefined],
    ],
  );
});

test('our client takes what is recorded for plex.tv', async () => {
  const created = only(
    record({ method: 'POST', status: 201, responseBody: fixture('pins-v2/create-weak-noproduct-2022.json') }),
  );
  const client = createPlexClient({
    product: 'linkpin',
    clientIdentifier: 'client-1',
    fetch: async () => Response.json(jsonOf(created.response.body), { status: created.response.status }),
  });
  assert.equal((await client.requestPin()).code, 'PIN1');
});
