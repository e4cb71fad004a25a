import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestBrowser } from '../../packages/server/src/http/pages/site.testing.ts';
import { testDependencies } from '../harness/dependencies.ts';
import { liedSite, type LiedSite } from './lied.ts';

const minute = 60_000;

/** Has UserInfo say something else of whoever comes next. */
function tell(site: LiedSite, claims: Readonly<Record<string, unknown>>, sub = 'sub-1'): void {
  site.liar.lies = { claims: (right) => ({ ...right, sub }), userInfo: { sub, ...claims } };
}

const accountOf = ({ context }: LiedSite, name: string) => context.store.accounts.bySignInName(name);

describe('who comes from a provider', () => {
  it('is known by issuer and subject, to the byte, and never by an e-mail address', async (context) => {
    const site = await liedSite(context);
    const ben = await site.person('ben');
    const names = { id: ben.id, passwordHash: ben.passwordHash, username: 'ben', email: 'ben@example.org' };
    await site.context.store.accounts.setNames(names);
    for (const sub of ['sub-1', 'SUB-1', 'sub-1']) {
      tell(site, { email: 'ben@example.org', email_verified: true, preferred_username: 'ben' }, sub);
      assert.equal((await site.signIn(site.browser())).status, 200);
    }
    const accounts = await site.context.store.accounts.list();
    assert.deepEqual(
      accounts.map(({ username, email }) => [username, email]),
      [
        ['ben', 'ben@example.org'],
        ['ada', null],
        ['ada2', null],
      ],
    );
  });

  it('comes in by the rules of the provider, judged each time', async (context) => {
    const site = await liedSite(context, { allowedDomains: ['example.org'], groups: ['staff', 'crew'] });
    const refused = async (claims: Readonly<Record<string, unknown>>): Promise<string> => {
      tell(site, claims);
      const { status, text } = await site.signIn(site.browser());
      assert.equal(status, 422);
      return /<h1>([^<]*)/.exec(text)?.[1] ?? '';
    };
    const fine = { email: 'ada@Example.org', email_verified: true, groups: ['staff'] };
    assert.match(await refused({ ...fine, email_verified: false }), /isn’t confirmed/);
    assert.match(await refused({ ...fine, email_verified: 'true' }), /isn’t confirmed/);
    assert.match(await refused({ ...fine, email: 'ada@example.org.evil.example' }), /can’t come in/);
    assert.match(await refused({ ...fine, email: 'ada@evil.example' }), /can’t come in/);
    assert.match(await refused({ ...fine, groups: ['Staff'] }), /can’t come in/);
    assert.match(await refused({ email: fine.email, email_verified: true }), /can’t tell your groups/);
    const overage = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://x' } } };
    assert.match(await refused({ ...fine, ...overage }), /can’t tell your groups/);
    assert.deepEqual(await site.context.store.accounts.list(), []);
    tell(site, fine);
    assert.equal((await site.signIn(site.browser())).status, 200);
    assert.match(await refused({ ...fine, groups: [] }), /can’t come in/, 'the next time, too');
  });

  it('is an admin by group or verified address only, and no longer when that ends', async (context) => {
    const admins = { emails: ['boss@example.org'], groups: ['admins'] };
    const site = await liedSite(context, { admins });
    const judged = async (claims: Readonly<Record<string, unknown>>): Promise<boolean | undefined> => {
      tell(site, claims);
      await site.signIn(site.browser());
      return (await accountOf(site, 'ada'))?.isAdmin;
    };
    assert.equal(await judged({ groups: ['admins'] }), true);
    assert.equal(await judged({}), false);
    assert.equal(await judged({ email: 'Boss@example.org', email_verified: true }), true);
    assert.equal(await judged({ email: 'boss@example.org' }), false);
    assert.equal(await judged({ name: 'admins', groups: 'nothing' }), false);
  });

  it('gets an account by the registration rule, an invite once', async (context) => {
    const site = await liedSite(context, {}, { registration: 'invite' });
    assert.match((await site.signIn(site.browser())).text, /You need an invite/);
    assert.match((await site.signIn(site.browser(), 'invite=nonsense')).text, /no longer works/);
    const { secret } = await site.accountService.registration.invite();
    const page = await site.browser().open(`/signup?invite=${secret}`);
    assert.ok(page.text.includes(`invite=${secret}`) && page.text.includes('/signin/with/acme'));
    assert.equal((await site.signIn(site.browser(), `invite=${secret}`)).status, 200);
    assert.notEqual(await accountOf(site, 'ada'), undefined);
    tell(site, {}, 'sub-2');
    assert.match((await site.signIn(site.browser(), `invite=${secret}`)).text, /no longer works/);
    const closed = await liedSite(context, {}, { registration: 'off' });
    assert.match((await closed.signIn(closed.browser())).text, /No new accounts here/);
  });

  it('does not come in when signed out everywhere while on the way', async (context) => {
    const site = await liedSite(context);
    await site.signIn(site.browser());
    const account = await accountOf(site, 'ada');
    const browser = site.browser();
    const way = await site.goThere(browser);
    site.liar.lies.answer = (path) => {
      // In the middle of the exchange: the provider has said yes, and the session is not there yet.
      if (path === '/userinfo')
        void site.context.store.accounts.endSignIns(account?.id ?? '', site.context.ports.clock.now());
      return false;
    };
    assert.equal((await browser.open(way)).status, 422);
    assert.deepEqual(await site.context.store.sessions.listFor(account?.id ?? '', 0), []);
  });
});

