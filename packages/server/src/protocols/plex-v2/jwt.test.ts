import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  jwtUserOf,
  parseExchange,
  parseJwk,
  parseKeyRegistration,
  presentNonce,
  presentPlexJwt,
  presentPlexKeys,
  presentRegistered,
} from './jwt.ts';

const read = (name: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../../../../../test/fixtures/plex/jwt/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;

const x = 'vc89KFZd_ZvlV0qIzFi77af2YUVF6jIL-nfQzY-cIJA';
const good = { kty: 'OKP', crv: 'Ed25519', x };

const statusOf = (jwk: unknown): number | 'ok' => {
  const parsed = parseJwk({ json: { jwk } });
  return parsed.ok ? 'ok' : parsed.refusal.status;
};

describe('a jwk', () => {
  it('is read from what clients send', () => {
    const { kid } = (read('device-key') as { public_jwk: { kid: string } }).public_jwk;
    assert.deepEqual(parseJwk({ json: read('pins-request') }), { ok: true, value: { x, kid } });
    assert.deepEqual(parseJwk({ json: { jwk: good } }), { ok: true, value: { x, kid: null } });
  });

  it('is absent when nothing is said, and refused when it is no object', () => {
    for (const json of [{}, { jwk: null }, { jwk: undefined }]) {
      assert.deepEqual(parseJwk({ json }), { ok: true, value: null });
    }
    for (const odd of ['', 'x', 1, true, [], [good]]) assert.equal(statusOf(odd), 422, JSON.stringify(odd));
  });

  it('is a public Ed25519 key and nothing else', () => {
    for (const more of [
      { use: 'sig' },
      { alg: 'EdDSA' },
      { alg: 'Ed25519' },
      { kid: 'k'.repeat(255) },
      { key_ops: ['verify'] },
      { kid: null, use: null, alg: null },
    ]) {
      assert.equal(statusOf({ ...good, ...more }), 'ok', JSON.stringify(more));
    }
    for (const more of [
      { d: 'x' },
      { d: '' },
      { k: 'x' },
      { p: 'x' },
      { kty: 'EC' },
      { kty: 'RSA', n: 'x', e: 'AQAB' },
      { kty: 'oct' },
      { crv: 'X25519' },
      { crv: 'Ed448' },
      { crv: 'ed25519' },
      { x: x.slice(1) },
      { x: [x] },
      { x: `${x}A` },
      { x: `${x}=` },
      { x: `${x.slice(0, -1)}B` },
      { x: x.replace('_', '/') },
      { x: '' },
      { x: 1 },
      { use: 'enc' },
      { alg: 'ES256' },
      { alg: 'none' },
      { kid: '' },
      { kid: 'k'.repeat(256) },
      { kid: 1 },
    ]) {
      assert.equal(statusOf({ ...good, ...more }), 422, JSON.stringify(more));
    }
  });

  it('is refused in a sentence that says what is wrong', () => {
    const table: readonly (readonly [jwk: unknown, message: string])[] = [
      ['x', 'The jwk must be an object'],
      [{ ...good, kty: 'EC' }, 'The jwk must be an OKP key of the curve Ed25519'],
      [{ ...good, x: 'x' }, 'The x of the jwk must be 32 bytes in base64url'],
      [{ ...good, use: 'enc' }, 'The jwk must be for EdDSA signatures'],
      [{ ...good, kid: '' }, 'The kid of the jwk must be a text of 1 to 255 characters'],
      ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].map(
        (part) => [{ ...good, [part]: 'x' }, `The jwk must be public and has "${part}"; make another key`] as const,
      ),
    ];
    for (const [jwk, message] of table) {
      assert.deepEqual(parseJwk({ json: { jwk } }), { ok: false, refusal: { code: 1008, status: 422, message } });
    }
  });

  it('must be there to be registered, and be a good one', () => {
    const register = (json: object) => parseKeyRegistration({ json } as Parameters<typeof parseKeyRegistration>[0]);
    assert.deepEqual(register({}), {
      ok: false,
      refusal: { code: 1004, status: 400, message: 'The jwk is missing' },
    });
    assert.deepEqual(register({ jwk: good }), { ok: true, value: { x, kid: null } });
    assert.equal(register({ jwk: 'x' }).ok, false);
  });
});

describe('an exchange', () => {
  it('brings a text, not too long', () => {
    const parse = (jwt: unknown) => parseExchange({ json: { jwt } } as unknown as Parameters<typeof parseExchange>[0]);
    assert.deepEqual(parse('a.b.c'), { ok: true, value: 'a.b.c' });
    assert.equal(parse('a'.repeat(8192)).ok, true);
    assert.deepEqual(parse(''), {
      ok: false,
      refusal: { code: 1004, status: 400, message: 'The jwt is missing' },
    });
    for (const odd of ['', 1, null, undefined, {}, ['a.b.c'], 'a'.repeat(8193)]) assert.equal(parse(odd).ok, false);
  });
});

describe('what a Plex JWT tells of its person', () => {
  const ada = {
    id: 7,
    uuid: '0123456789abcdef',
    username: 'ada',
    email: 'ada@example.com',
    emailConfirmed: true,
    joinedAt: 1_705_785_603_400,
    thumb: '',
    authToken: 'secret',
  };

  it('is the number and the uuid, and what was asked for', () => {
    assert.deepEqual(jwtUserOf(ada, []), { id: 7, uuid: ada.uuid });
    assert.deepEqual(jwtUserOf(ada, ['username', 'authToken', 'thumb', '__proto__', 'joinedAt']), {
      id: 7,
      uuid: ada.uuid,
      username: 'ada',
      joinedAt: 1_705_785_603,
    });
    const { user } = read('plex-jwt')['claims'] as { user: Record<string, unknown> };
    const told = jwtUserOf(ada, ['username', 'email', 'friendly_name']);
    assert.deepEqual(Object.keys(told), Object.keys(user));
    for (const [name, value] of Object.entries(told)) assert.equal(typeof value, typeof user[name], name);
  });

  it('is at most six things more', () => {
    const all = ['username', 'email', 'friendly_name', 'restricted', 'anonymous', 'joinedAt'];
    assert.deepEqual(jwtUserOf(ada, all), {
      id: 7,
      uuid: ada.uuid,
      username: 'ada',
      email: 'ada@example.com',
      friendly_name: '',
      restricted: false,
      anonymous: false,
      joinedAt: 1_705_785_603,
    });
  });
});

it('every answer is JSON, and kept by nobody', () => {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  assert.deepEqual(presentNonce('n'), { status: 200, headers, body: '{"nonce":"n"}' });
  assert.deepEqual(presentRegistered(), { status: 201, headers, body: '{}' });
  assert.deepEqual(presentPlexJwt('a.b.c'), { status: 200, headers, body: '{"auth_token":"a.b.c"}' });
  assert.deepEqual(presentPlexKeys([{ kid: 'k' }]), { status: 200, headers, body: '{"keys":[{"kid":"k"}]}' });
});
