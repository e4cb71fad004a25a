import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSignInSince } from './approval-policy.ts';
import type { OpenIdRequest } from './authorization-request.ts';
import { acrOf, authenticationClaims, isFreshFor, lacksPasskey, signInDemandOf } from './openid.ts';
import type { ApprovalSignIn } from './session.ts';

const t0 = Date.UTC(2026, 11, 1);
const signIn = (parts: Partial<ApprovalSignIn>): ApprovalSignIn => ({
  method: 'password',
  provider: null,
  signedInAt: t0,
  acr: null,
  amr: [],
  ...parts,
});
const asked = (parts: Partial<OpenIdRequest> = {}): OpenIdRequest => ({
  nonce: null,
  maxAge: null,
  acrValues: [],
  prompt: [],
  ...parts,
});

describe('an ID token says of the sign-in', () => {
  it('when it was in whole seconds that were over, and what was shown only if that is known', () => {
    const claims = authenticationClaims(
      signIn({ method: 'provider', provider: 'work', signedInAt: 7_999, amr: ['otp'] }),
    );
    assert.deepEqual(claims, { auth_time: 7, amr: ['otp'] });
    assert.deepEqual(authenticationClaims(signIn({ amr: ['pwd', 'otp'] })).amr, ['pwd', 'otp']);
  });

  it('what was shown and what that is worth, in the words of RFC 8176', () => {
    const auth_time = t0 / 1000;
    assert.deepEqual(authenticationClaims(signIn({})), { auth_time, amr: ['pwd'] });
    const passkey = signIn({ method: 'passkey', amr: ['pop', 'mfa'] });
    assert.deepEqual(authenticationClaims(passkey), { auth_time, acr: 'phr', amr: ['pop', 'mfa'] });
    const elsewhere = signIn({ method: 'provider', provider: 'acme', acr: 'gold', amr: ['otp'] });
    assert.deepEqual(authenticationClaims(elsewhere), { auth_time, acr: 'gold', amr: ['otp'] });
  });

  it('nothing that is not known: of a proxy, a time; of a device, anything', () => {
    assert.deepEqual(authenticationClaims(signIn({ method: 'proxy', signedInAt: null })), {});
    assert.deepEqual(authenticationClaims(undefined), {});
  });

  it('of one that an older version kept the words of the provider', () => {
    const { method: _method, ...old } = signIn({ provider: 'acme', acr: 'gold', amr: [] });
    assert.deepEqual(authenticationClaims(old), { auth_time: t0 / 1000, acr: 'gold' });
    assert.equal(acrOf(old), 'gold');
  });
});

describe('a sign-in is fresh for a request', () => {
  const requestedAt = t0 + 60_000;
  const fresh = (openid: OpenIdRequest | undefined, signedInAt: number | null, now: number): boolean =>
    isFreshFor({ openid, requestedAt }, signedInAt, now);

  it('that does not say how fresh it is to be', () => {
    assert.equal(fresh(undefined, null, t0), true);
    assert.equal(fresh(asked({ prompt: ['consent', 'select_account'] }), null, t0), true);
  });

  it('while it is as young as max_age says, and whatever its age if it was made for the request', () => {
    const young = asked({ maxAge: 100 });
    assert.equal(fresh(young, t0, t0 + 100_000), true);
    assert.equal(fresh(young, t0, t0 + 100_001), false);
    assert.equal(fresh(young, requestedAt, t0 + 10_000_000), true);
    assert.equal(fresh(young, null, t0), false);
    assert.equal(fresh(asked({ maxAge: 0 }), requestedAt, t0 + 10_000_000), true);
  });

  it('with prompt=login if it was made for the request, in the same second at least', () => {
    const login = asked({ prompt: ['login'], maxAge: 1_000_000 });
    assert.equal(fresh(login, requestedAt - 1, requestedAt), false);
    assert.equal(fresh(login, requestedAt, requestedAt), true);
    assert.equal(fresh(login, null, requestedAt), false);
    assert.equal(isSignInSince(t0, t0 + 999), true);
    assert.equal(isSignInSince(t0 - 1, t0 + 999), false);
  });
});

it('a client that would like a passkey lacks it unless the sign-in was by one, or of another class that it likes', () => {
  const likes = asked({ acrValues: ['phr', 'gold'] });
  assert.equal(lacksPasskey(likes, signIn({})), true);
  assert.equal(lacksPasskey(likes, signIn({ method: 'passkey' })), false);
  assert.equal(lacksPasskey(likes, signIn({ method: 'provider', acr: 'gold' })), false);
  assert.equal(lacksPasskey(asked({ acrValues: ['gold'] }), signIn({})), false);
  assert.equal(lacksPasskey(undefined, signIn({})), false);
});

it('a request wants of a sign-in what it says with the scope openid, and one by redirect what it has worked out', () => {
  const openid = { nonce: null, maxAge: 60, acrValues: [], prompt: [] };
  const authorizationRequest = { scopes: ['openid'], resources: [], openid };
  const redirect = { uri: 'https://app.example', state: null, code: 'c', browser: 'b', signedInSince: 5 };
  assert.deepEqual(signInDemandOf({ authorizationRequest, createdAt: 7 }), { openid, requestedAt: 7 });
  assert.deepEqual(signInDemandOf({ authorizationRequest, redirect, createdAt: 7 }), {
    openid: undefined,
    requestedAt: 7,
  });
  assert.equal(signInDemandOf({ authorizationRequest: null, createdAt: 7 }).openid, undefined);
});
