import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser, testSite, type Reply } from './site.testing.ts';

/** The language and direction of a page. */
const shown = ({ text }: Reply): string => /<html lang="[^"]*" dir="[^"]*">/.exec(text)?.[0] ?? text;

const english = '<html lang="en" dir="ltr">';
const german = '<html lang="de" dir="ltr">';
const arabic = '<html lang="ar" dir="rtl">';

const site = () => new TestBrowser(testSite());

describe('the language of a page', () => {
  it('is the link’s, then the browser’s own choice, then what the browser prefers, then English', async () => {
    const browser = site();
    const prefers = (path: string, accepted: string) =>
      browser.send(path, { headers: { 'accept-language': accepted } }).then(shown);
    assert.equal(shown(await browser.send('/signin')), english);
    assert.equal(await prefers('/signin', 'tlh, ar-EG;q=0.9, de;q=0.8'), arabic);
    assert.equal(await prefers('/signin?lang=de', 'ar'), german);
    assert.equal(await prefers('/signin', 'ar'), german, 'kept from the link');
    assert.equal(await prefers('/signin?ui_locales=tlh+ar+de', 'de'), arabic);
    assert.equal(await prefers('/signin?lang=tlh', 'de'), arabic, 'an unknown one changes nothing');
  });

  it('is chosen at the foot of every page by a form, which leads back to the page', async () => {
    const browser = site();
    await browser.open('/signin?next=%2Fdevices&lang=ar');
    assert.equal(browser.fields['back'], '/signin?next=%2Fdevices');
    const chosen = await browser.post('/language', { language: 'de' });
    assert.equal(chosen.to, '/signin?next=%2Fdevices');
    assert.equal(shown(await browser.open(chosen.to)), german);
    assert.match(
      (await browser.post('/signin', { name: 'nobody', password: 'x' })).text,
      /value="\/signin\?next=%2Fdevices"/,
    );
    assert.equal(browser.fields['back'], '/signin?next=%2Fdevices', 'the page of a refused form');
  });

  it('is kept with the account, for its other browsers that have not chosen', async () => {
    const pages = testSite();
    await pages.person('Ada');
    const [one, other] = [new TestBrowser(pages), new TestBrowser(pages)];
    await one.signIn('Ada');
    await other.signIn('Ada');
    assert.equal(shown(await other.open('/devices')), english);
    const forged = { language: 'ar', token: 'x' };
    await one.post('/language', forged);
    assert.equal(shown(await other.open('/devices')), english, 'not without the session’s token');
    await one.open('/devices');
    await one.post('/language', { language: 'ar' });
    assert.equal(shown(await other.open('/devices')), arabic);
    assert.equal(shown(await other.send('/devices', { headers: { 'accept-language': 'de' } })), arabic);
    await other.send('/devices?lang=de');
    assert.equal(shown(await other.open('/devices')), german, 'this browser alone');
    assert.equal(shown(await one.open('/devices')), arabic);
  });

  it('is that of the page where the account was made', async () => {
    const pages = testSite({ registration: 'open' });
    const browser = new TestBrowser(pages);
    await browser.open('/signup?lang=ar');
    await browser.post('/signup', { username: 'Ada', password: 'correct horse' });
    assert.equal((await pages.context.store.accounts.bySignInName('ada'))?.language, 'ar');
  });

  it('leads nowhere else, and cannot be chosen from another site', async () => {
    const browser = site();
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/language',
      '/assets/x',
      'x',
      '',
    ]) {
      assert.equal((await browser.post('/language', { language: 'de', back })).to, '/', back);
    }
    const foreign = await browser.post('/language', { language: 'ar' }, { 'sec-fetch-site': 'cross-site' });
    assert.equal(foreign.status, 403);
    assert.equal(shown(await browser.send('/signin')), german);
    await browser.post('/language', { language: '<script>' });
    assert.equal(shown(await browser.send('/signin')), german, 'an unknown one changes nothing');
  });

  it('never sends again what a provider answered, and leads back from the pages that are no page', async () => {
    const browser = site();
    for (const [path, back] of [
      ['/signin/back/acme?code=secret&state=x', '/'],
      ['/nowhere', '/'],
      ['/signin?next=%2Faccount&lang=de', '/signin?next=%2Faccount'],
    ] as const) {
      await browser.open(path);
      assert.equal(browser.fields['back'], back, path);
    }
  });

  it('has caches told what it depends on, on pages, redirects and errors', async () => {
    const browser = site();
    for (const path of ['/signin', '/link', '/nowhere']) {
      assert.equal((await browser.send(path)).headers.get('vary'), 'Accept-Language, Cookie', path);
    }
  });

  it('survives 40 KB of Accept-Language and weights that are none', async () => {
    const browser = site();
    for (const accepted of [
      'de;q=0.5,'.repeat(4500),
      'x'.repeat(40_000),
      '-'.repeat(40_000),
      'de;q=1.0;q=1.0, ar;q=é, en;q=-1',
      ',;,;=,',
    ]) {
      const reply = await browser
        .send('/signin', { headers: { 'accept-language': accepted } })
        .catch((error: unknown) => error);
      if (reply instanceof TypeError) continue; // not a header at all
      assert.equal((reply as Reply).status, 200);
    }
  });
});
