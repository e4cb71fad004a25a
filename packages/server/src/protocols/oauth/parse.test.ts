import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { deviceCodeGrant, jwtBearerAssertion } from '../constants/oauth.ts';
import { basic, errorOf, formRequest, valueOf } from './forms.testing.ts';
import { parseDeviceAuthorization, parseToken, parseTokenQuestion } from './parse.ts';
import { presentOAuthError } from './present.ts';

describe('a device authorization request', () => {
  it('names its client and what it asks for (D1 D2)', () => {
    const thumbprint = 'a'.repeat(43);
    const request = formRequest([
      ['client_id', 'tv'],
      ['scope', 'watch  record watch'],
      ['resource', 'https://a.example'],
      ['resource', 'https://b.example'],
      ['dpop_jkt', thumbprint],
      ['linkpin_no_browser', 'true'],
    ]);
    assert.deepEqual(valueOf(parseDeviceAuthorization(request)), {
      authentication: { method: 'none', clientId: 'tv' },
      scopes: ['watch', 'record'],
      resources: ['https://a.example', 'https://b.example'],
      keyThumbprint: thumbprint,
      openid: undefined,
      codeChallenge: undefined,
      hasNoBrowser: true,
    });
  });

  it('has empty parameters as absent ones, and unknown ones ignored (D5 D6)', () => {
    const plain = valueOf(parseDeviceAuthorization(formRequest({ client_id: 'tv' })));
    assert.deepEqual(plain, {
      authentication: { method: 'none', clientId: 'tv' },
      scopes: null,
      resources: [],
      keyThumbprint: null,
      openid: undefined,
      codeChallenge: undefined,
      hasNoBrowser: false,
    });
    const more = {
      client_id: 'tv',
      scope: '',
      resource: '',
      dpop_jkt: '',
      linkpin_no_browser: '',
      client_secret: '',
      foo: 'bar',
      __proto__x: 'y',
    };
    assert.deepEqual(valueOf(parseDeviceAuthorization(formRequest(more))), plain);
    assert.equal(errorOf(parseDeviceAuthorization(formRequest({ client_id: '' }))), 'invalid_request');
  });

  it('has no parameter twice, resource excepted (D7)', () => {
    for (const name of [
      'client_id',
      'scope',
      'dpop_jkt',
      'linkpin_no_browser',
      'client_secret',
      'client_assertion',
      'client_assertion_type',
    ]) {
      const twice = formRequest([
        ['client_id', 'tv'],
        [name, 'x'],
        [name, 'x'],
      ]);
      assert.equal(errorOf(parseDeviceAuthorization(twice)), 'invalid_request', name);
    }
  });

  it('is a form (D1)', () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data', '']) {
      assert.equal(
        errorOf(parseDeviceAuthorization(formRequest({ client_id: 'tv' }, { 'content-type': type }))),
        'invalid_request',
      );
    }
    const charset = { 'content-type': 'Application/X-WWW-Form-URLencoded; charset=UTF-8' };
    valueOf(parseDeviceAuthorization(formRequest({ client_id: 'tv' }, charset)));
  });

  it('is refused in the RFC’s words for a scope, a resource or a key that is none', () => {
    const asking = (more: Record<string, string>) =>
      parseDeviceAuthorization(formRequest({ client_id: 'tv', ...more }));
    for (const scope of ['a"b', 'a\\b', 'é', 'a\u0000'])
      assert.equal(errorOf(asking({ scope })), 'invalid_scope', scope);
    for (const resource of ['/relative', 'https://a.example/#x', 'no uri', `https://a.example/${'x'.repeat(2048)}`]) {
      assert.equal(errorOf(asking({ resource })), 'invalid_target', resource);
    }
    for (const jkt of ['a', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}=`]) {
      assert.equal(errorOf(asking({ dpop_jkt: jkt })), 'invalid_request', jkt);
    }
    assert.equal(errorOf(asking({ scope: 'x'.repeat(8193) })), 'invalid_request');
    assert.equal(errorOf(asking({ scope: 'watch a"b' })), 'invalid_scope', 'one of them is enough');
  });

  it('may be as long as the longest value, and name sixteen resources', () => {
    const asking = (more: Record<string, string>) =>
      parseDeviceAuthorization(formRequest({ client_id: 'tv', ...more }));
    assert.deepEqual(valueOf(asking({ scope: 'x'.repeat(8192) })).scopes, ['x'.repeat(8192)]);
    const longest = `https://a.example/${'x'.repeat(2048 - 18)}`;
    assert.deepEqual(valueOf(asking({ resource: longest })).resources, [longest]);
    const naming = (...resources: readonly string[]) =>
      parseDeviceAuthorization(
        formRequest([['client_id', 'tv'], ...resources.map((uri) => ['resource', uri] as const)]),
      );
    const many = Array.from({ length: 17 }, (_, turn) => `https://${turn}.example`);
    assert.deepEqual(valueOf(naming(...many.slice(1))).resources, many.slice(1));
    assert.equal(errorOf(naming(...many)), 'invalid_target');
    assert.equal(errorOf(naming('https://a.example', '/relative')), 'invalid_target', 'one of them is enough');
    assert.deepEqual(valueOf(naming('https://a.example', 'https://a.example')).resources, ['https://a.example']);
  });
});

