// What an authorization code is good for, at the token endpoint.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  adaAndNotes,
  answerOf,
  approve,
  authorizePath,
  callback,
  notes,
  pkce,
  postForm,
  redeem,
} from './authorize.testing.ts';

describe('an authorization code', () => {
  /** A code that Ada's yes gave. */
  async function begin(changes: Readonly<Record<string, string>> = {}) {
    const begun = await adaAndNotes();
    const { verifier, challenge } = pkce();
    await begun.browser.open(authorizePath(challenge, changes));
    const { code = '' } = answerOf(await approve(begun.browser)).members;
    assert.match(code, /^[\w-]{43,}$/);
    return { ...begun, verifier, code };
  }

  it('is good once: a second use gets nothing, and revokes what the first one got (B17)', async () => {
    const { site, ada, verifier, code } = await begin();
    const { body } = await redeem(site, code, verifier);
    site.pass(1);
    const again = await redeem(site, code, verifier);
    assert.deepEqual([again.status, again.body['error']], [400, 'invalid_grant']);
    assert.deepEqual(await site.context.store.grants.listFor(ada.id), []);
    const refreshed = await postForm(site, '/oauth/token', {
      grant_type: 'refresh_token',
      client_id: 'notes',
      refresh_token: String(body['refresh_token']),
    });
    assert.equal(refreshed.body['error'], 'invalid_grant');
  });

  it('is good for its client, redirect URI and verifier alone, and stays good when somebody else tries', async () => {
    const { site, verifier, code } = await begin();
    await site.context.store.oauthClients.add({ ...notes, id: 'other' });
    for (const changes of [
      { client_id: 'other' },
      { redirect_uri: `${callback}/` },
      { redirect_uri: 'https://elsewhere.example/callback' },
      { code_verifier: pkce().verifier },
      { code: `${code}x` },
    ]) {
      const { status, body } = await redeem(site, code, verifier, changes);
      assert.deepEqual([status, body['error']], [400, 'invalid_grant'], JSON.stringify(changes));
    }
    for (const [changes, error] of [
      [{ code_verifier: '' }, 'invalid_request'],
      [{ code_verifier: 'x'.repeat(42) }, 'invalid_request'],
      [{ code_verifier: 'x'.repeat(129) }, 'invalid_request'],
      [{ code_verifier: 'é'.repeat(50) }, 'invalid_request'],
      [{ redirect_uri: '' }, 'invalid_request'],
      [{ code: '' }, 'invalid_request'],
      [{ client_id: 'nobody' }, 'invalid_client'],
    ] as const) {
      assert.equal((await redeem(site, code, verifier, changes)).body['error'], error, JSON.stringify(changes));
    }
    assert.equal((await redeem(site, code, verifier)).status, 200);
  });

  it('revokes nothing when somebody uses it again who could never have used it', async () => {
    const { site, ada, verifier, code } = await begin();
    assert.equal((await redeem(site, code, verifier)).status, 200);
    site.pass(1);
    for (const changes of [{ code_verifier: pkce().verifier }, { redirect_uri: `${callback}/` }]) {
      assert.equal((await redeem(site, code, verifier, changes)).body['error'], 'invalid_grant');
    }
    assert.equal((await site.context.store.grants.listFor(ada.id)).length, 1);
  });

  it('is good for a minute', async () => {
    const { site, verifier, code } = await begin();
    site.pass(60_000);
    assert.equal((await redeem(site, code, verifier)).body['error'], 'invalid_grant');
  });

  it('goes to one of many who redeem it at once', async () => {
    const { site, ada, verifier, code } = await begin();
    const replies = await Promise.all(Array.from({ length: 8 }, () => redeem(site, code, verifier)));
    assert.equal(replies.filter(({ status }) => status === 200).length, 1);
    assert.equal((await site.context.store.grants.listFor(ada.id)).length, 1);
  });

  it('is no device code, nor is a device code one', async () => {
    const { site, verifier, code } = await begin();
    const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
    const polled = await postForm(site, '/oauth/token', {
      grant_type: deviceGrant,
      client_id: 'notes',
      device_code: code,
    });
    assert.equal(polled.body['error'], 'invalid_grant');
    const asked = await postForm(site, '/oauth/device_authorization', { client_id: 'notes' });
    const deviceCode = String(asked.body['device_code']);
    assert.equal((await redeem(site, deviceCode, verifier)).body['error'], 'invalid_grant');
    assert.equal((await redeem(site, code, verifier)).status, 200);
  });

  it('is for tokens of the key that the request named', async () => {
    const { site, verifier, code } = await begin({ dpop_jkt: 'x'.repeat(43) });
    assert.equal((await redeem(site, code, verifier)).body['error'], 'invalid_dpop_proof');
  });
});
