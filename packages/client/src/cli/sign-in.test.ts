import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { createLeapingClock } from '../leaping-clock.testing.ts';
import type { SignInError } from './errors.ts';
import { acme, clientId, clock, kinds, remembering, stored } from './scene.testing.ts';
import { browserOf, startServer } from './server.testing.ts';
import { signIn } from './sign-in.ts';
import { memoryTokenStore } from './token-store.ts';

describe('in the browser of this machine', () => {
  test('the page is asked with PKCE, state and a loopback redirect, and the code is redeemed with the verifier', async (t) => {
    const server = await startServer(t);
    const { issuer } = server;
    const browser = browserOf(issuer);
    const [store, screen] = [memoryTokenStore(), remembering()];
    const session = await signIn({ issuer, ...acme, scope: 'read', store, screen, openPage: browser.openPage });
    await browser.ended();

    const [asked] = browser.asked;
    assert.equal(asked?.get('response_type'), 'code');
    assert.equal(asked?.get('client_id'), clientId);
    assert.equal(asked?.get('scope'), 'read');
    assert.equal(asked?.get('code_challenge_method'), 'S256');
    assert.equal(asked?.get('nonce'), null, 'without openid');
    assert.match(asked?.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const [redeemed] = server.arrived.filter(({ path }) => path === '/token');
    assert.equal(redeemed?.form['grant_type'], 'authorization_code');
    assert.equal(redeemed?.form['code'], 'the-code');
    assert.equal(redeemed?.form['redirect_uri'], asked?.get('redirect_uri'));
    const verifier = redeemed?.form['code_verifier'] ?? '';
    assert.match(verifier, /^[\w-]{43}$/);
    assert.equal(createHash('sha256').update(verifier).digest('base64url'), asked?.get('code_challenge'));

    assert.match(
      browser.pages[0] ?? '',
      /<title>acme<\/title>[\s\S]*You are signed in to acme\.[\s\S]*You can close this window\./,
    );
    assert.deepEqual(kinds(screen.events), ['browser', 'signed_in']);
    assert.equal((await session.tokens()).accessToken, 'access-1');
    assert.equal((await stored(store, issuer))?.tokens?.refreshToken, 'refresh-1');
    await assert.rejects(fetch(asked?.get('redirect_uri') ?? ''), 'nobody listens any more');
  });

  test('a response of another issuer, or of none where one is promised, or with something twice, is not redeemed', async (t) => {
    for (const [more, words] of [
      [{ iss: 'https://evil.example' }, /another issuer/],
      [{ iss: undefined }, /no issuer/],
      [{ iss: 'https://evil.example', error: 'access_denied' }, /another issuer/],
      [{ code: undefined }, /without a code/],
    ] as const) {
      const server = await startServer(t);
      const { issuer } = server;
      const browser = browserOf(issuer, more);
      const signing = signIn({
        issuer,
        ...acme,
        store: memoryTokenStore(),
        screen: remembering(),
        openPage: browser.openPage,
      });
      await assert.rejects(signing, (error: SignInError) => error.code === 'untrusted' && words.test(error.message));
      await browser.ended();
      assert.match(browser.pages[0] ?? '', /You are not signed in\.[\s\S]*Go back to acme to see why/);
      assert.equal(server.count('/token'), 0);
    }
    const server = await startServer(t);
    const twice = (url: string): void => {
      const sent = new URL(url).searchParams;
      const state = sent.get('state') ?? '';
      const back = `${sent.get('redirect_uri')}?code=a&code=b&state=${state}&iss=${encodeURIComponent(server.issuer)}`;
      void fetch(back).then((response) => response.text());
    };
    const signing = signIn({
      issuer: server.issuer,
      ...acme,
      store: memoryTokenStore(),
      screen: remembering(),
      openPage: twice,
    });
    await assert.rejects(signing, { code: 'untrusted' });
  });

  test('a no of the person ends it; a no of the server to the browser has a code follow', async (t) => {
    const { issuer, answers } = await startServer(t);
    const denied = browserOf(issuer, { code: undefined, error: 'access_denied' });
    const screen = remembering();
    await assert.rejects(signIn({ issuer, ...acme, store: memoryTokenStore(), screen, openPage: denied.openPage }), {
      name: 'SignInError',
      code: 'denied',
    });
    assert.deepEqual(kinds(screen.events), ['browser', 'failed']);

    for (const error of ['unauthorized_client', 'unsupported_response_type']) {
      const { openPage } = browserOf(issuer, { code: undefined, error });
      const shown = remembering();
      await signIn({ issuer, ...acme, store: memoryTokenStore(), screen: shown, openPage });
      assert.deepEqual(kinds(shown.events), ['browser', 'code', 'signed_in'], error);
    }
    answers['/device'] = () => ({ status: 404 });
    const refused = browserOf(issuer, { code: undefined, error: 'invalid_scope' });
    await assert.rejects(
      signIn({ issuer, ...acme, store: memoryTokenStore(), screen: remembering(), openPage: refused.openPage }),
      (error: SignInError) => error.code === 'refused' && error.oauthError === 'invalid_scope',
    );
  });

  test('who would rather have a code gets one, and so does a machine whose browser does not open', async (t) => {
    const { issuer, arrived } = await startServer(t);
    const pressed = remembering({ wantsCode: async () => {} });
    await signIn({ issuer, ...acme, store: memoryTokenStore(), screen: pressed, openPage: () => {} });
    assert.deepEqual(kinds(pressed.events), ['browser', 'code', 'signed_in']);
    const broken = remembering();
    const openPage = (_: string, failed: () => void): void => failed();
    await signIn({ issuer, ...acme, store: memoryTokenStore(), screen: broken, openPage });
    assert.deepEqual(kinds(broken.events), ['browser', 'code', 'signed_in']);
    const [asked] = arrived.filter(({ path }) => path === '/device');
    assert.equal(asked?.form['linkpin_no_browser'], 'true', 'it says that no browser fits');
  });

  test('with the browser alone no code is shown, and a machine or a server without one is told', async (t) => {
    const store = memoryTokenStore();
    const both = await startServer(t);
    const screen = remembering();
    const none = { issuer: both.issuer, ...acme, store, screen, openPage: null };
    await assert.rejects(signIn({ ...none, method: 'browser' }), /there is no browser that could be opened/);
    for (const members of [
      { code_challenge_methods_supported: ['plain'] },
      { code_challenge_methods_supported: undefined },
      { authorization_endpoint: 'http://login.example/authorize' },
      { authorization_endpoint: 'javascript:alert(1)' },
      { response_types_supported: [] },
      { grant_types_supported: ['refresh_token'] },
    ]) {
      const { issuer } = await startServer(t, members);
      const signing = signIn({ issuer, ...acme, store, screen, method: 'browser', openPage: () => assert.fail() });
      await assert.rejects(signing, /no sign-in in the browser with PKCE/, JSON.stringify(members));
    }
    const { issuer } = await startServer(t, { device_authorization_endpoint: undefined });
    await assert.rejects(signIn({ issuer, ...acme, store, screen, method: 'code' }), /gives out no codes/);
    await assert.rejects(signIn({ issuer, ...acme, store, screen, openPage: null }), { code: 'unsupported' });
    assert.deepEqual(await store.list(), []);
  });

  test('an ID token that is for another client, issuer, request or time is refused', async (t) => {
    const server = await startServer(t);
    const { issuer, answers } = server;
    const later = Math.floor(clock.wallTime() / 1000) + 600_000;
    const idToken = (claims: object): string =>
      ['{}', JSON.stringify(claims), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
    const signInWith = async (claims: (nonce: string) => object): Promise<unknown> => {
      const browser = browserOf(issuer);
      answers['/token'] = () => ({
        body: {
          access_token: 'a',
          token_type: 'Bearer',
          id_token: idToken(claims(browser.asked[0]?.get('nonce') ?? '')),
        },
      });
      return signIn({
        issuer,
        ...acme,
        scope: 'openid',
        store: memoryTokenStore(),
        screen: remembering(),
        openPage: browser.openPage,
      });
    };
    const good = { iss: issuer, aud: [clientId], exp: later, sub: 'ada' };
    await signInWith((nonce) => ({ ...good, nonce }));
    for (const wrong of [
      { iss: 'https://evil.example' },
      { aud: 'other' },
      { azp: 'other' },
      { exp: 1 },
      { nonce: 'replayed' },
      { sub: undefined },
    ]) {
      const signing = signInWith((nonce) => ({ ...good, nonce, ...wrong }));
      await assert.rejects(signing, { code: 'untrusted' }, JSON.stringify(wrong));
    }
  });
});

describe('by a code', () => {
  test('a code that was shown when the program ended is gone on with at its next start, and only for the same request', async (t) => {
    const server = await startServer(t);
    const { issuer, answers } = server;
    const store = memoryTokenStore();
    answers['/token'] = () => ({ status: 400, body: { error: 'authorization_pending' } });
    const first = { issuer, ...acme, scope: 'read', store, openPage: null } as const;
    const shown = Promise.withResolvers<void>();
    const dead = createLeapingClock();
    const abandoned = signIn({
      ...first,
      screen: remembering({ show: ({ kind }) => kind === 'code' && shown.resolve() }),
      // It is killed: nothing of it goes on.
      clock: dead,
      fetch: (url, init) => (url.endsWith('/token') ? dead.during(new Promise(() => {})) : dead.fetch(url, init)),
    });
    void abandoned.catch(() => {});
    await shown.promise;
    assert.equal((await stored(store, issuer))?.pending?.signIn.userCode, 'ABCD-EFGH');
    assert.deepEqual(await store.list(), [], 'a code is no sign-in');

    answers['/token'] = () => ({ body: { access_token: 'a', token_type: 'Bearer' } });
    const again = remembering();
    await signIn({ ...first, screen: again });
    assert.equal(server.count('/device'), 1, 'no second code');
    assert.deepEqual(
      again.events.flatMap((event) => (event.kind === 'code' ? [[event.code, event.isResumed]] : [])),
      [['ABCD-EFGH', true]],
    );
    assert.equal((await stored(store, issuer))?.pending, undefined);

    await store.update({ issuer, clientId }, async () => ({
      pending: {
        signIn: {
          server: issuer,
          clientId,
          deviceCode: 'd',
          userCode: 'OLD',
          verificationUri: `${issuer}/link`,
          verificationUriComplete: null,
          interval: 1,
          expiresAt: clock.wallTime() + 60_000,
        },
        scope: 'other',
      },
    }));
    const other = remembering();
    await signIn({ ...first, screen: other });
    assert.ok(other.events.some((event) => event.kind === 'code' && !event.isResumed && event.code === 'ABCD-EFGH'));
  });

  test('an abort cancels the code on the server and forgets it', async (t) => {
    const server = await startServer(t);
    const { issuer, answers } = server;
    answers['/token'] = () => ({ status: 400, body: { error: 'authorization_pending' } });
    const [store, controller] = [memoryTokenStore(), new AbortController()];
    const screen = remembering({ show: ({ kind }) => kind === 'code' && controller.abort(new Error('enough')) });
    await assert.rejects(
      signIn({ issuer, ...acme, store, screen, openPage: null, signal: controller.signal }),
      /enough/,
    );
    assert.equal(server.count('/revoke'), 1);
    assert.equal(await stored(store, issuer), undefined);
  });

  test('no and the end of its time are errors with a name; a person at the screen may have another code', async (t) => {
    const { issuer, answers } = await startServer(t);
    const store = memoryTokenStore();
    for (const [error, code] of [
      ['access_denied', 'denied'],
      ['expired_token', 'expired'],
    ] as const) {
      answers['/token'] = () => ({ status: 400, body: { error } });
      await assert.rejects(signIn({ issuer, ...acme, store, screen: remembering(), openPage: null }), { code });
      assert.equal(await stored(store, issuer), undefined);
    }
    let more = 0;
    const screen = remembering({
      wantsAnotherCode: async () => {
        more += 1;
        answers['/token'] = () => ({ body: { access_token: 'a', token_type: 'Bearer' } });
      },
    });
    await signIn({ issuer, ...acme, store, screen, openPage: null });
    assert.equal(more, 1);
    assert.deepEqual(kinds(screen.events), ['code', 'code', 'signed_in']);
  });
});

describe('a server that means harm', () => {
  const attempt = (issuer: string) =>
    signIn({ issuer, ...acme, store: memoryTokenStore(), screen: remembering(), openPage: null });

  test('that is another issuer, redirects, or sends without end is not used', async (t) => {
    const path = '/.well-known/oauth-authorization-server';
    const liar = await startServer(t, { issuer: 'https://login.example' });
    await assert.rejects(attempt(liar.issuer), { code: 'refused' });
    const redirecting = await startServer(t);
    redirecting.answers[path] = () => ({ status: 302, headers: { location: `${liar.issuer}${path}` } });
    await assert.rejects(attempt(redirecting.issuer), { code: 'redirected' });
    const endless = await startServer(t);
    endless.answers[path] = () => ({ body: `{"issuer":"${endless.issuer}","x":"${'x'.repeat(10 * 1024 * 1024)}"}` });
    endless.answers['/.well-known/openid-configuration'] = endless.answers[path];
    await assert.rejects(attempt(endless.issuer), { code: 'network', message: /sends more than 1 MiB/ });
    await assert.rejects(attempt('http://login.example'), { code: 'bad_option' });
  });
});
