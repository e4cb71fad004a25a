import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHandClock } from './hand-clock.testing.ts';
import { sha256 } from './jws.ts';
import { createProofKeyClient } from './proof-key-client.ts';
import type { DeviceOutcome, DeviceSignIn, SavedDeviceSignIn } from './oauth-sign-in.ts';

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
  interval: 5,
};

/** A server that keeps what it is sent, and gives tokens at the second poll. */
function scene() {
  const sent: { readonly path: string; readonly form: URLSearchParams }[] = [];
  const clock = createHandClock();
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
  const client = createProofKeyClient({ clientId: 'tv', endpoints, fetch: fetch as never, clock });
  /** Waits until both polls were sent. */
  const waited = async (signIn: DeviceSignIn): Promise<DeviceOutcome> => {
    const outcome = signIn.wait();
    await clock.pass(15_000);
    return outcome;
  };
  return { sent, client, waited };
}

describe('a device client with a proof key', () => {
  it('sends the hash of a secret with the request, the secret with each poll, and neither with anything else', async () => {
    const { sent, client, waited } = scene();
    const signIn = await client.requestCode();
    const outcome = await waited(signIn);
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
    const { sent, client, waited } = scene();
    const [one, other] = [await client.requestCode(), await client.requestCode()];
    const saved = JSON.parse(JSON.stringify(one.save())) as SavedDeviceSignIn;
    assert.notEqual(saved.codeVerifier, other.save().codeVerifier);
    await waited(client.resume(saved));
    assert.equal(sent.at(-1)?.form.get('code_verifier'), saved.codeVerifier);
  });

  it('goes on with what was saved without one', async () => {
    const { sent, client, waited } = scene();
    const { codeVerifier: _secret, ...plain } = (await client.requestCode()).save();
    await waited(client.resume(plain));
    assert.equal(sent.at(-1)?.form.get('code_verifier'), null);
  });
});
