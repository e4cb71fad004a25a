import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTranscript } from '../transcript/read.ts';
import { writeTranscript } from '../transcript/write.ts';
import { fixture, raw, start, type RawParts } from './raw.testing.ts';
import { transcriptOf } from './sanitize.ts';

test("what is left out is told by its name and type, unless the name could be somebody's", () => {
  const [token, otherToken] = ['sekret-TOKEN_0123456', 'JWTless-token-9876ab'];
  const { leftOut } = transcriptOf(
    [
      {
        responseBody: {
          id: 1,
          newThing: 'x',
          friends: { ada: token },
          [token]: 1,
          ada: true,
          trusted: 'maybe',
          qr: [],
        },
        responseHeaders: {
          'x-plex-new': 'a',
          'set-cookie': token,
          date: 'x',
          'cache-control': token,
          [`x-${otherToken}`]: 'a',
        },
        requestHeaders: { cookie: token, 'x-plex-device-name': 'ada', 'x-new-thing': 'a' },
        target: `/api/v2/pins?unknown=${token}&X-Plex-New=${token}`,
      },
      { target: `/api/v2/home/users/12345/switch?token=${token}`, method: 'POST' },
      { target: `/${token}`, method: 'BREW' },
      {
        target: '/auth',
        responseBody: '<!DOCTYPE html><html><body>hi</body></html>',
        responseHeaders: { 'content-type': 'text/html' },
      },
    ].map(raw),
    { start },
  );
  assert.deepEqual(leftOut, [
    '? /*',
    'GET /api/v2/pins request.headers.x-new-thing: text',
    'GET /api/v2/pins request.query.X-Plex-New: text',
    'GET /api/v2/pins request.query.unknown: text',
    'GET /api/v2/pins response.body.?: boolean',
    'GET /api/v2/pins response.body.?: number',
    'GET /api/v2/pins response.body.friends: object',
    'GET /api/v2/pins response.body.newThing: text',
    'GET /api/v2/pins response.body.qr: list',
    'GET /api/v2/pins response.body.trusted: text',
    'GET /api/v2/pins response.headers.?: text',
    'GET /api/v2/pins response.headers.cache-control: text',
    'GET /api/v2/pins response.headers.x-plex-new: text',
    'POST /api/v2/home/users/*/switch',
  ]);
});

/** A text that is nobody's, and long enough to be found again. */
const secrets = fc.stringMatching(/^[A-Za-z0-9_-]{12,24}$/).filter((text) => /[A-Z]/.test(text) && /\d/.test(text));

