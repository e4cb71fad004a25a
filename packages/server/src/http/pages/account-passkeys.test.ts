import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SoftwarePasskey, type Forgery } from '../../../../../test/harness/authenticator.ts';
import { unmatchable } from '../../accounts/argon2.ts';
import { recentFor } from '../../domain/session.ts';
import { plain } from './oauth-site.testing.ts';
import { addTo, adaWithPasskey, begin, enter, sessionsOf } from './passkeys.testing.ts';
import { TestBrowser, testSite } from './site.testing.ts';

const origin = 'https://link.example';

describe('the passkeys of the account page', () => {
  it('are listed with their names, which can be changed', async () => {
    const { browser, passkey, site, ada } = await adaWithPasskey();
    assert.match(plain(await browser.open('/account')), /Passkeys .* Added .* Never used/);
    const named = await browser.post('/account/passkeys/rename', { id: passkey.id, name: ' My \u202Ephone  📱 ' });
    assert.equal(named.to, '/account?done=passkeyNamed');
    assert.equal((await site.context.store.passkeys.byId(passkey.id))?.name, 'My phone 📱');
    for (const [id, name] of [
      [passkey.id, ' \u200B '],
      ['nobody', 'x'],
    ] as const) {
      assert.equal((await browser.post('/account/passkeys/rename', { id, name })).to, '/account');
    }
    const kinds = (await site.context.store.auditLog.listFor(ada.id, 5)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['passkey-added']);
  });

  it('are each one person’s', async () => {
    const { site, passkey, ada } = await adaWithPasskey();
    await site.person('Eve');
    const eves = new TestBrowser(site);
    await eves.signIn('Eve');
    assert.match(plain(await addTo(eves, passkey)), /That passkey has been added already/);
    for (const path of ['rename', 'remove']) {
      const reply = await eves.post(`/account/passkeys/${path}`, { id: passkey.id, name: 'mine' });
      assert.equal(reply.to, '/account');
    }
    assert.equal((await site.context.store.passkeys.byId(passkey.id))?.account, ada.id);
  });

  it('have a name of the account that is random, and one for all of them', async () => {
    const { site, browser, ada, passkey } = await adaWithPasskey();
    const other = new SoftwarePasskey(origin);
    await addTo(browser, other);
    assert.equal(other.handle, passkey.handle);
    assert.equal(Buffer.from(passkey.handle, 'base64url').length, 32);
    assert.notEqual(passkey.handle, ada.id);
    await browser.open('/account');
    const { options } = await begin(browser, '/account/passkeys');
    const { excludeCredentials } = options as { excludeCredentials: readonly { id: string }[] };
    assert.deepEqual(
      excludeCredentials.map(({ id }) => id),
      [passkey.id, other.id],
    );
    assert.equal((await site.context.store.passkeys.listFor(ada.id)).length, 2);
  });

  const wrong: readonly (readonly [string, Forgery])[] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another domain', { domain: 'evil.example' }],
    ['a person who was not verified', { verified: false }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ];
  for (const [what, forgery] of wrong) {
    it(`do not get one with ${what}`, async () => {
      const { site, ada, browser } = await adaWithPasskey();
      const refused = await addTo(browser, new SoftwarePasskey(origin), forgery);
      assert.equal(refused.status, 422);
      assert.match(plain(refused), /That passkey couldn’t be added/);
      assert.equal((await site.context.store.passkeys.listFor(ada.id)).length, 1);
    });
  }

  it('do not get one by an answer that came before, too late, in another session or for a sign-in', async () => {
    const { site, ada, browser, passkey } = await adaWithPasskey();
    const told = async (one: TestBrowser, ticket: string, answer: string) =>
      plain(await one.post('/account/passkeys', { ticket, answer }));
    await browser.open('/account');
    const first = await begin(browser, '/account/passkeys');
    const answer = new SoftwarePasskey(origin).create(first.options);
    const elsewhere = new TestBrowser(site);
    await elsewhere.signIn('Ada');
    assert.match(await told(elsewhere, first.ticket, answer), /That took too long/);
    assert.equal((await browser.post('/account/passkeys', { ticket: first.ticket, answer })).status, 303);
    assert.match(await told(browser, first.ticket, answer), /That took too long/);
    const late = await begin(browser, '/account/passkeys');
    site.pass(late.life);
    assert.match(await told(browser, late.ticket, new SoftwarePasskey(origin).create(late.options)), /took too long/);
    const visitor = new TestBrowser(site);
    await visitor.open('/signin');
    const signIn = await begin(visitor, '/signin/passkey');
    assert.match(await told(browser, signIn.ticket, passkey.get(signIn.options)), /took too long/);
    const adding = await begin(browser, '/account/passkeys');
    const crossed = { ticket: adding.ticket, answer: passkey.get({ rpId: 'link.example', ...adding.options }) };
    assert.match(plain(await browser.post('/signin/passkey', crossed)), /took too long/);
    assert.equal((await site.context.store.passkeys.listFor(ada.id)).length, 2);
  });

  it('do not get one that was begun with another password', async () => {
    const { site, ada, browser } = await adaWithPasskey();
    await browser.open('/account');
    const { options, ticket } = await begin(browser, '/account/passkeys');
    await browser.post('/account/password', { old: 'correct horse', next: 'battery staple' });
    const reply = await browser.post('/account/passkeys', {
      ticket,
      answer: new SoftwarePasskey(origin).create(options),
    });
    assert.match(plain(reply), /That took too long/);
    assert.equal((await site.context.store.passkeys.listFor(ada.id)).length, 1);
  });

  it('change only after a sign-in of the last quarter of an hour', async () => {
    const { site, ada, browser, passkey } = await adaWithPasskey();
    site.pass(recentFor);
    await browser.open('/account');
    assert.deepEqual(await begin(browser, '/account/passkeys'), { to: '/signin?next=%2Faccount%3Frecent' });
    for (const [path, fields] of [
      ['/account/passkeys/remove', { id: passkey.id }],
      ['/account/second-step', { needed: 'yes' }],
    ] as const) {
      assert.equal((await browser.post(path, fields)).to, '/signin?next=%2Faccount%3Frecent', path);
    }
    assert.deepEqual((await site.context.store.passkeys.listFor(ada.id)).length, 1);
    assert.equal((await site.context.store.accounts.byId(ada.id))?.needsPasskey, false);
    const asked = await browser.open('/signin?next=%2Faccount%3Frecent');
    assert.match(plain(asked), /Confirm it’s you/);
    const back = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(plain(back), /Your account/);
    assert.equal(
      (await browser.post('/account/passkeys/remove', { id: passkey.id })).to,
      '/account?done=passkeyRemoved',
    );
  });

  it('keep the last way in', async () => {
    const { site, ada, browser, passkey } = await adaWithPasskey();
    const [session] = await sessionsOf(site, ada);
    const change = { id: ada.id, replaces: ada.passwordHash, passwordHash: unmatchable(), keep: session?.hash ?? '' };
    assert.equal(await site.context.store.accounts.setPassword({ ...change, at: 0 }), true);
    await browser.open('/account');
    const kept = await browser.post('/account/passkeys/remove', { id: passkey.id });
    assert.equal(kept.status, 422);
    assert.match(plain(kept), /This passkey is your only way to sign in/);
    const other = new SoftwarePasskey(origin);
    assert.equal((await addTo(browser, other)).status, 303);
    await browser.open('/account');
    assert.equal((await browser.post('/account/passkeys/remove', { id: passkey.id })).status, 303);
    assert.equal((await browser.post('/account/passkeys/remove', { id: other.id })).status, 422);
  });

  it('are off, saying why, at an address and over plain http', async () => {
    const why: readonly (readonly [string, RegExp])[] = [
      ['http://127.0.0.1:4747', /Passkeys are off here: browsers don’t allow them at a bare address/],
      ['http://link.example', /Passkeys are off here: browsers only allow them over https/],
    ];
    for (const [baseUrl, text] of why) {
      const site = testSite({}, baseUrl);
      await site.person('Ada');
      const browser = new TestBrowser(site);
      await browser.signIn('Ada');
      const page = await browser.open('/account');
      assert.match(plain(page), text);
      assert.doesNotMatch(page.text, /data-passkey/);
      assert.deepEqual(await begin(browser, '/account/passkeys'), { to: '/account' });
      assert.equal((await browser.post('/account/passkeys', { ticket: 'x', answer: '{}' })).to, '/account');
      const visitor = new TestBrowser(site);
      assert.doesNotMatch((await visitor.open('/signin')).text, /data-passkey|webauthn/);
      assert.deepEqual(await begin(visitor, '/signin/passkey'), { to: '/signin' });
      assert.equal((await visitor.post('/signin/passkey', { ticket: 'x', answer: '{}' })).status, 422);
    }
  });
});

