// @octokit/auth-oauth-device 8.0.5 from npm, unmodified. It knows GitHub alone: peers/octokit.mjs gives its documented
// `request.fetch` option a function that takes GitHub's two paths to ours and its JSON to a form. It has no discovery,
// revocation, introspection or DPoP, and does not refresh without a client secret of GitHub's.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Peer, PeerError } from '../peer.ts';
import { startClocked, type Clocked, type Meanwhile } from './clocked.ts';

interface Verification {
  readonly user_code: string;
}

type Authentication = Readonly<Record<string, unknown>>;

const failed = (code: string) => (error: PeerError) =>
  (error['response'] as { data: { error: string } }).data.error === code;

describe('@octokit/auth-oauth-device 8.0.5', () => {
  let clocked: Clocked;
  let client: Peer;
  const app = { clientType: 'oauth-app', clientId: 'tv', scopes: ['watch'] };

  before(async () => {
    clocked = await startClocked('octokit');
    await clocked.register({ id: 'tv' });
  });
  beforeEach(() => {
    client = clocked.peer('octokit');
    clocked.meanwhile();
  });
  after(() => clocked.close());

  /** It polls as soon as it has its code, so what happens while it waits is said before. */
  async function play(
    options: object,
    ...things: readonly ((code: string) => ReturnType<Meanwhile>)[]
  ): Promise<Authentication> {
    const started = Promise.withResolvers<Verification>();
    clocked.meanwhile(...things.map((thing) => async () => thing((await started.promise).user_code)));
    started.resolve(await client.ask<Verification>('start', clocked.issuer, options));
    return client.ask<Authentication>('poll');
  }

  const pass = (): void => {};
  const approve = (code: string): Promise<void> => clocked.approve(code);

  it('device authorization, authorization_pending, approve, token', async () => {
    const authentication = await play(app, approve);
    assert.deepEqual([authentication['tokenType'], authentication['scopes']], ['oauth', ['watch']]);
    assert.match(String(authentication['token']), /^eyJ/);
  });

  it('slow_down: it forgets it after one longer wait (trap 12), and still gets its token', async () => {
    const fast = (): number => 3;
    await play(app, fast, pass, pass, pass, approve);
    assert.deepEqual(clocked.waits, [5, 12, 5, 12, 5]);
  });

  it('as a github-app it wants refresh_token_expires_in, a word of GitHub alone, and cannot go on without', async () => {
    const githubApp = { clientType: 'github-app', clientId: 'tv' };
    await assert.rejects(play(githubApp, approve), { name: 'RangeError', message: 'Invalid time value' });
  });

  it('deny: access_denied (D35)', async () => {
    await assert.rejects(
      play(app, (code) => clocked.deny(code)),
      failed('access_denied'),
    );
  });

  it('expiry: expired_token (D36)', async () => {
    await assert.rejects(
      play(app, () => 600),
      failed('expired_token'),
    );
  });
});
