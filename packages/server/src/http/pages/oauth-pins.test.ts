// Pins of OAuth clients on the pages.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import { aFamily, anAccessToken } from '../../stores/contract/samples.ts';
import { readUserCodes } from '../../app/user-codes.ts';
import { adaAtTheQuestion, adaSignedIn, asks, grouped, plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite, type Reply } from './site.testing.ts';

const scopesOf = (pin: Pin | undefined): readonly string[] | undefined =>
  pin?.state.at === 'approved' ? pin.state.approval.scopes : undefined;

/** Posts a yes with these boxes ticked; a form may repeat a name. */
async function sayYes(browser: TestBrowser, question: Reply, left: readonly string[]): Promise<Reply> {
  const hidden = [...question.text.matchAll(/name="(token|t)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  );
  const fields = new URLSearchParams(hidden);
  fields.set('answer', 'yes');
  fields.set('mine', 'on');
  for (const scope of left) fields.append('scope', scope);
  return browser.send('/pin', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://link.example' },
    body: fields.toString(),
  });
}

describe('the question about an OAuth pin', () => {
  it('shows the registered name, the code as the device does, and what is asked for in words (D17 D25 D26 D47 D48)', async () => {
    const { question } = await adaAtTheQuestion();
    const text = plain(question);
    assert.equal(question.status, 200);
    for (const words of [
      'Hall Player Known to linkpin',
      'Your device should show this code',
      'See your playlists',
      'Access to: write',
    ]) {
      assert.ok(text.includes(words), words);
    }
    assert.ok(!text.includes('Unverified') && !text.includes('It says it is'));
    assert.match(question.text, /value="yes"/);
    assert.match(question.text, /value="no"/);
    assert.equal(question.text.split('class="dash"').length - 1, 1);
    assert.match(text, /Say no if someone sent you this code/);
    assert.match(text, /This is my device and it shows this code/);
  });

  it('says plainly that a client which registered itself is unverified (D51)', async () => {
    const { question } = await adaAtTheQuestion({ isVerified: false });
    assert.match(plain(question), /Unverified: it chose this name itself/);
  });

  it('asks in the words of the registration, not in those at the time of asking', async () => {
    const { question } = await adaAtTheQuestion({ name: 'Renamed Player' });
    assert.match(plain(question), /Renamed Player Known to/);
  });

  it('takes no inherited property for the words of a scope', async () => {
    const { question } = await adaAtTheQuestion({}, { scopes: ['constructor'] });
    assert.match(plain(question), /Access to: constructor/);
  });

  it('shows a browser by its name, and a program’s user agent not at all', async () => {
    const chrome =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
    const browsing = plain((await adaAtTheQuestion({}, { agent: chrome })).question);
    assert.match(browsing, /Hall Player Known to linkpin · on Chrome on Linux/);
    assert.ok(!browsing.includes('AppleWebKit'));
    const television = plain((await adaAtTheQuestion({}, { agent: 'hall-player/3.1 (Tizen)' })).question);
    assert.match(television, /Known to linkpin · on Tizen (?!on)/);
    const program = plain((await adaAtTheQuestion({}, { agent: 'hall-player/4.1 (+https://x.example)' })).question);
    assert.ok(!program.includes('hall-player/4.1'));
  });

  it('ticks every scope, and gives only what the person leaves (X22 B8)', async () => {
    const { site, browser, pin, question } = await adaAtTheQuestion();
    assert.equal([...question.text.matchAll(/name="scope" value="\w+" checked/g)].length, 2);
    const done = await sayYes(browser, question, ['read', 'admin']);
    assert.equal(done.status, 303);
    assert.deepEqual(scopesOf(await site.pin(pin.id)), ['read']);
    const [grant] = await site.context.store.grants.listFor(
      (await site.context.store.accounts.bySignInName('ada'))?.id ?? '',
    );
    assert.deepEqual(grant?.scopes, ['read']);
  });

  it('asks again when no scope is left, with the boxes as they stood', async () => {
    const { site, browser, pin, question } = await adaAtTheQuestion();
    const again = await sayYes(browser, question, []);
    assert.equal(again.status, 422);
    assert.match(plain(again), /Leave at least one box ticked/);
    assert.ok(!/name="scope" value="\w+" checked/.test(again.text));
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    const noTick = await browser.submit('/link', { code: pin.code });
    const kept = await browser.post('/pin', { answer: 'yes', scope: 'write' });
    assert.equal(noTick.status, 200);
    assert.match(kept.text, /name="scope" value="write" checked/);
    assert.match(kept.text, /name="scope" value="read" >|name="scope" value="read"\s*\/>/);
  });

  it('can be answered yes when the client asks for nothing beside the sign-in', async () => {
    const { site, browser, pin, question } = await adaAtTheQuestion({ scopes: [] }, { scopes: [] });
    assert.ok(!question.text.includes('name="scope"'));
    assert.equal((await sayYes(browser, question, [])).status, 303);
    assert.deepEqual(scopesOf(await site.pin(pin.id)), []);
  });

  it('is over when the client was removed meanwhile', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    await site.context.store.oauthClients.remove('player');
    assert.match(plain(await browser.submit('/link', { code: pin.code })), /That code has expired/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('tells the person to return to the device after a yes and after a no (D18)', async () => {
    const { browser, question } = await adaAtTheQuestion();
    const { headers } = await sayYes(browser, question, ['read']);
    assert.match(plain(await browser.open(headers.get('location') ?? '')), /Done\. Go back to your/);
    const other = await adaAtTheQuestion();
    assert.match(plain(await other.browser.submit('/pin', { answer: 'no' })), /You said no/);
    assert.equal((await other.site.pin(other.pin.id))?.state.at, 'denied');
  });

  it('is not reached by the link of a plex app, which could ask to be forwarded (B1)', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    const refused = await browser.comeFromApp({
      code: pin.code,
      clientID: 'player',
      forwardUrl: 'https://elsewhere.example/',
    });
    assert.equal(refused.status, 404);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });
});

describe('the page for codes', () => {
  it('is for people who are signed in, over whatever protects the way there (D16)', async () => {
    const site = testSite();
    const { to, status } = await new TestBrowser(site).send('/link?code=WXZB-BCDF');
    assert.deepEqual([status, to], [303, '/signin?next=%2Flink%3Fcode%3DWXZB-BCDF']);
  });

  it('takes ten wrong codes in ten minutes from a person, and no more (D44)', async () => {
    const { site, browser } = await adaSignedIn();
    const pin = await asks(site, null, ['read']);
    await browser.open('/link');
    for (let guess = 0; guess < 10; guess += 1) {
      assert.equal((await browser.post('/link', { code: 'BCDF-GHJK' })).status, 422);
    }
    assert.equal((await browser.post('/link', { code: pin.code })).status, 429);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('takes a code that somebody decided about from nobody else (D50)', async () => {
    const { site, browser, pin, question } = await adaAtTheQuestion();
    await sayYes(browser, question, ['read']);
    await site.person('Bob');
    const bob = new TestBrowser(site, '203.0.113.10');
    await bob.signIn('Bob');
    await bob.open('/link');
    assert.equal((await bob.post('/link', { code: pin.code })).status, 422);
    assert.deepEqual(scopesOf(await site.pin(pin.id)), ['read']);
  });

  it('answers forms with 303, the password form too, so that nothing is posted on (B19)', async () => {
    const { site, browser } = await adaSignedIn();
    const pin = await asks(site, null, ['read']);
    await browser.open('/link');
    assert.equal((await browser.post('/link', { code: pin.code })).status, 303);
    const other = new TestBrowser(site);
    await other.open('/signin');
    assert.equal((await other.post('/signin', { name: 'Ada', password: 'correct horse', next: '/link' })).status, 303);
  });

  it('is prefilled by the complete link, and asks for a yes all the same (D15 D22 D25 D26)', async () => {
    const { site, browser } = await adaSignedIn();
    const pin = await asks(site, null, ['read']);
    const page = await browser.open(`/link?code=${grouped(pin)}`);
    assert.ok(page.text.includes(`value="${grouped(pin)}"`));
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    assert.match(plain(await browser.submit('/link', { code: grouped(pin) })), /Your device should show this code/);
  });

  it('takes a typed code with dash, without, in lower case and with spaces (D54 D55)', async () => {
    const { site, browser } = await adaSignedIn();
    const pin = await asks(site, null, ['read']);
    for (const typed of [pin.code, grouped(pin), grouped(pin).toLowerCase(), ` ${[...pin.code].join(' ')} .`]) {
      await browser.open('/link');
      assert.match((await browser.post('/link', { code: typed })).to ?? '', /^\/pin\?t=/, typed);
    }
  });

  it('gives an error for an expired and an unknown code (D21)', async () => {
    const { site, browser } = await adaSignedIn();
    const pin = await asks(site, null, ['read']);
    site.pass(600_000);
    await browser.open('/link');
    for (const code of [pin.code, 'BCDFGHJK']) assert.equal((await browser.post('/link', { code })).status, 422);
  });

  it('has the keys of a phone for what codes are made of, and a way to letters (D56)', async () => {
    const { browser } = await adaSignedIn();
    assert.match((await browser.open('/link')).text, /inputmode="text"/);

    const site = testSite();
    Object.assign(site.context.oauth, { userCodes: readUserCodes('digits') });
    const { browser: digits } = await adaSignedIn({}, site);
    const page = await digits.open('/link');
    assert.match(page.text, /inputmode="numeric"/);
    assert.match(page.text, /href="\/link\?letters"/);
    assert.match((await digits.open('/link?letters')).text, /inputmode="text"/);
    assert.match((await digits.open('/link?code=AB12')).text, /inputmode="text"/);
    assert.match((await digits.open('/link?code=1234-5678')).text, /inputmode="numeric"/);
    const pin = await asks(site, null, ['read']);
    const question = await digits.submit('/link', { code: pin.code });
    assert.equal(question.text.split('class="dash"').length - 1, 2, '1234-5678-9012');
  });
});

describe('the devices of both dialects', () => {
  it('are listed together, each with what it may do (X1)', async () => {
    const { site, browser, question } = await adaAtTheQuestion();
    await sayYes(browser, question, ['read', 'write']);
    const tv = await site.ask();
    await browser.submit('/link', { code: tv.code });
    await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    const list = plain(await browser.open('/devices'));
    assert.match(list, /Hall Player .*It can: See your playlists · write/);
    assert.match(list, /Living room .*Has full access to your account/);
  });

  it('say so when a device may know who one is and no more', async () => {
    const { browser, question } = await adaAtTheQuestion({ scopes: [] }, { scopes: [] });
    await sayYes(browser, question, []);
    assert.match(plain(await browser.open('/devices')), /Can only see who you are/);
  });

  it('say how long others take to notice that one was unlinked, where nobody can call its access back', async () => {
    for (const [accessTokens, later] of [
      ['jwt', true],
      ['opaque', false],
    ] as const) {
      const { browser, question } = await adaAtTheQuestion({ accessTokens });
      await sayYes(browser, question, ['read']);
      const list = plain(await browser.open('/devices'));
      assert.equal(list.includes('Some services may only notice in 10 minutes.'), later);
    }
  });

  it('lose their refresh and access tokens at once when they are unlinked (X1)', async () => {
    const { site, browser, question } = await adaAtTheQuestion();
    await sayYes(browser, question, ['read']);
    const { store, ports } = site.context;
    const now = ports.clock.now();
    const ada = await store.accounts.bySignInName('ada');
    const [grant] = await store.grants.listFor(ada?.id ?? '');
    assert.ok(grant);
    await store.oauthTokens.addFamily(aFamily(grant.id, { currentHash: 'refresh' }));
    await store.oauthTokens.addAccessToken(anAccessToken(grant.id, { hash: 'access', expiresAt: now + 60_000 }));
    assert.ok(await store.oauthTokens.familyOf('refresh'));
    assert.ok(await store.oauthTokens.accessToken('access', now));
    await browser.open('/devices');
    await browser.submit('/devices/revoke', { id: grant.id });
    assert.equal(await store.oauthTokens.familyOf('refresh'), undefined);
    assert.equal(await store.oauthTokens.accessToken('access', now), undefined);
  });
});
