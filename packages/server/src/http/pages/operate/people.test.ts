import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aGrant } from '../../../stores/contract/samples.ts';
import { TestBrowser } from '../site.testing.ts';
import { operatedSite, plain } from './operate.testing.ts';

describe('people', () => {
  it('are listed, and found by a part of a name, in whatever case, or by number', async () => {
    const { site, browser } = await operatedSite();
    for (const name of ['Ben', 'Bernadette', 'Cleo']) await site.person(name);
    const found = async (search: string) => {
      const { text } = await browser.open(`/operate/people?q=${encodeURIComponent(search)}`);
      return [...text.matchAll(/href="\/operate\/people\/(\d+)"/g)].map(([, number]) => number);
    };
    assert.deepEqual(await found(''), ['1', '2', '3', '4']);
    assert.deepEqual(await found('BE'), ['2', '3']);
    assert.deepEqual(await found('4'), ['4']);
    assert.deepEqual(await found('<script>"'), []);
    assert.match((await browser.open('/operate/people?q=%3Cscript%3E%22')).text, /value="&lt;script&gt;&quot;"/);
  });

  it('are invited by a link that the answer shows once', async () => {
    const { site, browser } = await operatedSite();
    await browser.open('/operate/people');
    const reply = await browser.post('/operate/people/invite');
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    const link = /https:\/\/link\.example(\/signup\?invite=[\w-]+)/.exec(reply.text)?.[1] ?? '';
    assert.equal((await new TestBrowser(site).open(link)).status, 200);
    assert.doesNotMatch((await browser.open('/operate/people')).text, /signup\?invite=/);
    const [told] = await site.context.store.auditLog.list({ since: 0, kinds: ['person-invited'], limit: 1 });
    assert.notEqual(told?.by, null);
  });

  it('cannot be invited where nobody can sign up', async () => {
    const { browser } = await operatedSite({ registration: 'off' });
    assert.match((await browser.open('/operate/people')).text, /Invites are off/);
    assert.equal((await browser.post('/operate/people/invite')).status, 403);
  });

  it('are made admins, and no longer, and the log says who did it', async () => {
    const { site, ada, browser } = await operatedSite();
    const ben = await site.person('Ben');
    const at = `/operate/people/${ben.number}`;
    await browser.open(at);
    assert.match(plain((await browser.submit(`${at}/make-admin`)).text), /is an admin now/);
    assert.equal((await site.context.store.accounts.byId(ben.id))?.isAdmin, true);
    assert.match(plain((await browser.submit(`${at}/unmake-admin`)).text), /no admin any more/);
    assert.equal((await site.context.store.accounts.byId(ben.id))?.isAdmin, false);
    const told = await site.context.store.auditLog.list({ since: 0, kinds: [], account: ben.id, limit: 9 });
    assert.deepEqual(
      told.map(({ kind, account, by }) => [kind, account, by]),
      [
        ['admin-made', ben.id, ada.id],
        ['admin-unmade', ben.id, ada.id],
      ],
    );
  });

  it('keep a last admin, who neither goes nor is disabled', async () => {
    const { site, ada, browser } = await operatedSite();
    const at = `/operate/people/${ada.number}`;
    for (const act of ['unmake-admin', 'disable', 'remove']) {
      await browser.open(at);
      assert.match(plain((await browser.submit(`${at}/${act}`)).text), /last admin who can sign in/, act);
    }
    assert.deepEqual(await site.context.store.accounts.byId(ada.id), { ...ada, language: 'en' });
  });

  it('are disabled with everything of theirs, and let in again', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    const person = new TestBrowser(site);
    await person.signIn('Ben');
    const grant = aGrant({ account: ben.id, linkedAt: site.context.ports.clock.now() });
    await site.context.store.grants.add(grant);
    const at = `/operate/people/${ben.number}`;
    await browser.open(at);
    site.pass(1);
    await browser.submit(`${at}/disable`);
    assert.equal((await person.send('/link')).status, 303, 'the browser is signed out');
    assert.equal(await site.context.store.grants.byId(grant.id), undefined);
    const refused = await person.signIn('Ben');
    assert.equal(refused.status, 422, 'the right password does not let them in');
    await browser.submit(`${at}/enable`);
    site.pass(1);
    assert.equal((await person.signIn('Ben')).status, 200);
  });

  it('are signed out everywhere, and may sign in again', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    const person = new TestBrowser(site);
    await person.signIn('Ben');
    await browser.open(`/operate/people/${ben.number}`);
    site.pass(1);
    assert.match(plain((await browser.submit(`/operate/people/${ben.number}/sign-out`)).text), /Signed out everywhere/);
    assert.equal((await person.send('/link')).status, 303);
    site.pass(1);
    assert.equal((await person.signIn('Ben')).status, 200);
  });

  it('get a new password by a link that the answer shows once', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    const at = `/operate/people/${ben.number}`;
    await browser.open(at);
    const reply = await browser.post(`${at}/reset`);
    const link = /https:\/\/link\.example(\/reset\?key=[\w.-]+)/.exec(reply.text)?.[1] ?? '';
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    const person = new TestBrowser(site);
    assert.equal((await person.signIn('Ben')).status, 422, 'the old password is gone');
    assert.equal((await person.open(link)).status, 200);
    assert.doesNotMatch((await browser.open(at)).text, /reset\?key=/);
  });

  it('are removed for good', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    await browser.open(`/operate/people/${ben.number}`);
    assert.match(plain((await browser.submit(`/operate/people/${ben.number}/remove`)).text), /The account is gone/);
    assert.equal(await site.context.store.accounts.byId(ben.id), undefined);
    assert.equal((await browser.open(`/operate/people/${ben.number}`)).status, 404);
    const [told] = await site.context.store.auditLog.list({ since: 0, kinds: ['person-removed'], limit: 1 });
    assert.equal(told?.account, null, 'the log says who did it, and not whom');
  });

  it('whom nobody knows are not there', async () => {
    const { browser } = await operatedSite();
    for (const number of ['0', '99', 'x', '1e0', '%00', '9'.repeat(400)]) {
      assert.equal((await browser.open(`/operate/people/${number}`)).status, 404, number);
      assert.equal((await browser.post(`/operate/people/${number}/disable`)).status, 404, number);
    }
  });
});
