import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser, testSite, type TestSite } from './site.testing.ts';

const mailSettings = {
  mailServer: 'smtp://127.0.0.1:9',
  mailFrom: 'tv@example.org',
  publicUrl: 'https://link.example',
};

async function siteWithAda(settings: Parameters<typeof testSite>[0] = mailSettings): Promise<TestSite> {
  const site = testSite(settings);
  const made = await site.accountService.registration.register(
    { username: 'ada', email: 'ada@example.org', password: 'correct horse' },
    { by: 'operator', isAdmin: true },
  );
  assert.ok(made.ok);
  return site;
}

/** Every call of the store, in order. */
function watchCalls({ context }: TestSite): string[] {
  const calls: string[] = [];
  for (const [part, target] of Object.entries(context.store)) {
    if (typeof target !== 'object' || target === null) continue;
    const methods = target as object;
    const names = new Set([...Object.keys(methods), ...Object.getOwnPropertyNames(Object.getPrototypeOf(methods))]);
    for (const name of names) {
      const method: unknown = Reflect.get(methods, name);
      if (name === 'constructor' || typeof method !== 'function') continue;
      const noted = (...args: unknown[]): unknown => {
        calls.push(`${part}.${name}`);
        return Reflect.apply(method, methods, args);
      };
      Object.defineProperty(methods, name, { value: noted });
    }
  }
  return calls;
}

describe('a forgotten password', () => {
  it('is a link on the sign-in page where there is mail; elsewhere a word about who to ask', async () => {
    const browser = new TestBrowser(await siteWithAda());
    assert.match((await browser.open('/signin')).text, /<a href="\/forgot">Forgot it\?<\/a>/);
    assert.equal((await browser.open('/forgot')).status, 200);
    const without = new TestBrowser(await siteWithAda({}));
    assert.match((await without.open('/signin')).text, /Forgot it\? Ask whoever runs/);
    for (const path of ['/forgot', '/confirm?key=x', '/undo?key=x']) {
      assert.equal((await without.send(path)).status, 404);
    }
    assert.equal((await without.post('/forgot', { email: 'ada@example.org' })).status, 404);
    const noPasswords = new TestBrowser(
      await siteWithAda({ ...mailSettings, passwords: false, oidcIssuer: 'https://id.example' }),
    );
    assert.equal((await noPasswords.send('/forgot')).status, 404);
    assert.equal((await noPasswords.post('/forgot', { email: 'ada@example.org' })).status, 404);
  });

  it('has the same answer and the same work behind it, whoever has the address', async () => {
    const answers: unknown[] = [];
    for (const email of ['ada@example.org', 'nobody@example.org', 'unconfirmed@example.org']) {
      const site = await siteWithAda();
      await site.accountService.registration.register(
        { username: 'ben', email: 'unconfirmed@example.org', password: 'correct horse' },
        { by: 'anyone' },
      );
      const browser = new TestBrowser(site);
      await browser.open('/forgot');
      const calls = watchCalls(site);
      const { status, to, headers, text } = await browser.post('/forgot', { email });
      assert.deepEqual([status, to], [303, '/forgot?done=sent']);
      answers.push([calls, [...headers], text]);
      assert.ok(calls.includes('budgets.spend') && calls.includes('mailQueue.put'), calls.join());
    }
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  });

  it('waits after five mails of a network, with the address kept, and with a time', async () => {
    const site = await siteWithAda();
    const browser = new TestBrowser(site);
    await browser.open('/forgot');
    for (let turn = 0; turn < 5; turn += 1) {
      assert.equal((await browser.post('/forgot', { email: `a${turn}@example.org` })).status, 303);
    }
    const reply = await browser.post('/forgot', { email: 'ada@example.org' });
    assert.equal(reply.status, 429);
    assert.match(reply.text, /Too many mails\. Try again in \d+ minutes/);
    assert.match(reply.text, /value="ada@example\.org"/);
    assert.ok(Number(reply.headers.get('retry-after')) > 0);
    const elsewhere = new TestBrowser(site, '198.51.100.3');
    assert.equal((await elsewhere.post('/forgot', { email: 'ada@example.org' })).status, 303);
  });

  it('says what is no address, and counts it for nothing', async () => {
    const browser = new TestBrowser(await siteWithAda());
    for (const email of ['ada', 'ada@example.org\r\nBcc: eve@example.org', 'a b@c', `${'a'.repeat(400)}@b.org`]) {
      const reply = await browser.post('/forgot', { email });
      assert.equal(reply.status, 422, email);
      assert.match(reply.text, /doesn’t look like an e-mail address/);
    }
    for (let turn = 0; turn < 5; turn += 1) {
      assert.equal((await browser.post('/forgot', { email: `a${turn}@example.org` })).status, 303);
    }
  });

  it('is asked for by our own pages only, and so is all that a link of a mail does', async () => {
    const site = await siteWithAda();
    const ada = (await site.context.store.accounts.bySignInName('ada')) ?? assert.fail();
    const { mailLinks } = site.accountService;
    const key = mailLinks.undo({
      of: 'password',
      account: ada.id,
      password: mailLinks.passwordOf(ada),
      keepsPasskeys: false,
    });
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const browser = new TestBrowser(site);
    for (const [path, fields] of [
      ['/forgot', { email: 'ada@example.org' }],
      ['/undo', { key }],
      ['/confirm', { key }],
    ] as const) {
      assert.equal((await browser.post(path, fields, evil)).status, 403, path);
    }
    assert.equal((await site.context.store.mailQueue.status()).waiting, 0);
    assert.equal((await site.context.store.accounts.byId(ada.id))?.passwordHash, ada.passwordHash);
    const signedIn = new TestBrowser(site);
    await signedIn.signIn('ada');
    assert.equal((await signedIn.post('/confirm', { key, token: 'another' })).status, 403);
  });

  it('leads on to another link when the one of a mail is over', async () => {
    const browser = new TestBrowser(await siteWithAda());
    const gone = await browser.open('/reset?key=nonsense');
    assert.equal(gone.status, 404);
    assert.match(gone.text, /href="\/forgot">Get a new link</);
  });
});