describe('an account that needs a passkey after the password', () => {
  async function adaInTwoSteps() {
    const all = await adaWithPasskey();
    await all.browser.open('/account');
    assert.equal((await all.browser.post('/account/second-step', { needed: 'yes' })).to, '/account?done=secondStepOn');
    return all;
  }
  const stepOf = (to: string | null): string => new URL(to ?? '', origin).searchParams.get('step') ?? '';

  it('signs nobody in by the password alone', async () => {
    const { site, ada, passkey } = await adaInTwoSteps();
    const browser = new TestBrowser(site);
    const step = await browser.signIn('Ada', '/devices');
    assert.match(plain(step), /Now your passkey .* This account also needs a passkey/);
    assert.equal((await browser.send('/devices')).status, 303, 'nobody is signed in yet');
    const { options, ticket } = await begin(browser, '/signin/passkey');
    const done = await browser.post('/signin/passkey', { ticket, answer: passkey.get(options, { handle: null }) });
    assert.deepEqual([done.status, done.to], [303, '/devices']);
    const session = (await sessionsOf(site, ada)).find(({ amr }) => amr.includes('pwd'));
    assert.deepEqual([session?.method, session?.amr], ['passkey', ['pwd', 'pop', 'mfa']]);
  });

  it('is entered by a passkey alone, which its person had to unlock', async () => {
    const { site, passkey } = await adaInTwoSteps();
    assert.equal((await enter(new TestBrowser(site), passkey)).status, 303);
  });

  it('wants one of its own, verified, and says on the same page what is wrong', async () => {
    const { site, passkey } = await adaInTwoSteps();
    await site.person('Eve');
    const eves = new TestBrowser(site);
    await eves.signIn('Eve');
    const other = new SoftwarePasskey(origin);
    await addTo(eves, other);
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    for (const answer of [other.get.bind(other), (options: object) => passkey.get(options, { verified: false })]) {
      const { options, ticket } = await begin(browser, '/signin/passkey');
      const refused = await browser.post('/signin/passkey', { ticket, answer: answer(options) });
      assert.equal(refused.status, 422);
      assert.match(plain(refused), /Now your passkey .* That passkey doesn’t work here/);
    }
  });

  it('has the second step only in the browser and for the time in which the first was taken', async () => {
    const { site, ada, passkey } = await adaInTwoSteps();
    const browser = new TestBrowser(site);
    await browser.open('/signin');
    const { to } = await browser.post('/signin', { name: 'Ada', password: 'correct horse', next: '/devices' });
    const step = stepOf(to);
    const thief = new TestBrowser(site);
    assert.match(plain(await thief.open(to ?? '')), /Sign in .* Password/);
    assert.deepEqual(await begin(thief, '/signin/passkey', { step }), { to: '/signin' });
    assert.deepEqual(await begin(browser, '/signin/passkey', { step: `${step.slice(0, -2)}AA` }), { to: '/signin' });
    const { options, ticket } = await begin(browser, '/signin/passkey', { step });
    await site.context.store.accounts.setPassword({
      ...{ id: ada.id, replaces: ada.passwordHash, passwordHash: 'another', keep: null, at: 0 },
    });
    assert.deepEqual(await begin(browser, '/signin/passkey', { step }), { to: '/signin' });
    const late = await browser.post('/signin/passkey', { step, ticket, answer: passkey.get(options) });
    assert.equal(late.status, 422);
    site.pass(10 * 60_000);
    assert.match(plain(await browser.open(to ?? '')), /Sign in .* Password/);
  });

  it('keeps a passkey, and is asked for none once its person says so', async () => {
    const { site, ada, browser, passkey } = await adaInTwoSteps();
    await browser.open('/account');
    const kept = await browser.post('/account/passkeys/remove', { id: passkey.id });
    assert.match(plain(kept), /Your account asks for a passkey after the password/);
    assert.equal((await browser.post('/account/second-step', { needed: 'no' })).to, '/account?done=secondStepOff');
    assert.equal((await site.context.store.accounts.byId(ada.id))?.needsPasskey, false);
    assert.match(plain(await new TestBrowser(site).signIn('Ada')), /Link a device/);
  });

  it('needs one to be there', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    const page = await browser.open('/account');
    assert.doesNotMatch(page.text, /second-step/);
    const refused = await browser.post('/account/second-step', { needed: 'yes' });
    assert.equal(refused.status, 422);
    assert.match(plain(refused), /Add a passkey first/);
  });

  it('is recovered by the operator’s link', async () => {
    const { site, ada } = await adaInTwoSteps();
    const link = await site.accountService.resets.makeInstead(ada);
    const browser = new TestBrowser(site);
    await browser.open(`/reset?key=${link?.secret}`);
    const changed = await browser.submit('/reset', { password: 'battery staple' });
    assert.match(plain(changed), /Password changed/);
    const entered = await browser.submit('/signin', { name: 'Ada', password: 'battery staple' });
    assert.match(plain(entered), /Your account|Link a device/);
    assert.deepEqual(await site.context.store.passkeys.listFor(ada.id), []);
  });
});
