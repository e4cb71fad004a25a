// Authorization requests that are not as they should be: in every member, and in the redirect URI above all.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adaAndNotes, answerOf, authorizePath, callback, pkce, postForm } from './authorize.testing.ts';
import { plain } from './oauth-site.testing.ts';

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