/** Places for a secret in an exchange. `$` is the secret. */
const places: readonly ((secret: string) => RawParts)[] = [
  ...['', 'Bearer ', 'a=', 'text/html; x='].flatMap((before) => [
    (secret: string): RawParts => ({ target: `/api/v2/pins?strong=${before}${secret}&code=${secret}&${secret}=1` }),
    (secret: string): RawParts => ({
      requestHeaders: Object.fromEntries(
        [
          'authorization',
          'cookie',
          'accept',
          'accept-language',
          'user-agent',
          'prefer',
          'x-plex-token',
          'x-plex-provides',
          'x-new',
          'referer',
          'content-type',
          'access-control-request-headers',
          `x-${secret.toLowerCase()}`,
        ].map((name) => [name, before + secret]),
      ),
    }),
    (secret: string): RawParts => ({
      responseHeaders: Object.fromEntries(
        [
          'set-cookie',
          'location',
          'content-type',
          'cache-control',
          'vary',
          'etag',
          'x-new',
          'www-authenticate',
          'retry-after',
          'access-control-allow-headers',
          'access-control-allow-origin',
          'x-plex-protocol',
        ].map((name) => [name, before + secret]),
      ),
    }),
    (secret: string): RawParts => ({
      target: '/api/v2/user',
      responseBody: {
        id: before + secret,
        uuid: before + secret,
        username: before + secret,
        email: `${before}${secret}@mail.test`,
        thumb: `https://plex.tv/users/${secret}/avatar?c=${secret}`,
        authToken: before + secret,
        joinedAt: before + secret,
        subscription: { plan: before + secret, features: [before + secret], [secret]: secret },
        services: [{ token: secret }],
        entitlements: { a: secret },
        profile: secret,
        confirmed: secret,
        [secret]: { deep: [secret] },
        unknown: { deep: [{ deeper: before + secret }] },
      },
    }),
    (secret: string): RawParts => ({
      status: 422,
      responseBody: { errors: [{ code: secret, message: before + secret, extra: secret }, secret], error: secret },
    }),
    (secret: string): RawParts => ({
      status: 404,
      responseBody: `<errors ${'a'}="${secret}"><error code="${secret}" message="${before}${secret}">${secret}</error><${'x'}${secret}/></errors>`,
    }),
    (secret: string): RawParts => ({
      target: `/pins/${secret}.xml`,
      responseBody: `<pin a="${secret}"><!-- ${secret} --><code x="${secret}">${before}${secret}</code><auth_token>${secret}</auth_token><expires-at>${before}${secret}</expires-at><n>${secret}</n><![CDATA[${secret}]]></pin>`,
    }),
    (secret: string): RawParts => ({ responseBody: `<x${secret}>${secret}</x${secret}>` }),
    (secret: string): RawParts => ({ responseBody: `{"id": "${secret}` }),
    (secret: string): RawParts => ({
      target: '/api/v2/pins',
      requestBody: `X-Plex-Token=${secret}&code=${before}${secret}&${secret}=${secret}&other=${secret}`,
    }),
    (secret: string): RawParts => ({
      method: 'POST',
      target: '/api/v2/users/signin',
      requestBody: `login=${secret}&password=${before}${secret}&verificationCode=${secret}`,
    }),
    (secret: string): RawParts => ({
      target: '/api/v2/resources',
      responseBody: [
        {
          name: before + secret,
          accessToken: secret,
          publicAddress: secret,
          provides: secret,
          connections: [
            { uri: `https://user:${secret}@${secret}.test/${secret}?a=${secret}`, address: secret, port: secret },
          ],
        },
      ],
    }),
    (secret: string): RawParts => ({
      target: '/api/v2/auth/token',
      requestBody: JSON.stringify({
        jwt: `e30.${Buffer.from(JSON.stringify({ iss: secret, [secret]: secret, aud: [secret] })).toString('base64url')}.${secret}`,
      }),
      responseBody: { auth_token: `${secret}.${secret}.${secret}` },
    }),
    (secret: string): RawParts => ({ target: `/${secret}/${secret}?${secret}` }),
    (secret: string): RawParts => ({ target: `/api/v2/pins/${secret}` }),
    (secret: string): RawParts => ({ target: `/users/${secret}/avatar`, method: secret }),
    (secret: string): RawParts => ({ responseBody: secret, responseHeaders: { 'content-type': `text/${secret}` } }),
  ]),
];

test('no secret is in a transcript, wherever it was', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(secrets, { minLength: 3, maxLength: 3 }),
      fc.shuffledSubarray([...places], { minLength: 1 }),
      (some, planted) => {
        const text = writeTranscript(
          transcriptOf(
            planted.map((place, at) => raw(place(some[at % some.length] ?? ''))),
            { start },
          ),
        );
        const decoded = text.replaceAll(
          /[\w-]{8,}/g,
          (part) => `${part} ${Buffer.from(part, 'base64url').toString('latin1')}`,
        );
        for (const secret of some) {
          assert.ok(!decoded.toLowerCase().includes(secret.toLowerCase()), `${secret} in ${text}`);
        }
      },
    ),
    // To make it smaller would take longer than to read it: the message has the secret and the transcript.
    { numRuns: 150, endOnFailure: true },
  );
});

test('whatever comes, a transcript can be read again', () => {
  const anyBody = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.constantFrom(
      fixture('user/user-v2.xml'),
      fixture('devices/devices.xml'),
      '<a',
      '<pin/>',
      '<pin>',
      '[]',
      '""',
      'null',
    ),
  );
  const headers = fc.dictionary(
    fc.constantFrom('content-type', 'accept', 'x-plex-token', 'vary', 'x-new', 'retry-after'),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('application/json', 'application/xml', '*/*')),
    { noNullPrototype: true },
  );
  const any = fc.record({
    at: fc.integer({ min: start - 10, max: start + 10_000 }),
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'OPTIONS'), fc.string()),
    target: fc.oneof(
      fc.constantFrom(
        '/api/v2/user',
        '/api/v2/pins/1',
        '/pins/1.xml',
        '/',
        '/api/v2/pins/',
        '/api/v2/pins/%E0%A4%A.json?%=%&a',
      ),
      fc.webUrl({ withQueryParameters: true }).map((url) => url.slice('https://a.b'.length)),
      fc.string({ unit: 'binary' }).map((text) => `/api/v2/pins/${text}`),
    ),
    status: fc.integer({ min: 200, max: 599 }),
    requestHeaders: headers,
    requestBody: anyBody,
    responseHeaders: headers,
    responseBody: anyBody,
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 4 }), (parts) => {
      const transcript = transcriptOf(parts.map(raw), { start });
      assert.deepEqual(readTranscript(writeTranscript(transcript)), transcript);
    }),
    { numRuns: 300 },
  );
});
