// OpenID Connect by device code, on the wire: a device asks, Ada says yes at the pages, and the ID token says who she is.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { password } from '../harness/people.ts';
import { ask, form } from '../plex/asking.ts';
import { errorIn, post } from '../oauth/asking.ts';
import { issuer, openIdScene } from './scene.ts';

const halfHash = (algorithm: string, text: string): string => {
  const whole = createHash(algorithm).update(text).digest();
  return whole.subarray(0, whole.length / 2).toString('base64url');
};

describe('a device that asks for openid', () => {
  it('gets an ID token that says who said yes, for whom, and in which sign-in', async () => {
    const { harness, ada, begin, collect, verify } = await openIdScene();
    const signedInAt = harness.clock.now() / 1000;
    harness.clock.pass(7000);
    const { device_code: deviceCode, user_code: code } = await begin({ scope: 'openid watch', nonce: 'n-1' });
    const question = await ada.typeCode(code);
    assert.match(question.html, /Know that it is you/);
    await ada.fillIn(question, { mine: 'on', answer: 'yes' });
    const answer = await collect(deviceCode);
    assert.equal(answer.scope, 'openid watch');
    const { iat, exp, ...claims } = await verify(answer.id_token);
    assert.deepEqual(claims, {
      iss: issuer,
      sub: (await harness.person('ada')).id,
      aud: 'tv',
      nonce: 'n-1',
      auth_time: signedInAt,
      amr: ['pwd'],
      at_hash: halfHash('sha256', answer.access_token),
    });
    assert.equal((exp ?? 0) - (iat ?? 0), 3600);
    assert.equal(decodeProtectedHeader(answer.id_token ?? '').alg, 'RS256');
    await harness.service.close();
  });

  it('gets another at each refresh, without the nonce and with the time of that same sign-in', async () => {
    const { harness, ada, begin, collect, refresh, verify } = await openIdScene();
    const { device_code: deviceCode, user_code: code } = await begin({ scope: 'openid watch', nonce: 'n-1' });
    await ada.answer(code, 'yes');
    const first = await collect(deviceCode);
    const before = await verify(first.id_token);
    harness.clock.pass(3_000_000);
    const second = await refresh(first.refresh_token);
    const { iat, exp, at_hash: hash, ...after } = await verify(second.id_token);
    assert.deepEqual(after, {
      iss: before.iss,
      sub: before.sub,
      aud: 'tv',
      auth_time: before['auth_time'],
      amr: ['pwd'],
    });
    assert.equal(iat, (before.iat ?? 0) + 3000);
    assert.equal(exp, (iat ?? 0) + 3600);
    assert.equal(hash, halfHash('sha256', second.access_token));
    assert.equal((await refresh(second.refresh_token, 'watch')).id_token, undefined, 'fewer scopes, no ID token');
    await harness.service.close();
  });

  it('gets none without asking, whatever its client may', async () => {
    const { harness, ada, begin, collect } = await openIdScene();
    for (const asked of [{}, { scope: 'watch', nonce: 'n-1', max_age: 'nonsense' }]) {
      const { device_code: deviceCode, user_code: code } = await begin(asked);
      await ada.answer(code, 'yes');
      assert.equal((await collect(deviceCode)).id_token, undefined);
    }
    await harness.service.close();
  });

  for (const [idTokenAlgorithm, algorithm] of [
    ['ES256', 'sha256'],
    ['EdDSA', 'sha512'],
  ] as const) {
    it(`has it signed with ${idTokenAlgorithm} where its client is registered so`, async () => {
      const { harness, ada, begin, collect, verify } = await openIdScene({ idTokenAlgorithm });
      const { device_code: deviceCode, user_code: code } = await begin({ scope: 'openid' });
      await ada.answer(code, 'yes');
      const answer = await collect(deviceCode);
      assert.equal(decodeProtectedHeader(answer.id_token ?? '').alg, idTokenAlgorithm);
      assert.equal((await verify(answer.id_token))['at_hash'], halfHash(algorithm, answer.access_token));
      await harness.service.close();
    });
  }
});

