import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refused } from '../../domain/result.ts';
import { parseAuthorization, parseAuthorizationAddress, parseState } from './parse-authorization.ts';

const read = (text: string) => (name: string) => new URLSearchParams(text).getAll(name);
const challenge = 'x'.repeat(43);
const fine = `response_type=code&code_challenge=${challenge}&code_challenge_method=S256`;

const errorIn = (text: string): string => {
  const parsed = parseAuthorization(read(text));
  return parsed.ok ? 'none' : parsed.refusal.error;
};

describe('an authorization request', () => {
  it('says once who asks and where to answer', () => {
    const address = { clientId: 'a', redirectUri: 'https://a' };
    assert.deepEqual(parseAuthorizationAddress(read('client_id=a&redirect_uri=https://a')), {
      ok: true,
      value: address,
    });
    for (const text of ['redirect_uri=https://a', 'client_id=a&client_id=b&redirect_uri=https://a']) {
      assert.deepEqual(parseAuthorizationAddress(read(text)), refused('client'));
    }
    for (const text of ['client_id=a', 'client_id=a&redirect_uri=https://a&redirect_uri=https://b']) {
      assert.deepEqual(parseAuthorizationAddress(read(text)), refused('redirect-uri'));
    }
  });

  it('may have a state of 2048 characters', () => {
    assert.deepEqual(parseState(read('')), { ok: true, value: null });
    assert.equal(parseState(read(`state=${'s'.repeat(2048)}`)).ok, true);
    for (const text of [`state=${'s'.repeat(2049)}`, 'state=a&state=b']) {
      assert.equal(parseState(read(text)).ok, false);
    }
  });

  it('is for a code, with a challenge, and in no way that is refused here', () => {
    assert.equal(errorIn(fine), 'none');
    assert.equal(errorIn(`${fine}&response_mode=query`), 'none');
    assert.equal(errorIn(`${fine}&response_mode=fragment`), 'invalid_request');
    assert.equal(errorIn(fine.replace('response_type=code&', '')), 'invalid_request');
    assert.equal(errorIn(fine.replace('=code&', '=token&')), 'unsupported_response_type');
    assert.equal(errorIn(`${fine}&request=a`), 'request_not_supported');
    assert.equal(errorIn(`${fine}&request_uri=a`), 'request_uri_not_supported');
    assert.equal(errorIn(`${fine}&registration=a`), 'registration_not_supported');
    for (const text of [
      'response_type=code',
      fine.replace('S256', 'plain'),
      fine.replace('&code_challenge_method=S256', ''),
      fine.replace(challenge, 'short'),
      fine.replace(`code_challenge=${challenge}&`, ''),
      `${fine}&scope=a&scope=b`,
    ]) {
      assert.equal(errorIn(text), 'invalid_request', text);
    }
  });

  it('says how its person is to be asked', () => {
    const text = `${fine}&nonce=n&max_age=60&acr_values=phr++gold&prompt=login+consent&login_hint=ada`;
    const parsed = parseAuthorization(read(text));
    assert.ok(parsed.ok);
    const { openid, loginHint, codeChallenge, scopes } = parsed.value;
    const prompt = ['login', 'consent'];
    assert.deepEqual(openid, { nonce: 'n', maxAge: 60, acrValues: ['phr', 'gold'], prompt });
    assert.deepEqual([loginHint, codeChallenge, scopes], ['ada', challenge, null]);
    for (const wrong of [
      'prompt=none+login',
      'prompt=loud',
      'max_age=-1',
      'max_age=soon',
      `nonce=${'n'.repeat(513)}`,
    ]) {
      assert.equal(errorIn(`${fine}&${wrong}`), 'invalid_request', wrong);
    }
    assert.equal(errorIn(`${fine}&prompt=none&nonce=${'n'.repeat(512)}`), 'none');
  });
});
