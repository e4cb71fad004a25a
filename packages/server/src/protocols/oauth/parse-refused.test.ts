import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Result } from '../../domain/result.ts';
import { jwtBearerAssertion, type OAuthError } from '../constants/oauth.ts';
import { basic, formRequest } from './forms.testing.ts';
import { parseDeviceAuthorization, parseToken, parseTokenQuestion } from './parse.ts';

const saidOf = (result: Result<unknown, OAuthError>): string => {
  assert.ok(!result.ok, JSON.stringify(result));
  return `${result.refusal.error}: ${result.refusal.description}`;
};

describe('a question about a token', () => {
  it('names the client and the token, whatever the hint', () => {
    const fields = { client_id: 'tv', token: 't', token_type_hint: 'access_token' };
    assert.deepEqual(parseTokenQuestion(formRequest(fields)), {
      ok: true,
      value: { authentication: { method: 'none', clientId: 'tv' }, token: 't' },
    });
    for (const missing of ['client_id', 'token']) {
      const question = parseTokenQuestion(formRequest({ ...fields, [missing]: '' }));
      assert.equal(saidOf(question), `invalid_request: ${missing} is missing`);
    }
  });
});

describe('a refresh', () => {
  it('needs its token, and scopes and resources that are some', () => {
    const fields = { grant_type: 'refresh_token', refresh_token: 'r', client_id: 'tv' };
    const asking = (more: Record<string, string>) => parseToken(formRequest({ ...fields, ...more }));
    assert.deepEqual(asking({ resource: 'https://a.example' }), {
      ok: true,
      value: {
        authentication: { method: 'none', clientId: 'tv' },
        grant: 'refresh_token',
        refreshToken: 'r',
        scopes: null,
        resources: ['https://a.example'],
      },
    });
    assert.equal(saidOf(asking({ refresh_token: '' })), 'invalid_request: refresh_token is missing');
    assert.match(saidOf(asking({ scope: 'a"b' })), /^invalid_scope: /);
    assert.match(saidOf(asking({ resource: '/relative' })), /^invalid_target: /);
    const twice = [...Object.entries(fields), ['scope', 'a'] as const, ['scope', 'b'] as const];
    assert.equal(saidOf(parseToken(formRequest(twice))), 'invalid_request: scope is given more than once');
  });
});

describe('a refusal', () => {
  it('says in a sentence what is wrong', () => {
    const assertion = { client_assertion: 'a', client_assertion_type: 'other' };
    const asking = (fields: Parameters<typeof formRequest>[0], headers = {}) =>
      saidOf(parseDeviceAuthorization(formRequest(fields, headers)));
    const tv = { client_id: 'tv' };
    const twice = [...Object.entries(tv), ['scope', 'a'] as const, ['scope', 'b'] as const];
    assert.equal(asking(twice), 'invalid_request: scope is given more than once');
    assert.equal(asking({ ...tv, scope: 'x'.repeat(8193) }), 'invalid_request: scope is too long');
    assert.equal(asking({}), 'invalid_request: client_id is missing');
    assert.equal(asking({}, basic('tv')), 'invalid_client: the Authorization header is malformed');
    assert.equal(
      asking({ client_secret: 's' }, basic('tv:s')),
      'invalid_request: the client authenticates in more than one way',
    );
    assert.equal(
      asking({ client_id: 'radio' }, basic('tv:s')),
      'invalid_request: client_id differs from the Authorization header',
    );
    assert.equal(asking(assertion), `invalid_request: client_assertion_type must be ${jwtBearerAssertion}`);
    assert.equal(asking({ ...tv, scope: 'é' }), 'invalid_scope: scope has a character that no scope may have');
    assert.equal(
      asking({ ...tv, resource: '/x' }),
      'invalid_target: resource must be an absolute URI without fragment',
    );
    assert.equal(
      asking({ ...tv, dpop_jkt: 'x' }),
      'invalid_request: dpop_jkt must be a SHA-256 thumbprint in base64url',
    );
    for (const linkpin_no_browser of ['1', 'TRUE', 'no', ' true']) {
      assert.equal(asking({ ...tv, linkpin_no_browser }), 'invalid_request: linkpin_no_browser must be true or false');
    }
    const question = parseTokenQuestion(formRequest(tv));
    assert.equal(saidOf(question), 'invalid_request: token is missing');
    const password = parseToken(formRequest({ ...tv, grant_type: 'password' }));
    assert.equal(saidOf(password), 'unsupported_grant_type: this grant type is not offered here');
  });

  it('asks every endpoint for a form', () => {
    const json = formRequest({ client_id: 'tv' }, { 'content-type': 'application/json' });
    for (const parse of [parseDeviceAuthorization, parseToken, parseTokenQuestion]) {
      assert.equal(saidOf(parse(json)), 'invalid_request: the body must be application/x-www-form-urlencoded');
    }
  });
});