describe('"This was not me"', () => {
  it('needs a link that was made for it', async () => {
    const site = await siteWithAda();
    const ada = (await site.context.store.accounts.bySignInName('ada')) ?? assert.fail();
    const { mailLinks, resets } = site.accountService;
    const browser = new TestBrowser(site);
    const others = [mailLinks.confirm(ada, 'ada@example.org'), resets.make(ada).secret, '', 'k1.AAAA'];
    for (const key of others) {
      assert.equal((await browser.send(`/undo?key=${encodeURIComponent(key)}`)).status, 404);
      assert.equal((await browser.post('/undo', { key })).status, 404);
    }
    assert.equal((await site.context.store.accounts.byId(ada.id))?.passwordHash, ada.passwordHash);
  });

  it('ends no device of somebody else', async () => {
    const site = await siteWithAda();
    const ada = (await site.context.store.accounts.bySignInName('ada')) ?? assert.fail();
    await site.person('ben');
    const bens = new TestBrowser(site);
    await bens.signIn('ben');
    const pin = await site.ask();
    await bens.submit('/link', { code: pin.code });
    await bens.post('/pin', { answer: 'yes', mine: 'on' });
    const ben = (await site.context.store.accounts.bySignInName('ben')) ?? assert.fail();
    const [grant] = await site.context.store.grants.listFor(ben.id);
    assert.ok(grant);
    const key = site.accountService.mailLinks.undo({ of: 'device', account: ada.id, grant: grant.id });
    const browser = new TestBrowser(site);
    assert.equal((await browser.send(`/undo?key=${key}`)).status, 404);
    assert.equal((await browser.post('/undo', { key })).status, 404);
    assert.ok(await site.context.store.grants.byId(grant.id));
  });
});
