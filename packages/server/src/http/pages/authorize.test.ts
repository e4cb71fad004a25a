// An app leads a browser here, its person answers the question, and the browser goes back with a code.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adaAndNotes, answerOf, approve, authorizePath, callback, pkce, redeem } from './authorize.testing.ts';
import { plain } from './oauth-site.testing.ts';
import { TestBrowser } from './site.testing.ts';

describe('an app that signs its person in by redirect', () => {
  it('asks the question, and gets tokens for the code that the yes leads back with', async () => {
    const { site, browser, ada } = await adaAndNotes();
    const { verifier, challenge } = pkce();
    const question = await browser.open(authorizePath(challenge));
    assert.equal(question.status, 200);
    assert.match(plain(question), /Sign in to Notes \?/);
    assert.match(plain(question), /You will go on to notes\.example/);
    assert.match(question.text, /See your notes/);
    assert.doesNotMatch(question.text, /name="mine"|not-me/, 'no tick, and nobody else who could ask');

    const back = await approve(browser, ['read']);
    assert.equal(back.status, 200);
    const { uri, members } = answerOf(back);
    assert.equal(uri, callback);
    const { code = '', ...others } = members;
    assert.deepEqual(others, { state: 'the state', iss: 'https://link.example' });
    assert.ok(back.text.includes(`href="${callback}?code=${code}`), 'and a link, for who is not led on');

    const { status, body } = await redeem(site, code, verifier);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body['scope'], 'read');
    const grants = await site.context.store.grants.listFor(ada.id);
    assert.deepEqual(
      grants.map(({ name, clientId, scopes, collectedElsewhere }) => ({ name, clientId, scopes, collectedElsewhere })),
      [{ name: 'Notes', clientId: 'notes', scopes: ['read'], collectedElsewhere: false }],
    );
  });

  it('is asked for after a sign-in on the way, with its state', async () => {
    const { site } = await adaAndNotes();
    const { verifier, challenge } = pkce();
    const stranger = new TestBrowser(site);
    const signIn = await stranger.open(authorizePath(challenge, { login_hint: 'Ada' }));
    assert.match(signIn.text, /value="Ada"/);
    const question = await stranger.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(plain(question), /Sign in to Notes \?/);
    const { members } = answerOf(await approve(stranger));
    assert.equal(members['state'], 'the state');
    assert.equal((await redeem(site, members['code'] ?? '', verifier)).status, 200);
  });

  it('hears of a no', async () => {
    const { browser } = await adaAndNotes();
    await browser.open(authorizePath(pkce().challenge));
    const back = await browser.submit('/pin', { answer: 'no' });
    assert.deepEqual(answerOf(back), {
      uri: callback,
      members: {
        error: 'access_denied',
        error_description: 'the person said no',
        state: 'the state',
        iss: 'https://link.example',
      },
    });
  });
});
