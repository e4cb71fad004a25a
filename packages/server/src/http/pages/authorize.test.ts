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

  it('says that the browser goes back to an app on this computer, not to an address of it', async () => {
    const { browser } = await adaAndNotes({ redirectUris: ['http://127.0.0.1/back'] });
    const led = { redirect_uri: 'http://127.0.0.1:51234/back' };
    const question = await browser.open(authorizePath(pkce().challenge, led));
    assert.match(plain(question), /You will go back to the app on this computer/);
    assert.doesNotMatch(plain(question), /127\.0\.0\.1|51234/);
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

describe('the question of a request by redirect', () => {
  it('wants a sign-in that is as fresh as the client asks for', async () => {
    for (const fresh of [{ prompt: 'login' }, { max_age: '0' }, { max_age: '60' }]) {
      const { site, browser } = await adaAndNotes();
      site.pass(120_000);
      const { verifier, challenge } = pkce();
      const signIn = await browser.open(authorizePath(challenge, fresh));
      assert.match(signIn.text, /name="password"/, JSON.stringify(fresh));
      site.pass(1000);
      const question = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
      assert.match(plain(question), /Sign in to Notes/, JSON.stringify(fresh));
      const { members } = answerOf(await approve(browser));
      assert.equal((await redeem(site, members['code'] ?? '', verifier)).status, 200);
    }
  });

  it('takes no yes of a sign-in that is too old, whatever page it is given on', async () => {
    const { browser, site } = await adaAndNotes();
    const path = authorizePath(pkce().challenge, { max_age: '3600' });
    await browser.open(path);
    const pass = site.context.ports.approvalRules;
    assert.ok(pass.freshFor !== undefined);
    site.pass(1000);
    site.changeRules({ freshFor: 500 });
    const reply = await approve(browser);
    assert.match(reply.text, /name="password"/, 'the sign-in, and then the same question');
    const question = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(plain(question), /Sign in to Notes/);
  });

  it('is answered once: a second tab and the back button find what became of it', async () => {
    const { site, browser } = await adaAndNotes();
    const { verifier, challenge } = pkce();
    await browser.open(authorizePath(challenge));
    const fields = { ...browser.fields };
    const first = await approve(browser);
    const { members } = answerOf(first);
    const again = await browser.submit('/pin', { ...fields, answer: 'no' });
    assert.deepEqual(answerOf(again).members, members, 'a no after the yes changes nothing');
    assert.equal((await redeem(site, members['code'] ?? '', verifier)).status, 200);
    const reloaded = await browser.submit('/pin', { ...fields, answer: 'yes' });
    assert.equal(reloaded.headers.get('refresh'), null, 'a code that was used leads nowhere again');
    assert.match(plain(reloaded), /You are signed in to Notes/);
  });

  it('is over after half an hour, or when its browser, its session or its client is another', async () => {
    const { site, browser } = await adaAndNotes();
    await browser.open(authorizePath(pkce().challenge));
    site.pass(31 * 60_000);
    assert.match(plain(await approve(browser)), /This sign-in is over/);

    await site.person('Bob');
    await browser.open(authorizePath(pkce().challenge));
    const bob = new TestBrowser(site);
    await bob.signIn('Bob');
    await bob.open('/link');
    const stolen = await bob.post('/pin', { t: browser.fields['t'] ?? '', answer: 'yes' });
    assert.equal(stolen.headers.get('refresh'), null);
    assert.doesNotMatch(stolen.text, /Sign in to Notes/);
    assert.ok(await site.context.store.oauthClients.remove('notes'));
    const gone = await approve(browser);
    assert.equal(gone.headers.get('refresh'), null);
  });

  it('goes on for whoever signs in next in the same browser, as a question of theirs', async () => {
    const { site, browser } = await adaAndNotes();
    await site.person('Bob');
    const { verifier, challenge } = pkce();
    await browser.open(authorizePath(challenge));
    await browser.submit('/signout');
    const question = await browser.submit('/signin', { name: 'Bob', password: 'correct horse' });
    assert.match(plain(question), /Sign in to Notes/);
    assert.match(question.text, /<bdi>Bob<\/bdi>/);
    const { members } = answerOf(await approve(browser));
    assert.equal((await redeem(site, members['code'] ?? '', verifier)).status, 200);
  });

  it('leads back only the browser that asked, whatever session it has', async () => {
    const { browser } = await adaAndNotes();
    await browser.open(authorizePath(pkce().challenge));
    browser.cookies.set('__Host-linkpin-browser', 'another');
    const reply = await approve(browser);
    assert.equal(reply.headers.get('refresh'), null);
    assert.match(plain(reply), /This sign-in is over/);
  });

  it('needs the tick where the client registered itself', async () => {
    const { browser } = await adaAndNotes({ isVerified: false });
    const question = await browser.open(authorizePath(pkce().challenge));
    assert.match(question.text, /Unverified/);
    const unticked = await approve(browser);
    assert.match(unticked.text, /Tick the box/);
    assert.equal(unticked.headers.get('refresh'), null);
    const ticked = await browser.submit('/pin', { answer: 'yes', mine: 'on', scope: 'read' });
    assert.ok(answerOf(ticked).members['code'] !== undefined);
  });

  it('is one row of the devices, however often the app asked, and is unlinked as one', async () => {
    const { site, ada, browser } = await adaAndNotes();
    for (const scope of ['read', 'write', 'read']) {
      await browser.open(authorizePath(pkce().challenge, { scope }));
      await browser.submit('/pin', { answer: 'yes', scope });
    }
    const { grants } = site.context.store;
    assert.equal((await grants.listFor(ada.id)).length, 3);
    const page = await browser.open('/devices');
    assert.equal(page.text.match(/<li class="card device">/g)?.length, 1);
    assert.match(plain(page), /See your notes · write/);
    await browser.submit('/devices/revoke');
    assert.deepEqual(await grants.listFor(ada.id), []);
  });

  it('is in the audit log like that of a device', async () => {
    const { site, browser } = await adaAndNotes();
    const { verifier, challenge } = pkce();
    await browser.open(authorizePath(challenge));
    const { members } = answerOf(await approve(browser));
    await redeem(site, members['code'] ?? '', verifier);
    await site.events.flush();
    const entries = await site.context.store.auditLog.list({ since: 0, kinds: [], limit: 50 });
    const kinds = entries.map(({ kind }) => kind).toSorted();
    assert.deepEqual(kinds, ['approved', 'issued', 'opened', 'redeemed']);
  });
});
