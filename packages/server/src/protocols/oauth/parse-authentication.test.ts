import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jwtBearerAssertion } from '../constants/oauth.ts';
import { basic, errorOf, formRequest, valueOf } from './forms.testing.ts';
import { parseAuthentication } from './parse.ts';

describe('the authentication of a client (D3 D29)', () => {
  it('is read from each of the ways that it can come', () => {
    const read = (fields: Record<string, string>, headers = {}) =>
      valueOf(parseAuthentication(formRequest(fields, headers)));
    assert.deepEqual(read({ client_id: 'tv' }), { method: 'none', clientId: 'tv' });
    assert.deepEqual(read({ client_id: 'tv', client_secret: 's' }), {
      method: 'client_secret_post',
      clientId: 'tv',
      secret: 's',
    });
    assert.deepEqual(read({}, basic('tv:a%3Ab+c%C3%A9')), {
      method: 'client_secret_basic',
      clientId: 'tv',
      secret: 'a:b cé',
    });
    assert.deepEqual(read({ client_id: 'tv' }, basic('tv:s')), {
      method: 'client_secret_basic',
      clientId: 'tv',
      secret: 's',
    });
    const assertion = { client_assertion: 'a.b.c', client_assertion_type: jwtBearerAssertion };
    assert.deepEqual(read(assertion), { method: 'private_key_jwt', clientId: null, assertion: 'a.b.c' });
    assert.deepEqual(read({ ...assertion, client_id: 'tv' }), {
      method: 'private_key_jwt',
      clientId: 'tv',
      assertion: 'a.b.c',
    });
  });

  it('comes in one way only (RFC 6749 §2.3)', () => {
    const refused = (fields: Record<string, string>, headers = {}) =>
      errorOf(parseAuthentication(formRequest(fields, headers)));
    const assertion = { client_assertion: 'a', client_assertion_type: jwtBearerAssertion };
    assert.equal(refused({ client_secret: 's' }, basic('tv:s')), 'invalid_request');
    assert.equal(refused({ client_secret: 's', ...assertion }), 'invalid_request');
    assert.equal(refused({ ...assertion }, basic('tv:s')), 'invalid_request');
    assert.equal(refused({ client_id: 'radio' }, basic('tv:s')), 'invalid_request');
    assert.equal(refused({ ...assertion, client_assertion_type: 'other' }), 'invalid_request');
    assert.equal(refused({}), 'invalid_request');
  });

  it('by Basic without a secret is that of a public client (RFC 6749 §2.3.1)', () => {
    const read = (fields: Record<string, string>) => parseAuthentication(formRequest(fields, basic('t%20v:')));
    assert.deepEqual(valueOf(read({})), { method: 'none', clientId: 't v' });
    assert.deepEqual(valueOf(read({ client_id: 't v', client_secret: '' })), { method: 'none', clientId: 't v' });
    const assertion = { client_assertion: 'a', client_assertion_type: jwtBearerAssertion };
    for (const other of [{ client_id: 'radio' }, { client_secret: 's' }, assertion]) {
      assert.equal(errorOf(read(other)), 'invalid_request', JSON.stringify(other));
    }
  });

  it('that is malformed Basic is a client that is not itself (D14)', () => {
    for (const authorization of [
      'Basic',
      'Basic !',
      'basic é',
      basic('nocolon')['authorization'] ?? '',
      basic(':s')['authorization'] ?? '',
      basic('tv:%zz')['authorization'] ?? '',
      basic('%zz:s')['authorization'] ?? '',
    ]) {
      assert.equal(
        errorOf(parseAuthentication(formRequest({ client_id: 'tv' }, { authorization }))),
        'invalid_client',
        authorization,
      );
    }
    assert.deepEqual(valueOf(parseAuthentication(formRequest({ client_id: 'tv' }, { authorization: 'Bearer x' }))), {
      method: 'none',
      clientId: 'tv',
    });
  });

  it('gives back any secret that was sent as RFC 6749 §2.3.1 says', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, text, (clientId, secret) => {
        const header = basic(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`);
        const read = valueOf(parseAuthentication(formRequest({}, header)));
        assert.deepEqual(read, { method: 'client_secret_basic', clientId, secret });
      }),
    );
  });
});
