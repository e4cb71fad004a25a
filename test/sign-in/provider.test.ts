import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passUpstream, signInAt, startSite, stores } from './site.ts';

const ada = { email: 'ada@example.org', email_verified: true, name: 'Ada Lovelace', preferred_username: 'ada' };

describe('sign-in at a provider', () => {
  for (const [kind, open] of Object.entries(stores)) {
    it(`makes an account, links a device, and knows the person again, over ${kind}`, async (context) => {
      const site = await startSite(context, {
        people: { 'sub-1': ada },
        provider: { scopes: ['openid', 'email', 'profile'] },
        store: await open(context),
      });
      const browser = site.browser();
      const page = await signInAt(browser, 'sub-1');
      assert.equal(page.path, '/link', page.html);
      const account = await site.store.accounts.bySignInName('ada');
      assert.ok(account !== undefined);
      assert.deepEqual([account.email, account.emailConfirmed], ['ada@example.org', true]);
      const identity = await site.store.identities.find(site.upstream.issuer, 'sub-1');
      assert.equal(identity?.account, account.id);
      assert.equal(identity.provider, 'acme');
      const [session] = await site.store.sessions.listFor(account.id, site.clock.now());
      assert.deepEqual([session?.method, session?.provider], ['provider', 'acme']);
      assert.ok(Math.abs((session?.signedInAt ?? 0) - site.clock.now()) < 60_000);
      assert.match((await browser.get('/account')).html, /Signed in with \u2068Acme\u2069/);

      const again = await signInAt(site.browser(), 'sub-1');
      assert.equal(again.path, '/link');
      assert.equal((await site.store.accounts.list()).length, 1);
      await passUpstream(browser, page, 'sub-1');
    });
  }
});