describe('a client that wants a fresh sign-in', () => {
  const hour = 3_600_000;

  for (const [what, asked] of [
    ['max_age=60', { max_age: '60' }],
    ['max_age=0', { max_age: '0' }],
    ['prompt=login', { prompt: 'login' }],
  ] as const) {
    it(`by ${what} has Ada sign in again before she sees the question, and tells when she did`, async () => {
      const { harness, ada, begin, collect, verify } = await openIdScene();
      harness.clock.pass(hour);
      const { device_code: deviceCode, user_code: code } = await begin({ scope: 'openid', ...asked });
      harness.clock.pass(5000);
      const page = await ada.typeCode(code);
      assert.equal(page.path, '/signin');
      assert.match(page.html, /Confirm it’s you/);
      const question = await ada.fillIn(page, { name: 'ada', password });
      assert.equal(question.path, '/pin');
      const signedInAt = harness.clock.now();
      harness.clock.pass(120_000);
      assert.equal(
        (await ada.fillIn(question, { mine: 'on', answer: 'yes' })).path,
        '/done',
        'one that was made for it will do',
      );
      assert.equal((await verify((await collect(deviceCode)).id_token))['auth_time'], signedInAt / 1000);
      await harness.service.close();
    });
  }

  it('is content with one that is young enough, and not when it is too old by the time of the yes', async () => {
    const { harness, ada, begin } = await openIdScene();
    harness.clock.pass(30_000);
    const { user_code: code } = await begin({ scope: 'openid', max_age: '60' });
    const question = await ada.typeCode(code);
    assert.equal(question.path, '/pin');
    harness.clock.pass(31_000);
    assert.equal((await ada.fillIn(question, { mine: 'on', answer: 'yes' })).path, '/signin');
    await harness.service.close();
  });

  it('cannot have it skipped by going to the question’s own address', async () => {
    const { harness, ada, begin } = await openIdScene();
    harness.clock.pass(hour);
    const { user_code: code } = await begin({ scope: 'openid', prompt: 'login' });
    const page = await ada.typeCode(code);
    const next = /name="next" value="([^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail('no next');
    assert.match(next, /^\/again\?t=/);
    assert.equal((await ada.get(next)).path, '/signin');
    await harness.service.close();
  });
});

describe('a request with a part of OpenID Connect that is wrong', () => {
  for (const [what, asked, said] of [
    ['a nonce without end', { nonce: 'n'.repeat(513) }, /nonce/],
    ['a nonce twice', { nonce: ['a', 'b'] }, /nonce/],
    ['an age that is no number', { max_age: '-1' }, /max_age/],
    ['an unknown prompt', { prompt: 'create' }, /prompt/],
    ['prompt=none, which no device can have', { prompt: 'none' }, /prompt=none/],
    ['prompt=none with another', { prompt: 'none login' }, /none by itself/],
    ['classes without end', { acr_values: 'x'.repeat(513) }, /acr_values/],
    ['a plain challenge', { code_challenge: 'c'.repeat(43), code_challenge_method: 'plain' }, /S256/],
    ['a challenge without its method, which would be plain', { code_challenge: 'c'.repeat(43) }, /S256/],
    ['a method without a challenge', { code_challenge_method: 'S256' }, /code_challenge/],
    [
      'a challenge that is no hash',
      { code_challenge: 'c'.repeat(42), code_challenge_method: 'S256' },
      /code_challenge/,
    ],
  ] as const) {
    it(`is refused: ${what}`, async () => {
      const { harness } = await openIdScene();
      const body = new URLSearchParams({ client_id: 'tv', scope: 'openid' });
      for (const [name, value] of Object.entries(asked as Record<string, string | readonly string[]>)) {
        for (const one of [value].flat()) body.append(name, one);
      }
      const answer = await ask(harness, 'POST', '/oauth/device_authorization', { ...form({}), body: body.toString() });
      assert.equal(answer.status, 400);
      assert.equal(errorIn(answer), 'invalid_request');
      assert.match(answer.text, said);
      await harness.service.close();
    });
  }

  it('is refused: openid, of a client that may not have it', async () => {
    const { harness } = await openIdScene({ scopes: ['watch'] });
    const answer = await post(harness, '/oauth/device_authorization', { client_id: 'tv', scope: 'openid' });
    assert.equal(errorIn(answer), 'invalid_scope');
    await harness.service.close();
  });
});
