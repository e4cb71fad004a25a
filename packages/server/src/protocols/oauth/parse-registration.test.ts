import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceCodeGrant } from '../constants/oauth.ts';
import { formRequest } from './forms.testing.ts';
import { parseBearer, parseRegistration } from './parse-registration.ts';

const asJson = { 'content-type': 'application/json' };

const register = (json: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = asJson) =>
  parseRegistration({ ...formRequest({}, headers), json });

const plain = {
  name: null,
  authMethod: 'client_secret_basic',
  scopes: null,
  grants: ['device_code'],
  refreshes: true,
  redirectUris: [],
  applicationType: null,
  subjectType: 'public',
  idTokenAlgorithm: 'RS256',
  jwks: null,
  jwksUri: null,
};

const jwks = { keys: [] };

describe('a registration (RFC 7591)', () => {
  it('has what RFC 7591 §2 gives a client that says nothing, but for the grants, which are those of a device', () => {
    assert.deepEqual(register({ client_uri: 'https://tv.example' }), { ok: true, value: plain });
    const absent = ['client_name', 'scope', 'jwks', 'jwks_uri', 'redirect_uris', 'grant_types', 'response_types'];
    const nothing = Object.fromEntries(
      [...absent, 'application_type', 'token_endpoint_auth_method'].map((name) => [name, null]),
    );
    assert.deepEqual(register(nothing), { ok: true, value: plain });
  });

  it('is read with everything that is understood', () => {
    const said = {
      client_name: 'Living room',
      scope: ' watch  record watch ',
      redirect_uris: ['https://tv.example/back'],
      grant_types: ['authorization_code', deviceCodeGrant],
      token_endpoint_auth_method: 'none',
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'EdDSA',
    };
    assert.deepEqual(register(said), {
      ok: true,
      value: {
        ...plain,
        name: 'Living room',
        scopes: ['watch', 'record'],
        grants: ['device_code', 'authorization_code'],
        refreshes: false,
        redirectUris: ['https://tv.example/back'],
        authMethod: 'none',
        subjectType: 'pairwise',
        idTokenAlgorithm: 'EdDSA',
      },
    });
    assert.deepEqual(register({ scope: '' }), { ok: true, value: { ...plain, scopes: [] } });
    const charset = { 'content-type': 'Application/JSON; charset=utf-8' };
    assert.equal(register({ scope: '' }, charset).ok, true);
  });

  it('keeps keys only of a client that signs with them', () => {
    const signs = { token_endpoint_auth_method: 'private_key_jwt' };
    const held = { ...plain, authMethod: 'private_key_jwt' };
    assert.deepEqual(register({ ...signs, jwks }), { ok: true, value: { ...held, jwks } });
    const jwksUri = 'https://tv.example/keys';
    assert.deepEqual(register({ ...signs, jwks_uri: jwksUri }), { ok: true, value: { ...held, jwksUri } });
    assert.deepEqual(register({ jwks }), { ok: true, value: plain });
    assert.deepEqual(register({ jwks_uri: jwksUri }), { ok: true, value: plain });
  });

  it('is one that is led back, when it has a redirect URI and says nothing of grants (RFC 7591 §2)', () => {
    const redirectUris = ['http://127.0.0.1/callback', 'com.example.app:/callback', 'https://app.example/callback'];
    const led = { ...plain, grants: ['authorization_code'], redirectUris };
    assert.deepEqual(register({ redirect_uris: redirectUris }), { ok: true, value: led });
    const native = { redirect_uris: redirectUris, application_type: 'native', response_types: ['code', 'token'] };
    assert.deepEqual(register(native), { ok: true, value: { ...led, applicationType: 'native' } });
  });

  it('keeps redirect URIs only of a client that is led back', () => {
    const device = { redirect_uris: ['no URI at all'], grant_types: [deviceCodeGrant, 'refresh_token', 'password'] };
    assert.deepEqual(register(device), { ok: true, value: plain });
  });

  it('of a web application is led back over https alone', () => {
    for (const uri of ['http://127.0.0.1/callback', 'com.example.app:/callback']) {
      const registered = register({ application_type: 'web', redirect_uris: [uri] });
      assert.equal(!registered.ok && registered.refusal.error, 'invalid_redirect_uri', uri);
    }
    assert.ok(register({ application_type: 'web', redirect_uris: ['https://app.example/callback'] }).ok);
  });

  it('may have any of four ways to authenticate', () => {
    for (const method of ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt']) {
      const registered = register({ token_endpoint_auth_method: method, jwks });
      assert.equal(registered.ok && registered.value.authMethod, method);
    }
  });

  it('is refused in a sentence that says what is wrong', () => {
    const auth = 'none, client_secret_basic, client_secret_post, private_key_jwt';
    const private_key_jwt = { token_endpoint_auth_method: 'private_key_jwt' };
    const table: readonly (readonly [json: Readonly<Record<string, unknown>>, description: string])[] = [
      [{}, 'the body must be a JSON object, sent as application/json'],
      [{ client_name: 5 }, 'client_name must be a string'],
      [{ scope: ['watch'] }, 'scope must be a string'],
      [{ jwks_uri: 5 }, 'jwks_uri must be a string'],
      [{ jwks: 'keys' }, 'jwks must be an object'],
      [{ jwks: [] }, 'jwks must be an object'],
      [{ grant_types: 'refresh_token' }, 'grant_types must be a list of strings'],
      [{ grant_types: [deviceCodeGrant, 5] }, 'grant_types must be a list of strings'],
      [{ grant_types: ['refresh_token'] }, `grant_types must have ${deviceCodeGrant} or authorization_code`],
      [{ response_types: 'code' }, 'response_types must be a list of strings'],
      [
        { redirect_uris: ['https://tv.example'], response_types: ['token'] },
        'authorization_code needs the response type code',
      ],
      [{ application_type: 'browser' }, 'application_type must be native or web'],
      [{ token_endpoint_auth_method: 'tls' }, `token_endpoint_auth_method must be one of ${auth}`],
      [{ jwks, jwks_uri: 'https://tv.example/keys' }, 'jwks and jwks_uri exclude each other'],
      [private_key_jwt, 'private_key_jwt needs jwks or jwks_uri'],
      [{ subject_type: 'ephemeral' }, 'subject_type must be one of public, pairwise'],
      [{ id_token_signed_response_alg: 'none' }, 'id_token_signed_response_alg must be one of RS256, ES256, EdDSA'],
      [
        { subject_type: 'pairwise', sector_identifier_uri: 'https://tv.example/uris' },
        'sector_identifier_uri is not read: give a pairwise client redirect_uris of one host',
      ],
      [{ default_max_age: 0 }, 'default_max_age is not supported: send max_age with each request'],
      [{ userinfo_signed_response_alg: 'RS256' }, 'userinfo_signed_response_alg is not supported: UserInfo is JSON'],
    ];
    for (const [json, description] of table) {
      const refusal = { error: 'invalid_client_metadata', description };
      assert.deepEqual(register(json), { ok: false, refusal }, description);
    }
    for (const redirects of ['https://tv.example', [5]]) {
      assert.deepEqual(register({ redirect_uris: redirects }), {
        ok: false,
        refusal: { error: 'invalid_redirect_uri', description: 'redirect_uris must be a list of strings' },
      });
    }
    for (const redirect_uris of [[], null]) {
      const refusal = { error: 'invalid_redirect_uri', description: 'authorization_code needs redirect_uris' };
      assert.deepEqual(register({ grant_types: ['authorization_code'], redirect_uris }), { ok: false, refusal });
    }
  });

  it('is refused with what a client would count on and that is not done, and only with that', () => {
    const refusals = {
      default_max_age: [300, '300'],
      require_auth_time: [true],
      userinfo_signed_response_alg: ['RS256', 'none'],
      userinfo_encrypted_response_alg: ['RSA-OAEP'],
      introspection_signed_response_alg: ['ES256'],
      introspection_encrypted_response_alg: ['RSA-OAEP'],
      id_token_encrypted_response_alg: ['RSA-OAEP'],
      token_endpoint_auth_signing_alg: ['HS256', 5],
      dpop_bound_access_tokens: [true],
      tls_client_certificate_bound_access_tokens: [true],
      require_pushed_authorization_requests: [true],
      require_signed_request_object: [true],
    };
    for (const [name, values] of Object.entries(refusals)) {
      for (const value of values) {
        const registered = register({ client_name: 'TV', [name]: value });
        assert.match(registered.ok ? '' : registered.refusal.description, new RegExp(`^${name} is not supported: .`));
      }
      for (const value of [null, '', ...(values[0] === true ? [false] : [])]) {
        assert.deepEqual(register({ [name]: value }), { ok: true, value: plain }, name);
      }
    }
    for (const alg of ['ES256', 'EdDSA']) assert.ok(register({ token_endpoint_auth_signing_alg: alg }).ok);
    assert.ok(
      register({ sector_identifier_uri: 'https://tv.example/uris' }).ok,
      'which public subjects have no use for',
    );
  });

  it('is JSON and says so', () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/json', '']) {
      assert.equal(register({ client_name: 'TV' }, { 'content-type': type }).ok, false, type);
    }
    assert.equal(register({ client_name: 'TV' }, {}).ok, false, 'of no type');
  });
});

describe('an initial access token', () => {
  const bearer = (authorization: string) => parseBearer(formRequest({}, { authorization }));

  it('is read from the Authorization header, in any spelling of Bearer', () => {
    assert.equal(bearer('Bearer a.b-c_d~e+f/g=='), 'a.b-c_d~e+f/g==');
    assert.equal(bearer('bearer  token '), 'token');
  });

  it('is none where the header is missing or another', () => {
    assert.equal(parseBearer(formRequest({})), null);
    for (const odd of ['', 'Bearer', 'Bearer ', 'Basic token', 'Bearer a b', 'Bearer ='])
      assert.equal(bearer(odd), null);
  });
});
