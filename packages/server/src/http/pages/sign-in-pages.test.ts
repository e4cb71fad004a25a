import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser, testSite, type TestSite } from './site.testing.ts';

const newcomer = { username: 'ada', email: '', password: 'correct horse' };

async function houseOfAda(): Promise<{ site: TestSite; browser: TestBrowser }> {
  const site = testSite();
  await site.person('Ada', true);
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  return { site, browser };
}

describe('sign-in', () => {
  it('gives a fresh secret each time, so that none can be planted beforehand', async () => {
    const { site, browser } = await houseOfAda();
    const first = browser.cookies.get('__Host-linkpin') ?? '';
    assert.equal(Buffer.from(first, 'base64url').length, 32);

    const planted = new TestBrowser(site);
    planted.cookies.set('__Host-linkpin', 'planted');
    await planted.signIn('Ada');
    assert.notEqual(planted.cookies.get('__Host-linkpin'), 'planted');
  });

  it('says the same of a wrong name and a wrong password, and keeps the name', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    const replies = [];
    for (const name of ['Ada', 'Eve']) {
      const reply = await browser.post('/signin', { name, password: 'wrong horse', next: '/link' });
      assert.equal(reply.status, 422);
      assert.equal(reply.headers.getSetCookie().length, 0);
      assert.ok(reply.text.includes(`value="${name}"`));
      replies.push(reply.text.replaceAll(name, 'X'));
    }
    assert.equal(replies[0], replies[1]);
  });

  it('never leads to another site (B1)', async () => {
    const { site } = await houseOfAda();
    const strangers = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/link\\@evil',
      '/signout',
      '/%0d%0a',
      'link',
    ];
    for (const next of strangers) {
      const reply = await new TestBrowser(site, null).post('/signin', { name: 'Ada', password: 'correct horse', next });
      assert.equal(reply.to, '/', next);
      site.pass(1000);
    }
  });

  it('goes on to where the person was heading', async () => {
    const { site } = await houseOfAda();
    const browser = new TestBrowser(site, '203.0.113.77');
    assert.match((await browser.open('/devices')).text, /Sign in/);
    assert.match((await browser.signIn('Ada', '/devices')).text, /Your devices/);
    assert.equal((await browser.send('/signin?next=/devices')).to, '/devices');
  });

  it('is slowed down for a name in a network, and says how long to wait', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    for (let turn = 0; turn < 10; turn += 1) await browser.post('/signin', { name: 'ada', password: 'x' });
    const over = await browser.post('/signin', { name: 'Ada', password: 'correct horse', next: '/' });
    assert.equal(over.status, 429);
    assert.ok(Number(over.headers.get('retry-after')) > 0);
    assert.match(over.text, /in \d+ minutes/);
  });

  it('is never slowed by others in a browser that signed in before, until the password is another', async () => {
    const { site, browser } = await houseOfAda();
    await browser.open('/account');
    await browser.post('/signout');
    const loadAnonymousPage = new TestBrowser(site);
    const tries = (who: TestBrowser, password: string) => who.post('/signin', { name: 'Ada', password, next: '/' });
    for (let turn = 0; turn < 12; turn += 1) await tries(loadAnonymousPage, 'wrong horse');
    assert.equal((await tries(loadAnonymousPage, 'correct horse')).status, 429);
    assert.equal((await tries(browser, 'correct horse')).to, '/');

    const old = browser.cookies.get('__Host-linkpin-device') ?? '';
    await browser.open('/account');
    const changed = await browser.post('/account/password', { old: 'correct horse', next: 'another horse' });
    assert.equal(changed.to, '/account?done=changed');
    assert.notEqual(browser.cookies.get('__Host-linkpin-device'), old);
    loadAnonymousPage.cookies.set('__Host-linkpin-device', old);
    assert.equal((await tries(loadAnonymousPage, 'another horse')).status, 429, 'the old cookie is over');
    await browser.open('/account');
    await browser.post('/signout');
    assert.equal((await tries(browser, 'another horse')).to, '/');
  });

  it('out again ends the session itself, not only the cookie', async () => {
    const { site, browser } = await houseOfAda();
    const secret = browser.cookies.get('__Host-linkpin') ?? '';
    await browser.open('/account');
    assert.equal((await browser.post('/signout')).to, '/signin');
    assert.deepEqual([...browser.cookies.keys()], ['__Host-linkpin-device']);
    browser.cookies.set('__Host-linkpin', secret);
    assert.match((await browser.send('/devices')).to ?? '', /^\/signin/);
    assert.ok(site);
  });
});