describe('a token request', () => {
  it('is a poll with a device code (D27 D28)', () => {
    const fields = { grant_type: deviceCodeGrant, device_code: 'secret', client_id: 'tv' };
    assert.deepEqual(valueOf(parseToken(formRequest(fields))), {
      authentication: { method: 'none', clientId: 'tv' },
      grant: 'device_code',
      deviceCode: 'secret',
      codeVerifier: null,
    });
    for (const missing of ['grant_type', 'device_code', 'client_id']) {
      assert.equal(errorOf(parseToken(formRequest({ ...fields, [missing]: '' }))), 'invalid_request', missing);
    }
    const twice = [...Object.entries(fields), ['device_code', 'secret'] as const];
    assert.equal(errorOf(parseToken(formRequest(twice))), 'invalid_request');
  });

  it('is a refresh', () => {
    const fields = { grant_type: 'refresh_token', refresh_token: 'r', scope: 'watch', client_id: 'tv' };
    assert.deepEqual(valueOf(parseToken(formRequest(fields))), {
      authentication: { method: 'none', clientId: 'tv' },
      grant: 'refresh_token',
      refreshToken: 'r',
      scopes: ['watch'],
      resources: [],
    });
  });

  it('is for no other grant: no password, no implicit (B10 D27)', () => {
    for (const grantType of ['password', 'client_credentials', 'device_code', `${deviceCodeGrant} `, 'constructor']) {
      const fields = { grant_type: grantType, username: 'ada', password: 'x', client_id: 'tv', device_code: 'd' };
      assert.equal(errorOf(parseToken(formRequest(fields))), 'unsupported_grant_type', grantType);
    }
  });
});

describe('any form at all', () => {
  const names = [
    'client_id',
    'client_secret',
    'client_assertion',
    'client_assertion_type',
    'grant_type',
    'device_code',
    'refresh_token',
    'scope',
    'resource',
    'dpop_jkt',
    'linkpin_no_browser',
    'token',
    'token_type_hint',
    '__proto__',
  ];
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      deviceCodeGrant,
      'refresh_token',
      jwtBearerAssertion,
      'tv',
      'a b',
      'https://a.example',
      'x'.repeat(9000),
    ),
  );
  const fields = fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 12 });
  const headers = fc.record(
    {
      'content-type': fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ''),
      authorization: fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.base64String().map((text) => `Basic ${text}`),
        fc.string({ maxLength: 20 }).map((text) => basic(text)['authorization'] ?? ''),
      ),
    },
    { requiredKeys: [] },
  );
  const known = new Set([
    'invalid_request',
    'invalid_client',
    'invalid_scope',
    'invalid_target',
    'unsupported_grant_type',
  ]);

  it('becomes a command or an error of the RFC with its status, and nothing throws (D7 D14)', () => {
    fc.assert(
      fc.property(fields, headers, (given, head) => {
        for (const parse of [parseDeviceAuthorization, parseToken, parseTokenQuestion]) {
          const result = parse(formRequest(given, head));
          if (result.ok) continue;
          const { error, description } = result.refusal;
          assert.ok(known.has(error), error);
          assert.match(description, /^[\x20\x21\x23-\x5B\x5D-\x7E]+$/, 'RFC 6749 §5.2');
          const { status, headers: sent } = presentOAuthError(result.refusal);
          assert.equal(status, error === 'invalid_client' ? 401 : 400);
          assert.equal(sent['www-authenticate'] !== undefined, status === 401);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is never accepted with a parameter given twice (D7)', () => {
    const single = names.filter((name) => !['resource', '__proto__', 'token_type_hint'].includes(name));
    fc.assert(
      fc.property(fc.constantFrom(...single), values, values, (name, first, second) => {
        const base: Record<string, string> = {
          client_id: 'tv',
          grant_type: name === 'refresh_token' ? 'refresh_token' : deviceCodeGrant,
          device_code: 'd',
          token: 't',
        };
        delete base[name];
        const form = formRequest([...Object.entries(base), [name, first], [name, second]]);
        const readers = [
          [parseDeviceAuthorization, ['scope', 'dpop_jkt', 'linkpin_no_browser']],
          [parseToken, ['grant_type', ...(name === 'refresh_token' ? ['refresh_token'] : ['device_code'])]],
          [parseTokenQuestion, ['token']],
        ] as const;
        for (const [parse, own] of readers) {
          const reads: readonly string[] = [
            ...own,
            'client_id',
            'client_secret',
            'client_assertion',
            'client_assertion_type',
          ];
          if (reads.includes(name)) assert.ok(!parse(form).ok, name);
        }
      }),
    );
  });
});
