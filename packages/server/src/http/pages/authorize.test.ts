// An app leads a browser here, its person answers the question, and the browser goes back with a code.
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

/** What is wrong with a request, and the error that leads back. */
const refusedBack: readonly (readonly [changes: Readonly<Record<string, string | null>>, error: string])[] = [
  [{ response_type: null }, 'invalid_request'],
  [{ response_type: '' }, 'invalid_request'],
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ response_type: 'code id_token' }, 'unsupported_response_type'],
  [{ response_mode: 'fragment' }, 'invalid_request'],
  [{ response_mode: 'form_post' }, 'invalid_request'],
  [{ request: 'a.b.c' }, 'request_not_supported'],
  [{ request_uri: 'urn:x' }, 'request_uri_not_supported'],
  [{ registration: '{}' }, 'registration_not_supported'],
  [{ code_challenge: null }, 'invalid_request'],
  [{ code_challenge: '' }, 'invalid_request'],
  [{ code_challenge: 'short' }, 'invalid_request'],
  [{ code_challenge: 'x'.repeat(44) }, 'invalid_request'],
  [{ code_challenge_method: null }, 'invalid_request'],
  [{ code_challenge_method: 'plain' }, 'invalid_request'],
  [{ code_challenge_method: 's256' }, 'invalid_request'],
  [{ scope: 'admin' }, 'invalid_scope'],
  [{ scope: 'a"b' }, 'invalid_scope'],
  [{ resource: 'https://elsewhere.example' }, 'invalid_target'],
  [{ resource: 'relative' }, 'invalid_target'],
  [{ dpop_jkt: 'x' }, 'invalid_request'],
  [{ prompt: 'sometimes' }, 'invalid_request'],
  [{ prompt: 'none login' }, 'invalid_request'],
  [{ prompt: 'none' }, 'consent_required'],
  [{ prompt: 'none', max_age: '0' }, 'login_required'],
  [{ max_age: '-1' }, 'invalid_request'],
  [{ max_age: '1.5' }, 'invalid_request'],
  [{ nonce: 'x'.repeat(513) }, 'invalid_request'],
  [{ acr_values: Array.from({ length: 17 }, (_, index) => `a${index}`).join(' ') }, 'invalid_request'],
];

describe('a request that is not as it should be', () => {
  it('leads back with an error, its state and our issuer, where client and redirect URI are known to be good', async () => {
    const { site, browser } = await adaAndNotes();
    site.pass(1000);
    const { challenge } = pkce();
    for (const [changes, error] of refusedBack) {
      const reply = await browser.send(authorizePath(challenge, changes));
      assert.equal(reply.status, 303, JSON.stringify(changes));
      const { uri, members } = answerOf(reply);
      assert.equal(uri, callback);
      const { error: told, error_description: description = '', ...others } = members;
      assert.equal(told, error, JSON.stringify(changes));
      assert.match(description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, 'in the characters of RFC 6749 §4.1.2.1');
      assert.deepEqual(others, { state: 'the state', iss: 'https://link.example' });
    }
  });

  it('has no parameter twice, and repeats no state that was given twice or is too long', async () => {
    const { browser } = await adaAndNotes();
    const once = authorizePath(pkce().challenge);
    for (const name of ['response_type', 'scope', 'code_challenge', 'code_challenge_method', 'prompt', 'nonce']) {
      const { members } = answerOf(await browser.send(`${once}&${name}=x&${name}=y`));
      assert.equal(members['error'], 'invalid_request', name);
      assert.equal(members['state'], 'the state', name);
    }
    for (const path of [`${once}&state=other`, authorizePath(pkce().challenge, { state: 'x'.repeat(2049) })]) {
      const { members } = answerOf(await browser.send(path));
      assert.equal(members['error'], 'invalid_request');
      assert.equal(members['state'], undefined);
    }
  });

  it('stays here where client or redirect URI is not known to be good: nobody is sent anywhere (B1)', async () => {
    const { browser } = await adaAndNotes({ redirectUris: [callback, 'http://127.0.0.1/back', 'com.notes.app:/back'] });
    const { challenge } = pkce();
    const once = authorizePath(challenge);
    const uris = [
      ...[`${callback}/`, `${callback}?a=b`, `${callback}#a`, callback.replace('callback', 'Callback')],
      ...['https://notes.example:443/callback', 'https://NOTES.example/callback', 'https://notes.example./callback'],
      ...['http://notes.example/callback', 'https://notes.example.evil.example/callback'],
      ...['https://ada@notes.example/callback', 'https://n\u043Etes.example/callback', 'https://notes.example'],
      ...['https://notes.example/callback/../callback', '//notes.example/callback', '/callback', callback.slice(1)],
      ...['http://127.0.0.1:70000/back', 'http://127.0.0.1:0/back', 'http://127.0.0.1:8000/other'],
      ...['http://127.0.0.1:80@evil.example/back', 'http://127.0.0.1.evil.example/back', 'http://127.0.0.2/back'],
      ...['http://localhost:8000/back', 'http://[::1]:8000/back', 'https://127.0.0.1:8000/back'],
      ...['com.notes.app://back', 'com.notes.app:/back/', 'javascript:alert(1)', 'x'.repeat(9000)],
    ];
    const paths = [
      ...uris.map((uri) => authorizePath(challenge, { redirect_uri: uri })),
      ...[authorizePath(challenge, { redirect_uri: null }), authorizePath(challenge, { redirect_uri: '' })],
      ...[authorizePath(challenge, { client_id: null }), authorizePath(challenge, { client_id: 'nobody' })],
      ...[`${once}&client_id=notes`, `${once}&redirect_uri=${encodeURIComponent(callback)}`, '/oauth/authorize'],
    ];
    for (const path of paths) {
      const { status, headers, text } = await browser.send(path);
      assert.equal(status, 400, path);
      assert.equal(headers.get('location') ?? headers.get('refresh'), null, path);
      assert.match(text, /This app can’t sign you in here/, path);
      assert.ok(!text.includes('evil.example'), 'nor does the page have a link there');
    }
    for (const uri of ['http://127.0.0.1:8000/back', 'http://127.0.0.1/back', 'com.notes.app:/back']) {
      const question = await browser.open(authorizePath(challenge, { redirect_uri: uri }));
      assert.match(plain(question), /Sign in to Notes/, uri);
    }
  });

  it('is the same by a form of the app, which goes on as a request that is looked at', async () => {
    const { browser } = await adaAndNotes();
    const [, query = ''] = authorizePath(pkce().challenge).split('?');
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://notes.example' };
    const posted = await browser.send('/oauth/authorize', { method: 'POST', headers: form, body: query });
    assert.equal(posted.status, 303);
    assert.match(plain(await browser.open(posted.to ?? '')), /Sign in to Notes/);
    const huge = await browser.send('/oauth/authorize', {
      method: 'POST',
      headers: form,
      body: `x=${'y'.repeat(20_000)}`,
    });
    assert.equal(huge.status, 413);
  });

  it('is refused to a client that is registered for device codes alone, and the reverse', async () => {
    const device = await adaAndNotes({ grants: ['device_code'] });
    const { members } = answerOf(await device.browser.send(authorizePath(pkce().challenge)));
    assert.equal(members['error'], 'unauthorized_client');
    const led = await adaAndNotes({ grants: ['authorization_code'] });
    const { body } = await postForm(led.site, '/oauth/device_authorization', { client_id: 'notes' });
    assert.equal(body['error'], 'unauthorized_client');
  });
});

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