describe('the set-up link', () => {
  it('is used up by the form, not by looking, and leaves an administrator signed in', async () => {
    const site = testSite();
    const token = await site.accountService.registration.makeSetupToken();
    const browser = new TestBrowser(site);
    assert.match((await browser.open('/signin')).text, /no account here yet/);
    for (let look = 0; look < 3; look += 1) assert.equal((await browser.open(`/setup?token=${token}`)).status, 200);
    const short = await browser.post('/setup', { ...newcomer, password: 'short' });
    assert.equal(short.status, 422);
    assert.match(short.text, /Use at least 8 characters/);
    assert.ok(!short.text.includes('value="short"'));
    const made = await browser.submit('/setup', newcomer);
    assert.match(made.text, /Link a device/);
    assert.match((await browser.open('/account')).text, /Invite someone/);
    assert.equal((await new TestBrowser(site).open(`/setup?token=${token}`)).status, 404);
    const again = await new TestBrowser(site).post('/setup', { ...newcomer, username: 'eve', setupToken: token });
    assert.equal(again.status, 404);
    assert.equal((await new TestBrowser(site).open('/setup')).status, 404);
  });

  it('works under the former name of its parameter, too, and so does its form', async () => {
    const site = testSite();
    const key = await site.accountService.registration.makeSetupToken();
    assert.equal((await new TestBrowser(site).open(`/setup?key=${key}`)).status, 200);
    assert.equal((await new TestBrowser(site).open('/setup?key=nonsense')).status, 404);
    assert.equal((await new TestBrowser(site).post('/setup', { ...newcomer, key })).to, '/link');
  });
});

describe('an invite', () => {
  it('is made by an administrator, shown once, and makes one account', async () => {
    const { site, browser } = await houseOfAda();
    await browser.open('/account');
    const shown = await browser.submit('/account/invite');
    const [, secret = ''] = /\/signup\?invite=([\w-]{43})/.exec(shown.text) ?? [];
    assert.notEqual(secret, '');
    assert.ok(!(await browser.open('/account')).text.includes(secret));

    const bob = new TestBrowser(site, '203.0.113.10');
    assert.match((await bob.open(`/signup?invite=${secret}`)).text, /You’ve been invited/);
    const taken = await bob.post('/signup', { ...newcomer, username: 'ADA' });
    assert.match(taken.text, /That username is taken/);
    assert.match((await bob.submit('/signup', { ...newcomer, username: 'bob' })).text, /signin|Link a device/);
    assert.match((await bob.open('/account')).text, /bob/);
    assert.equal((await new TestBrowser(site).open(`/signup?invite=${secret}`)).status, 404);
  });

  it('is not for everybody to make', async () => {
    const { site } = await houseOfAda();
    await site.person('Bob');
    const bob = new TestBrowser(site, '203.0.113.10');
    await bob.signIn('Bob');
    assert.ok(!(await bob.open('/account')).text.includes('Invite someone'));
    assert.equal((await bob.post('/account/invite')).status, 403);
  });

  it('is needed unless registration is open', async () => {
    assert.equal((await new TestBrowser(testSite()).open('/signup')).status, 404);
    assert.equal((await new TestBrowser(testSite({ registration: 'off' })).post('/signup', newcomer)).status, 404);
    const open = new TestBrowser(testSite({ registration: 'open' }));
    assert.match((await open.open('/signup?next=/devices')).text, /Create account/);
    assert.match((await open.submit('/signup', newcomer)).text, /Your devices/);
  });
});

describe('the account page', () => {
  it('changes the password and signs out every other browser', async () => {
    const { site, browser } = await houseOfAda();
    const other = new TestBrowser(site, '203.0.113.10');
    await other.signIn('Ada');
    await browser.open('/account');
    const wrong = await browser.post('/account/password', { old: 'wrong horse', next: 'battery staple' });
    assert.match(wrong.text, /Wrong password/);
    const short = await browser.post('/account/password', { old: 'correct horse', next: 'short' });
    assert.match(short.text, /Use at least 8 characters/);
    const changed = await browser.submit('/account/password', { old: 'correct horse', next: 'battery staple' });
    assert.match(changed.text, /Password changed/);
    assert.match((await other.send('/account')).to ?? '', /^\/signin/);
  });

  it('lists the browsers that are signed in and ends them', async () => {
    const { site, browser } = await houseOfAda();
    const others = [10, 11, 12].map((last) => new TestBrowser(site, `203.0.113.${last}`));
    for (const other of others) await other.signIn('Ada');
    const list = await browser.open('/account');
    assert.match(list.text, /This browser/);
    const hashes = [...list.text.matchAll(/name="session" value="([\w-]{43})"/g)].map(([, hash]) => hash ?? '');
    assert.equal(hashes.length, 3);
    await browser.post('/account/sessions', { session: hashes[0] ?? '' });
    await browser.open('/account');
    assert.match((await browser.submit('/account/sessions', { session: 'others' })).text, /Every other browser/);
    for (const other of others) assert.match((await other.send('/account')).to ?? '', /^\/signin/);
    assert.equal((await browser.open('/account')).status, 200);
  });
});
