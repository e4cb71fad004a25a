import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aGrant } from '../../stores/contract/samples.ts';
import { TestBrowser, testSite, type Reply } from './site.testing.ts';

const password = 'correct horse';

/** Ada, an administrator with a browser and a device, and Ben. */
async function houseOfTwo() {
  const site = testSite();
  const [ada, ben] = [await site.person('Ada', true), await site.person('Ben')];
  const { grants } = site.context.ports;
  for (const { id } of [ada, ben]) await grants.add(aGrant({ account: id }));
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  await browser.open('/account');
  return { site, ada, ben, browser };
}

const titleOf = ({ text }: Reply): string => /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '';

/** Where the page begins: the first element that takes the focus. */
const focusOf = ({ text }: Reply): string => /<(?:input|p)\b(?=[^>]*\sautofocus\b)[^>]*>/.exec(text)?.[0] ?? '';

/** What is wrong is in view: in the title, where the focus is, and said there. */
function assertInView(reply: Reply, status: number, field: RegExp, words: RegExp): void {
  assert.equal(reply.status, status);
  assert.match(titleOf(reply), /^Error: /);
  assert.match(focusOf(reply), field);
  assert.match(reply.text, words);
}

describe('the account page', () => {
  it('begins with password, passkeys, name and e-mail; activity is on a page of its own', async () => {
    const { browser } = await houseOfTwo();
    const { text } = await browser.open('/account');
    const headings = [...text.matchAll(/<h2[^>]*>([^<]+)</g)].map(([, heading]) => heading);
    assert.deepEqual(headings.slice(0, 4), ['Password', 'Passkeys', 'Name and e-mail', 'Where you are signed in']);
    assert.match(text, /href="\/account\/activity"/);
    assert.match((await browser.open('/account/activity')).text, /Nothing yet/);
  });

  it('changes name and e-mail for the password, and says so after a redirect', async () => {
    const { site, browser } = await houseOfTwo();
    const done = await browser.post('/account/names', { username: 'lovelace', email: 'ada@example.org', password });
    assert.deepEqual([done.status, done.to], [303, '/account?done=named']);
    const page = await browser.open('/account?done=named');
    assert.match(page.text, /Saved\./);
    assert.match(page.text, /value="lovelace"/);
    assert.match(page.text, /value="ada@example.org"/);
    assert.equal((await site.context.store.accounts.bySignInName('ada@example.org'))?.emailConfirmed, false);
    const again = new TestBrowser(site, '203.0.113.10');
    await again.open('/signin');
    assert.equal((await again.post('/signin', { name: 'lovelace', password })).status, 303);
  });

  it('shows what is wrong with a name where it is wrong, and keeps what was typed', async () => {
    const { browser } = await houseOfTwo();
    const names = { username: 'lovelace', email: 'ada@example.org', password };
    const taken = await browser.post('/account/names', { ...names, username: 'BEN' });
    assertInView(taken, 422, /id="username-names"/, /That username is taken/);
    assert.match(taken.text, /value="BEN"/);
    const email = await browser.post('/account/names', { ...names, email: 'nowhere' });
    assertInView(email, 422, /id="email-names"/, /doesn’t look like an e-mail/);
    const wrong = await browser.post('/account/names', { ...names, password: 'wrong horse' });
    assertInView(wrong, 422, /id="password-names"/, /Wrong password/);
    assert.match(wrong.text, /value="lovelace"/);
    assert.ok(!wrong.text.includes('wrong horse'));
  });

  it('shows what is wrong with a password where it is wrong', async () => {
    const { browser } = await houseOfTwo();
    const change = (old: string, next: string) => browser.post('/account/password', { old, next });
    assertInView(await change('wrong horse', 'battery staple'), 422, /id="old"/, /Wrong password/);
    assertInView(await change(password, 'short'), 422, /id="next"/, /at least 8 characters/);
    for (let turn = 0; turn < 9; turn += 1) await change('wrong horse', 'battery staple');
    assertInView(await change(password, 'battery staple'), 429, /class="alert"/, /Too many tries/);
    assert.match(titleOf(await browser.open('/account')), /^Your account/);
  });

  it('deletes an account for its password, with its devices and every browser', async () => {
    const { site, ben } = await houseOfTwo();
    const [here, there] = [new TestBrowser(site, '203.0.113.10'), new TestBrowser(site, '203.0.113.11')];
    for (const browser of [here, there]) await browser.signIn('Ben');
    await here.open('/account');
    const wrong = await here.post('/account/delete', { password: 'wrong horse' });
    assertInView(wrong, 422, /id="password-delete"/, /Wrong password/);
    assert.match(wrong.text, /<details open\s*>/, 'where it was asked');
    assert.equal((await site.context.ports.grants.listFor(ben.id)).length, 1);

    const done = await here.post('/account/delete', { password });
    assert.deepEqual([done.status, done.to], [303, '/signin?done=deleted']);
    assert.match((await here.open('/signin?done=deleted')).text, /Your account is deleted/);
    for (const browser of [here, there]) assert.match((await browser.send('/account')).to ?? '', /^\/signin/);
    assert.deepEqual(await site.context.ports.grants.listFor(ben.id), []);
    assert.equal(await site.context.store.accounts.bySignInName('Ben'), undefined);
  });

  it('does not delete the last admin', async () => {
    const { browser } = await houseOfTwo();
    const refused = await browser.post('/account/delete', { password });
    assertInView(refused, 422, /class="alert"/, /You are the only one who manages this service/);
    assert.equal((await browser.open('/account')).status, 200);
  });

  it('takes none of this from another site, nor without the form of this session', async () => {
    const { browser } = await houseOfTwo();
    for (const path of ['/account/names', '/account/delete', '/account/invite', '/account/password']) {
      assert.equal((await browser.post(path, { password }, { 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.equal((await browser.post(path, { password, token: 'another' })).status, 403);
    }
  });

  it('shows an invite after a redirect, to the session that made it and for ten minutes', async () => {
    const { site, browser } = await houseOfTwo();
    const made = await browser.post('/account/invite');
    assert.equal(made.status, 303);
    const to = made.to ?? '';
    const link = /https:\/\/link\.example\/signup\?invite=([\w-]{43})/;
    const [, secret = ''] = link.exec((await browser.open(to)).text) ?? [];
    assert.ok(secret !== '' && !to.includes(secret), 'the address tells nothing');
    const other = new TestBrowser(site, '203.0.113.10');
    await other.signIn('Ada');
    assert.doesNotMatch((await other.open(to)).text, link);
    site.pass(10 * 60_000);
    assert.doesNotMatch((await browser.open(to)).text, link);
  });
});

describe('a reset', () => {
  it('confirms the new password and fills the name in', async () => {
    const { site, ada } = await houseOfTwo();
    const { secret } = site.accountService.resets.make(ada);
    const browser = new TestBrowser(site, '203.0.113.10');
    await browser.open(`/reset?key=${secret}`);
    const short = await browser.post('/reset', { password: 'short' });
    assertInView(short, 422, /name="password"/, /at least 8 characters/);
    const done = await browser.post('/reset', { password: 'battery staple' });
    assert.deepEqual([done.status, done.to], [303, '/signin?done=reset&name=Ada']);
    const page = await browser.open(done.to ?? '');
    assert.match(page.text, /Password changed\. Sign in with the new one\./);
    assert.match(page.text, /name="name"[^>]*value="Ada"/);
  });

  it('that has to wait shows the form again, and says how long', async () => {
    const { site, ada } = await houseOfTwo();
    const { secret } = site.accountService.resets.make(ada);
    const browser = new TestBrowser(site, '203.0.113.10');
    await browser.open(`/reset?key=${secret}`);
    while ((await site.accountService.admit('203.0.113.10')) === undefined);
    const waits = await browser.post('/reset', { password: 'battery staple' });
    assertInView(waits, 429, /class="alert"/, /Too many tries/);
    assert.ok(Number(waits.headers.get('retry-after')) > 0);
  });
});

describe('the way in', () => {
  it('says whom to ask for a forgotten password', async () => {
    const { site } = await houseOfTwo();
    const browser = new TestBrowser(site, '203.0.113.10');
    assert.match((await browser.open('/signin')).text, /Forgot it\? Ask whoever runs linkpin\./);
    const wrong = await browser.post('/signin', { name: 'Ada', password: 'wrong horse', next: '/link' });
    assertInView(wrong, 422, /class="alert"/, /Wrong name or password/);
  });

  it('says that there are invites, where nobody comes in without one', async () => {
    const invited = await new TestBrowser(testSite()).open('/signup');
    assert.equal(invited.status, 404);
    assert.match(invited.text, /You need an invite.*Ask whoever runs this service for an invite/s);
    const off = await new TestBrowser(testSite({ registration: 'off' })).open('/signup');
    assert.equal(off.status, 404);
    assert.doesNotMatch(off.text, /invite/);
  });

  it('tells somebody new all that is wrong at once, each at its field, on either form', async () => {
    const site = testSite({ registration: 'open' });
    const wrong = { username: '<b>', email: 'nowhere', password: 'short' };
    const words = {
      username: /Use 2 to 40 letters/,
      email: /doesn’t look like an e-mail address/,
      password: /Use at least 8 characters/,
    };
    for (const [path, more] of [
      ['/signup', {}],
      ['/setup', { setupToken: await site.accountService.registration.makeSetupToken() }],
    ] as const) {
      const browser = new TestBrowser(site);
      await browser.open('/signup');
      const bad = await browser.post(path, { ...wrong, ...more });
      for (const [name, text] of Object.entries(words)) {
        const [, error = ''] = new RegExp(`id="${name}-error">([^<]*)`).exec(bad.text) ?? [];
        assert.match(error, text, `${path} ${name}`);
      }
      assertInView(bad, 422, /id="username"/, words.username);
      assert.equal(bad.text.match(/ autofocus/g)?.length, 1);
      const better = await browser.post(path, { ...wrong, ...more, username: 'eve' });
      assertInView(better, 422, /id="email"/, words.email);
      assert.match(better.text, words.password);
    }
    const browser = new TestBrowser(site);
    await site.person('Bob');
    await browser.open('/signup');
    const taken = await browser.post('/signup', { username: 'bob', email: '', password: 'correct horse' });
    assertInView(taken, 422, /id="username"/, /That username is taken/);
  });

  it('shows the form again to somebody new who has to wait, and what is wrong with it', async () => {
    const site = testSite({ registration: 'open' });
    const browser = new TestBrowser(site, '203.0.113.10');
    await browser.open('/signup');
    const newcomer = { username: 'eve', email: '', password: 'correct horse' };
    const bad = await browser.post('/signup', { ...newcomer, username: '<b>' });
    assertInView(bad, 422, /id="username"/, /Use 2 to 40 letters/);
    while ((await site.accountService.admit('203.0.113.10')) === undefined);
    const waits = await browser.post('/signup', newcomer);
    assertInView(waits, 429, /class="alert"/, /Too many tries/);
    assert.match(waits.text, /value="eve"/);
  });
});
