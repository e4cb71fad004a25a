// A yes that is remembered, where the operator wants it so.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashOfSecret } from '../../clients/secrets.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { adaAndNotes, answerOf, approve, authorizePath, pkce, redeem } from './authorize.testing.ts';
import { plain } from './oauth-site.testing.ts';

const secret = 'the secret of the notes';
const remembers: Partial<OAuthClient> = {
  rememberConsent: true,
  authMethod: 'client_secret_post',
  secretHash: hashOfSecret(secret),
};

/** Ada has said yes to an app whose operator wants a yes to be remembered. */
async function begin(client: Partial<OAuthClient> = remembers) {
  const begun = await adaAndNotes(client);
  await begun.browser.open(authorizePath(pkce().challenge, { scope: 'read' }));
  const { code } = answerOf(await approve(begun.browser, ['read'])).members;
  assert.ok(code !== undefined);
  return begun;
}

describe('a yes that is remembered', () => {
  it('answers the next request at once, even one that nobody may be asked for', async () => {
    const { site, ada, browser } = await begin();
    for (const changes of [{ scope: 'read' }, { scope: 'read', prompt: 'none' }]) {
      const { verifier, challenge } = pkce();
      browser.cookies.delete('__Host-linkpin-browser');
      const reply = await browser.send(authorizePath(challenge, changes));
      assert.equal(reply.status, 303);
      const { members } = answerOf(reply);
      assert.equal(members['state'], 'the state');
      const { status } = await redeem(site, members['code'] ?? '', verifier, { client_secret: secret });
      assert.equal(status, 200);
    }
    assert.equal((await site.context.store.grants.listFor(ada.id)).length, 3);
  });

  it('leads on by a page after a sign-in, whose form no redirect may leave', async () => {
    const { browser } = await begin();
    await browser.submit('/signout');
    await browser.open(authorizePath(pkce().challenge, { scope: 'read' }));
    const reply = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.equal(reply.status, 200);
    assert.ok(answerOf(reply).members['code'] !== undefined);
  });

  it('is for no more than it was given for, and asks where the client wants it', async () => {
    const { browser } = await begin();
    for (const changes of [
      { scope: 'read write' },
      { scope: 'read', resource: 'https://api.notes.example' },
      { scope: 'read', prompt: 'consent' },
      { scope: 'read', prompt: 'select_account' },
    ]) {
      const question = await browser.open(authorizePath(pkce().challenge, changes));
      assert.match(plain(question), /Sign in to Notes/, JSON.stringify(changes));
    }
    const silent = await browser.send(authorizePath(pkce().challenge, { scope: 'read write', prompt: 'none' }));
    assert.equal(answerOf(silent).members['error'], 'consent_required');
  });

  it('is taken back when the person unlinks the app, and ends what came of it', async () => {
    const { site, ada, browser } = await begin();
    await browser.send(authorizePath(pkce().challenge, { scope: 'read' }));
    const grants = await site.context.store.grants.listFor(ada.id);
    const first = grants.find(({ approvedBy }) => approvedBy === null);
    await site.context.store.grants.revoke(first?.id ?? '', ada.id, site.context.ports.clock.now());
    assert.deepEqual(await site.context.store.grants.listFor(ada.id), []);
    const question = await browser.open(authorizePath(pkce().challenge, { scope: 'read' }));
    assert.match(plain(question), /Sign in to Notes/);
  });

  it('is none of a public client, of one that registered itself, or where the operator says nothing', async () => {
    for (const client of [
      { rememberConsent: true, authMethod: 'none' },
      { ...remembers, isVerified: false },
      { ...remembers, rememberConsent: false },
    ] as const) {
      const { site, ada, browser } = await adaAndNotes(client);
      await browser.open(authorizePath(pkce().challenge, { scope: 'read' }));
      await browser.submit('/pin', { answer: 'yes', mine: 'on', scope: 'read' });
      assert.equal((await site.context.store.grants.listFor(ada.id)).length, 1);
      const question = await browser.open(authorizePath(pkce().challenge, { scope: 'read' }));
      assert.match(plain(question), /Sign in to Notes/);
    }
  });
});
