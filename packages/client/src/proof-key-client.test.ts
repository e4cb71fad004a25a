import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from './jws.ts';
import { createProofKeyClient } from './proof-key-client.ts';
import type { SavedDeviceSignIn } from './oauth-sign-in.ts';

const server = 'https://link.example';
const endpoints = {
  deviceAuthorizationEndpoint: `${server}/device`,
  tokenEndpoint: `${server}/token`,
  revocationEndpoint: `${server}/revoke`,
};

const issued = {
  device_code: 'secret',
  user_code: 'ABCD-EFGH',
  verification_uri: `${server}/link`,
  expires_in: 600,
  interval: 0.001,
};

/** A server that keeps what it is sent, and gives tokens at the second poll. */
function scene() {
  const sent: { readonly path: string; readonly form: URLSearchParams }[] = [];
  let polls = 0;
  const answer = (path: string): [status: number, body: object] => {
    if (path === '/device') return [200, issued];
    if (path === '/revoke') return [200, {}];
    polls += 1;
    return polls < 2
      ? [400, { error: 'authorization_pending' }]
      : [200, { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 60 }];
  };
  const fetch = async (url: string, { body }: { readonly body?: unknown } = {}) => {
    const { pathname } = new URL(url);
    sent.push({ path: pathname, form: new URLSearchParams(String(body)) });
    const [status, said] = answer(pathname);
    return Response.json(said, { status });
  };
  return { sent, client: createProofKeyClient({ clientId: 'tv', endpoints, fetch: fetch as never }) };
}

describe('a device client with a proof key', () => {
  it('sends the hash of a secret with the request, the secret with each poll, and neither with anything else', async () => {
    const { sent, client } = scene();
    const signIn = await client.requestCode();
    const outcome = await signIn.wait();
    assert.ok(outcome.kind === 'approved');
    await client.refresh(outcome.tokens);
    await signIn.cancel();
    const [asked, first, second, refreshed, revoked] = sent;
    const verifier = first?.form.get('code_verifier') ?? '';
    assert.match(verifier, /^[\w.~-]{43,128}$/);
    assert.equal(asked?.form.get('code_challenge'), await sha256(verifier));
    assert.equal(asked?.form.get('code_challenge_method'), 'S256');
    assert.equal(asked?.form.get('code_verifier'), null);
    assert.equal(second?.form.get('code_verifier'), verifier);
    for (const other of [first, second, refreshed, revoked]) assert.equal(other?.form.get('code_challenge'), null);
    for (const other of [refreshed, revoked]) assert.equal(other?.form.get('code_verifier'), null);
  });

  it('has another secret for each code, and takes it along in what is saved', async () => {
    const { sent, client } = scene();
    const [one, other] = [await client.requestCode(), await client.requestCode()];
    const saved = JSON.parse(JSON.stringify(one.save())) as SavedDeviceSignIn;
    assert.notEqual(saved.codeVerifier, other.save().codeVerifier);
    await client.resume(saved).wait();
    assert.equal(sent.at(-1)?.form.get('code_verifier'), saved.codeVerifier);
  });

  it('goes on with what was saved without one', async () => {
    const { sent, client } = scene();
    const { codeVerifier: _secret, ...plain } = (await client.requestCode()).save();
    await client.resume(plain).wait();
    assert.equal(sent.at(-1)?.form.get('code_verifier'), null);
  });
});