describe('an account that is connected to a provider', () => {
  /** Ben, who signed in with his password, back from the provider and asked whether to connect. */
  async function benBack(context: Parameters<typeof liedSite>[0]) {
    const site = await liedSite(context);
    const ben = await site.person('ben');
    const browser = site.browser();
    await browser.signIn('ben', '/account');
    const asked = await site.signIn(browser, 'connect=1');
    return { site, ben, browser, asked };
  }
  const identitiesOf = async (site: LiedSite, account: string) => site.context.store.identities.listFor(account);

  it('was connected by its holder, who said so after coming back, and not before', async (context) => {
    const { site, ben, browser, asked } = await benBack(context);
    assert.match(asked.text, /Connect \u2068Acme\u2069\?/);
    assert.match(asked.text, /ada@example\.org/);
    assert.deepEqual(await identitiesOf(site, ben.id), []);
    await browser.post('/account/connect', { token: 'forged' });
    assert.deepEqual(await identitiesOf(site, ben.id), [], 'a form of another site');
    await browser.open('/account');
    const other = site.browser();
    await other.signIn('ben', '/account');
    const again = await site.signIn(browser, 'connect=1');
    const sealed = /name="sealed" value="([^"]+)"/.exec(again.text)?.[1] ?? '';
    assert.equal((await other.post('/account/connect', { sealed })).status, 403, 'another session');
    assert.deepEqual(await identitiesOf(site, ben.id), []);
    const done = await browser.submit('/account/connect');
    assert.match(done.text, /Connected\./);
    assert.equal((await identitiesOf(site, ben.id))[0]?.subject, 'sub-1');
    assert.deepEqual((await site.context.store.accounts.list()).length, 1);

    const stranger = site.browser();
    await site.signIn(stranger);
    assert.match((await stranger.open('/account')).text, /ben/, 'and leads to it from now on');
    const cara = await site.person('cara');
    const caras = site.browser();
    await caras.signIn('cara', '/account');
    await site.signIn(caras, 'connect=1');
    assert.match((await caras.submit('/account/connect')).text, /somebody’s already/);
    assert.deepEqual(await identitiesOf(site, cara.id), []);

    await browser.open('/account');
    await browser.submit('/account/disconnect');
    assert.deepEqual(await identitiesOf(site, ben.id), []);
  });

  it('is asked to sign in again, when that was long ago', async (context) => {
    const { site, ben, browser } = await benBack(context);
    site.pass(15 * minute);
    const late = await browser.post('/account/connect');
    assert.equal(late.to, '/signin?next=%2Faccount%3Frecent');
    assert.deepEqual(await identitiesOf(site, ben.id), []);
  });

  it('keeps its last way in, and is changed and deleted on a sign-in just now', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    await site.signIn(browser, 'next=/account');
    const account = await accountOf(site, 'ada');
    assert.match((await browser.submit('/account/disconnect')).text, /only way into your account/);
    assert.equal((await identitiesOf(site, account?.id ?? '')).length, 1);
    const change = (who: TestBrowser) => who.post('/account/names', { username: 'lovelace', email: '' });
    site.pass(15 * minute);
    assert.equal((await change(browser)).to, '/signin?next=%2Faccount%3Frecent');
    await site.signIn(browser, 'next=%2Faccount%3Frecent');
    await browser.open('/account');
    assert.equal((await change(browser)).to, '/account?done=named');
    assert.notEqual(await accountOf(site, 'lovelace'), undefined);
    await browser.open('/account');
    assert.equal((await browser.post('/account/delete')).to, '/signin?done=deleted');
    assert.equal(await site.context.store.identities.find(site.liar.issuer, 'sub-1'), undefined);
  });
});

describe('sign-in without passwords', () => {
  it('leads straight to the only provider, and takes no password anywhere', async (context) => {
    const site = await liedSite(context, {}, { passwords: false });
    const browser = site.browser();
    const led = await browser.send('/signin?next=/devices');
    assert.equal(led.headers.get('refresh'), '0; url=/signin/with/acme?next=%2Fdevices');
    assert.ok(led.text.includes('href="/signin/with/acme?next=%2Fdevices"'), 'for who is not led by itself');
    for (const path of ['/signin', '/signup', '/setup', '/reset']) {
      assert.equal((await browser.post(path, { name: 'ben', password: 'correct horse', key: 'x' })).status, 403, path);
    }
    await site.signIn(browser);
    await browser.open('/account');
    assert.equal((await browser.post('/signout')).to, '/signin?done=out');
    const out = await browser.open('/signin?done=out');
    assert.match(out.text, /You are signed out/);
    assert.ok(!out.text.includes('type="password"') && out.text.includes('/signin/with/acme'));
  });

  it('is not set up when nobody could come in', () => {
    assert.throws(() => testDependencies({ settings: { passwords: false } }), /Without passwords nobody could sign in/);
  });
});
