import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aPin } from '../../domain/pin.testing.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { WireResponse } from '../constants/messages.ts';
import { deviceCodeGrant } from '../constants/oauth.ts';
import {
  presentDeviceAuthorization,
  presentJson,
  presentKept,
  presentNothing,
  presentOAuthError,
  presentOAuthRefusal,
  presentOAuthTrouble,
  presentRegistered,
  presentText,
  presentTokenNeeded,
  presentWaiting,
  type RegisteredClient,
} from './present.ts';

const bodyOf = ({ body }: WireResponse): Record<string, unknown> => JSON.parse(String(body)) as Record<string, unknown>;

const waiting = { pin: aPin(), tooSoon: false, number: null };

describe('what a device is given', () => {
  it('has every member of RFC 8628 §3.2, the page without the code, and is kept by nobody (D9 D10 D13 D20)', () => {
    const response = presentDeviceAuthorization({
      deviceCode: 'secret',
      userCode: 'WXYZ-BCDF',
      verificationUri: 'https://link.example/link',
      verificationUriComplete: 'https://link.example/link?code=WXYZ-BCDF',
      expiresIn: 600,
      interval: 5,
      events: null,
    });
    assert.deepEqual(bodyOf(response), {
      device_code: 'secret',
      user_code: 'WXYZ-BCDF',
      verification_uri: 'https://link.example/link',
      verification_uri_complete: 'https://link.example/link?code=WXYZ-BCDF',
      expires_in: 600,
      interval: 5,
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers['cache-control'], 'no-store');
    assert.equal(response.headers['content-type'], 'application/json');
  });

  it('may have the address of a stream of events', () => {
    const events = 'https://link.example/oauth/events?code=secret';
    const given = { deviceCode: '', userCode: '', verificationUri: '', verificationUriComplete: '' };
    const response = presentDeviceAuthorization({ ...given, expiresIn: 600, interval: 5, events });
    assert.equal(bodyOf(response)['linkpin_events'], events);
  });
});

describe('an error that everybody is given alike', () => {
  it('has the very headers of every other, so that they are prepared for sending once', () => {
    const { headers } = presentOAuthError({ error: 'invalid_grant', description: 'no' });
    assert.ok(Object.isFrozen(headers));
    assert.equal(presentOAuthError({ error: 'invalid_scope', description: 'no' }).headers, headers);
    assert.equal(presentWaiting(waiting).headers, headers);
    const slow = { ...waiting, tooSoon: true };
    assert.equal(presentWaiting(slow), presentWaiting(slow), 'and no work is done for one that is too soon');
  });
});

describe('a refusal in OAuth’s words', () => {
  const settled = (as: 'approved' | 'denied' | 'cancelled' | 'redeemed'): Refusal => ({ kind: 'settled', as });
  const cases: readonly (readonly [Refusal, status: number, error: string])[] = [
    [{ kind: 'not-found' }, 400, 'invalid_grant'],
    [{ kind: 'wrong-client' }, 400, 'invalid_grant'],
    [{ kind: 'wrong-key' }, 400, 'invalid_dpop_proof'],
    [{ kind: 'expired' }, 400, 'expired_token'],
    [settled('denied'), 400, 'access_denied'],
    [settled('cancelled'), 400, 'access_denied'],
    [settled('redeemed'), 400, 'invalid_grant'],
    [settled('approved'), 400, 'invalid_grant'],
    [{ kind: 'not-allowed' }, 400, 'unauthorized_client'],
    [{ kind: 'over-budget', retryAfter: 7 }, 429, 'temporarily_unavailable'],
    [{ kind: 'busy', retryAfter: 7 }, 503, 'temporarily_unavailable'],
  ];
  for (const [refusal, status, error] of cases) {
    it(`says ${error} for ${JSON.stringify(refusal)} (D35 D36)`, () => {
      const response = presentOAuthRefusal(refusal);
      assert.equal(response.status, status);
      assert.equal(bodyOf(response)['error'], error);
      assert.equal(response.headers['retry-after'], 'retryAfter' in refusal ? '7' : undefined);
    });
  }

  it('tells another client nothing: its answer is that for a code that nobody made (D30)', () => {
    assert.deepEqual(presentOAuthRefusal({ kind: 'wrong-client' }), presentOAuthRefusal({ kind: 'not-found' }));
  });

  it('is 400 while nobody has decided, too soon or not (D31 D33)', () => {
    assert.deepEqual(
      [presentWaiting(waiting).status, bodyOf(presentWaiting(waiting))['error']],
      [400, 'authorization_pending'],
    );
    assert.deepEqual(
      [
        presentWaiting({ ...waiting, tooSoon: true }).status,
        bodyOf(presentWaiting({ ...waiting, tooSoon: true }))['error'],
      ],
      [400, 'slow_down'],
    );
  });

  it('has the number to show beside the error, where there is one', () => {
    for (const tooSoon of [false, true]) {
      assert.equal(bodyOf(presentWaiting({ ...waiting, tooSoon, number: 42 }))['linkpin_number'], 42);
      assert.ok(!('linkpin_number' in bodyOf(presentWaiting({ ...waiting, tooSoon }))));
    }
  });

  it('is 401 with a challenge for a client that is not itself (D14)', () => {
    const { status, headers } = presentOAuthError({ error: 'invalid_client', description: 'no' });
    assert.equal(status, 401);
    assert.match(headers['www-authenticate'] ?? '', /^Basic /);
  });
});

it('no answer with a code or a token is kept by anybody (D13 B28)', () => {
  const answers = [
    presentJson({}),
    presentText('{}'),
    presentNothing,
    presentWaiting({ ...waiting, tooSoon: true }),
    presentOAuthTrouble('internal'),
  ];
  for (const { headers } of answers) assert.equal(headers['cache-control'], 'no-store');
});

const uncached = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' };

describe('an answer that is good', () => {
  it('is the text of the JSON, kept by nobody', () => {
    assert.deepEqual(presentJson({ a: 1 }), { status: 200, headers: uncached, body: '{"a":1}' });
    assert.deepEqual(presentText('{"a":1}'), presentJson({ a: 1 }));
    assert.deepEqual(presentNothing, { status: 200, headers: { 'cache-control': 'no-store' }, body: null });
  });

  it('may be kept for five minutes where it is the same for everybody', () => {
    assert.deepEqual(presentKept({ a: 1 }), {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
      body: '{"a":1}',
    });
  });
});

describe('an error', () => {
  it('has the usual headers of its kind, those that are added, and the nonce to go on with', () => {
    const [error, description] = ['invalid_client', 'no'] as const;
    const challenge = { 'www-authenticate': 'Basic realm="linkpin", charset="UTF-8"' };
    const body = '{"error":"invalid_client","error_description":"no"}';
    assert.deepEqual(presentOAuthError({ error, description }), {
      status: 401,
      headers: { ...uncached, ...challenge },
      body,
    });
    assert.deepEqual(presentOAuthError({ error, description, nonce: 'n' }, { 'retry-after': '7' }), {
      status: 401,
      headers: { ...uncached, ...challenge, 'retry-after': '7', 'dpop-nonce': 'n' },
      body,
    });
    assert.deepEqual(presentOAuthError({ error: 'use_dpop_nonce', description: 'no', nonce: 'n' }), {
      status: 400,
      headers: { ...uncached, 'dpop-nonce': 'n' },
      body: '{"error":"use_dpop_nonce","error_description":"no"}',
    });
  });

  it('is 503 with a time to wait while it may pass, and 500 for ours', () => {
    const later = presentOAuthError({ error: 'temporarily_unavailable', description: 'no' });
    assert.deepEqual([later.status, later.headers], [503, { ...uncached, 'retry-after': '2' }]);
    const ours = presentOAuthError({ error: 'server_error', description: 'no' });
    assert.deepEqual([ours.status, ours.headers], [500, uncached]);
  });

  it('outside a handler says what happened', () => {
    const table = [
      ['method-not-allowed', 405, 'invalid_request', 'this method is not allowed here'],
      ['not-found', 404, 'invalid_request', 'there is nothing here'],
      ['malformed', 400, 'invalid_request', 'the body cannot be read'],
      ['too-large', 413, 'invalid_request', 'the body is too large'],
      ['busy', 503, 'temporarily_unavailable', 'there is too much to do here; ask again in a moment'],
      ['internal', 500, 'server_error', 'something went wrong here'],
    ] as const;
    for (const [trouble, status, error, description] of table) {
      const body = JSON.stringify({ error, error_description: description });
      assert.deepEqual(presentOAuthTrouble(trouble), { status, headers: uncached, body });
    }
    const { error_description: told } = bodyOf(presentOAuthTrouble('internal', 'a-1'));
    assert.equal(told, 'something went wrong here; reference: a-1');
  });

  it('of a refusal is said in a sentence', () => {
    const settled = (as: 'denied' | 'cancelled' | 'redeemed'): Refusal => ({ kind: 'settled', as });
    const table: readonly (readonly [Refusal, description: string])[] = [
      [{ kind: 'not-found' }, 'this code or token is not good here'],
      [{ kind: 'wrong-key' }, 'prove the key that the code was asked for with'],
      [{ kind: 'expired' }, 'the device code has expired'],
      [settled('denied'), 'the person said no'],
      [settled('cancelled'), 'the device took its request back'],
      [settled('redeemed'), 'this code or token is not good here'],
      [{ kind: 'not-allowed' }, 'this client may not do this'],
      [{ kind: 'over-budget', retryAfter: 7 }, 'too many requests; try again later'],
    ];
    for (const [refusal, description] of table) {
      assert.equal(bodyOf(presentOAuthRefusal(refusal))['error_description'], description);
    }
  });
});

describe('a poll that waits', () => {
  it('says so in a sentence, and for what it may be held', () => {
    const pending = '{"error":"authorization_pending","error_description":"nobody has decided yet"';
    const on = { pinId: aPin().id, until: 900_000 };
    assert.deepEqual(presentWaiting(waiting), {
      status: 400,
      headers: uncached,
      body: `${pending}}`,
      waitingOn: { ...on, tells: '' },
    });
    assert.deepEqual(presentWaiting({ ...waiting, number: 42 }), {
      status: 400,
      headers: uncached,
      body: `${pending},"linkpin_number":42}`,
      waitingOn: { ...on, tells: '42' },
    });
  });

  it('that comes too soon is held for nothing', () => {
    const body = {
      error: 'slow_down',
      error_description: 'wait five seconds longer between two polls from now on',
    };
    const slow = presentWaiting({ ...waiting, tooSoon: true });
    assert.deepEqual([bodyOf(slow), 'waitingOn' in slow], [body, false]);
    const shown = presentWaiting({ ...waiting, tooSoon: true, number: 42 });
    assert.deepEqual([bodyOf(shown), 'waitingOn' in shown], [{ ...body, linkpin_number: 42 }, false]);
  });
});

describe('a registration', () => {
  const client: RegisteredClient = {
    id: 'tv',
    issuedAt: 1_700_000_000,
    name: 'Living room',
    authMethod: 'none',
    secret: null,
    grants: ['device_code'],
    refreshTokenLife: 0,
    applicationType: null,
    scopes: [],
    jwks: null,
    jwksUri: null,
  };
  const told = {
    client_id: 'tv',
    client_id_issued_at: 1_700_000_000,
    client_name: 'Living room',
    token_endpoint_auth_method: 'none',
    grant_types: [deviceCodeGrant],
    response_types: [],
    subject_type: 'public',
    id_token_signed_response_alg: 'RS256',
  };

  it('is answered with the metadata as registered (RFC 7591 §3.2.1)', () => {
    const registered = presentRegistered(client);
    assert.deepEqual([registered.status, registered.headers, bodyOf(registered)], [201, uncached, told]);
  });

  it('is answered with the secret that never ends, the scopes and the keys, where there are some', () => {
    const keys = { jwks: { keys: [] }, jwksUri: 'https://tv.example/keys' };
    assert.deepEqual(bodyOf(presentRegistered({ ...client, ...keys, secret: 's', scopes: ['watch', 'record'] })), {
      ...told,
      client_secret: 's',
      client_secret_expires_at: 0,
      scope: 'watch record',
      jwks: keys.jwks,
      jwks_uri: keys.jwksUri,
    });
  });

  it('is answered with where it is led back to, when it is', () => {
    const redirectUris = ['http://127.0.0.1/callback'];
    const grants = ['device_code', 'authorization_code'] as const;
    const openId = { subjectType: 'pairwise', idTokenAlgorithm: 'ES256' };
    const led = { ...client, ...openId, grants, redirectUris, refreshTokenLife: null, applicationType: 'native' };
    assert.deepEqual(bodyOf(presentRegistered(led)), {
      ...told,
      grant_types: [deviceCodeGrant, 'authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: redirectUris,
      application_type: 'native',
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'ES256',
    });
  });

  it('without an initial access token is asked for one, and told when it was not good (RFC 6750 §3.1)', () => {
    const body = {
      error: 'invalid_token',
      error_description: 'registering a client here needs an initial access token',
    };
    for (const [wasGiven, challenge] of [
      [false, 'Bearer realm="linkpin"'],
      [true, 'Bearer realm="linkpin", error="invalid_token"'],
    ] as const) {
      const response = presentTokenNeeded(wasGiven);
      assert.equal(response.status, 401);
      assert.deepEqual(response.headers, { ...uncached, 'www-authenticate': challenge });
      assert.deepEqual(bodyOf(response), body);
    }
  });
});
