import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operatesFor, powersFor } from '../../../domain/session.ts';
import { pageRoutes } from '../pages.ts';
import { TestBrowser, testSite } from '../site.testing.ts';
import { operatedSite } from './operate.testing.ts';

const routes = pageRoutes
  .filter(([, path]) => path.startsWith('/operate'))
  .map(([method, path]) => ({ method, path: path.replace(':number', '1') }));

const gets = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
const posts = routes.filter(({ method }) => method === 'POST').map(({ path }) => path);

/** What gives power away: it makes an admin, or shows a secret. */
const powers = [
  '/operate/people/invite',
  '/operate/people/1/make-admin',
  '/operate/people/1/reset',
  '/operate/clients/add',
  '/operate/audit/key',
];

describe('the pages of operators', () => {
  it('are there for admins', async () => {
    const { browser } = await operatedSite();
    assert.equal(gets.length, 10);
    for (const path of gets) assert.equal((await browser.send(path)).status, 200, path);
  });

  it('are nothing that is there for members and for nobody, forms and all, whoever sent them', async () => {
    const site = testSite();
    await site.person('Ben');
    const [ben, nobody] = [new TestBrowser(site), new TestBrowser(site)];
    await ben.signIn('Ben');
    const { text } = await ben.send('/nowhere');
    assert.ok(!text.includes('/operate'), 'the menu of a member does not name them');
    for (const browser of [ben, nobody]) {
      const missing = await browser.send('/nowhere');
      const body = (reply: { readonly text: string }) => reply.text.replaceAll(/name="back" value="[^"]*"/g, '');
      for (const path of gets) {
        const reply = await browser.send(path);
        assert.equal(reply.status, 404, path);
        assert.equal(body(reply), body(missing), path);
      }
      for (const path of posts) {
        assert.equal((await browser.post(path)).status, 404, path);
        assert.equal((await browser.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status, 404, path);
      }
    }
  });

  it('take no form from another site, and none without the token of the session', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    await browser.open('/operate/people');
    for (const path of posts) {
      const away = await browser.post(path, {}, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' });
      assert.equal(away.status, 403, path);
      assert.equal((await browser.post(path, { token: 'guess' })).status, 403, path);
    }
    assert.deepEqual(await site.context.store.accounts.byId(ben.id), ben);
    assert.equal((await site.context.store.accounts.list()).length, 2);
  });

  it('send an admin whose sign-in is old to the password, and back', async () => {
    const { site, browser } = await operatedSite();
    site.pass(operatesFor - 1);
    assert.equal((await browser.send('/operate/people?q=ada')).status, 200);
    site.pass(1);
    const away = await browser.send('/operate/people?q=ada');
    assert.deepEqual([away.status, away.to], [303, `/signin?next=${encodeURIComponent('/operate/people?q=ada')}`]);
    const asked = await browser.open('/operate/people?q=ada');
    assert.match(asked.text, /type="password"/);
    const back = await browser.post('/signin', {
      name: 'Ada',
      password: 'correct horse',
      next: '/operate/people?q=ada',
    });
    assert.equal(back.to, '/operate/people?q=ada');
    assert.equal((await browser.open('/operate/people?q=ada')).status, 200);
  });

  it('do nothing for an admin whose sign-in is old', async () => {
    const { site, browser } = await operatedSite();
    const ben = await site.person('Ben');
    await browser.open(`/operate/people/${ben.number}`);
    site.pass(operatesFor);
    const reply = await browser.post(`/operate/people/${ben.number}/remove`);
    assert.deepEqual(
      [reply.status, reply.to],
      [303, `/signin?next=${encodeURIComponent(`/operate/people/${ben.number}`)}`],
    );
    assert.deepEqual(await site.context.store.accounts.byId(ben.id), ben);
  });

  it('want a sign-in of the last five minutes for what gives power away, and for nothing else', async () => {
    const { site, browser } = await operatedSite();
    await site.person('Ben');
    await browser.open('/operate/people');
    site.pass(powersFor);
    for (const path of posts) {
      const reply = await browser.post(path.replace('/1/', '/2/'), { id: 'nothing' });
      const next = decodeURIComponent(reply.to?.replace('/signin?next=', '') ?? '');
      assert.equal(next.endsWith('?sure'), powers.includes(path), `${path} ${reply.to}`);
      assert.equal(reply.status, 303, path);
    }
  });

  it('lead a sign-in nowhere else', async () => {
    const { browser } = await operatedSite();
    for (const next of ['/operate/../etc', '//evil.example/operate', '/operated', '/operate/%2e%2e', '/operate\\x']) {
      assert.equal((await browser.send(`/signin?next=${encodeURIComponent(next)}`)).to, '/', next);
    }
  });

  it('end with the role, for a session that goes on', async () => {
    const { site, ada, browser } = await operatedSite();
    await site.person('Ben', true);
    const { accounts } = site.context.store;
    await accounts.manage({ id: ada.id, ground: { by: 'operator' }, act: 'unmake-admin', at: 0 });
    for (const path of gets) assert.equal((await browser.send(path)).status, 404, path);
    assert.equal((await browser.send('/link')).status, 200);
  });
});
