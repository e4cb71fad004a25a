import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { SoftwarePasskey, type Forgery } from '../../../../../test/harness/authenticator.ts';
import { anIdentity, noPassword } from '../../stores/contract/samples.ts';
import { plain } from './oauth-site.testing.ts';
import { addTo, adaWithPasskey, begin, enter, sessionsOf } from './passkeys.testing.ts';
import { TestBrowser } from './site.testing.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
const yes = { answer: 'yes', mine: 'on' };

describe('a sign-in by a passkey', () => {
  it('needs no name, and is a session of its own kind', async () => {
    const { site, ada, passkey } = await adaWithPasskey();
    const browser = new TestBrowser(site);
    const done = await enter(browser, passkey, {}, '/devices');
    assert.deepEqual([done.status, done.to], [303, '/devices']);
    assert.match((await browser.open('/devices')).text, /Your devices/);
    const session = (await sessionsOf(site, ada)).find(({ method }) => method === 'passkey');
    assert.deepEqual(session?.amr, ['pop', 'mfa']);
    assert.equal(session?.signedInAt, site.context.ports.clock.now());
    assert.equal((await site.context.store.passkeys.byId(passkey.id))?.lastUsedAt, session?.signedInAt);
    assert.ok(
      [...browser.cookies.keys()].some((name) => name.endsWith('linkpin-device')),
      'the browser is known',
    );
  });

  it('is offered in the autofill of the name, and by a button that waits for its script', async () => {
    const { site } = await adaWithPasskey();
    const { text } = await new TestBrowser(site).open('/signin');
    assert.match(text, /autocomplete="username webauthn"/);
    assert.match(text, /<form[^>]+data-passkey="sign-in"[^>]+hidden/);
    assert.match(text, /passkey\.[0-9a-f]{16}\.js/);
  });

  const wrong: readonly (readonly [string, Forgery])[] = [
    ['another origin', { origin: 'https://link.example.evil.example' }],
    ['another domain', { domain: 'old.example' }],
    ['a person who was not verified', { verified: false }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['another account’s handle', { handle: Buffer.alloc(32).toString('base64url') }],
    ['no handle', { handle: null }],
  ];
  for (const [what, forgery] of wrong) {
    it(`is refused with ${what}, and says so where it was asked for`, async () => {
      const { site, ada, passkey } = await adaWithPasskey();
      const browser = new TestBrowser(site);
      const refused = await enter(browser, passkey, forgery, '/devices');
      assert.equal(refused.status, 422);
      assert.match(plain(refused), /That passkey doesn’t work here/);
      assert.equal(browser.fields['next'], '/devices');
      assert.equal((await sessionsOf(site, ada)).length, 1);
      assert.equal((await site.context.store.passkeys.byId(passkey.id))?.lastUsedAt, null);
    });
  }

  it('is refused for a passkey that nobody here has, and for garbage', async () => {
    const { site } = await adaWithPasskey();
    const browser = new TestBrowser(site);
    assert.equal((await enter(browser, new SoftwarePasskey('https://link.example'))).status, 422);
    for (const answer of ['', '{', '[]', '{"id":"AAAA"}', 'x'.repeat(60_000)]) {
      const { ticket } = await begin(browser, '/signin/passkey');
      assert.equal((await browser.post('/signin/passkey', { ticket, answer })).status, 422, answer.slice(0, 20));
    }
    const { ticket } = await begin(browser, '/signin/passkey');
    assert.equal((await browser.post('/signin/passkey', { ticket, answer: 'x'.repeat(70_000) })).status, 413);
    for (const odd of ['', 'k1.AAAA', ticket.slice(0, -4)]) {
      assert.match(plain(await browser.post('/signin/passkey', { ticket: odd, answer: '{}' })), /That took too long/);
    }
  });

  it('counts once, and not after five minutes', async () => {
    const { site, passkey } = await adaWithPasskey();
    const browser = new TestBrowser(site);
    await browser.open('/signin');
    const { options, ticket, life } = await begin(browser, '/signin/passkey');
    const answer = passkey.get(options);
    assert.equal((await browser.post('/signin/passkey', { ticket, answer })).status, 303);
    await browser.post('/signout');
    await browser.open('/signin');
    assert.match(plain(await browser.post('/signin/passkey', { ticket, answer })), /That took too long/);

    const late = await begin(browser, '/signin/passkey');
    site.pass(life);
    const lateAnswer = { ticket: late.ticket, answer: passkey.get(late.options) };
    assert.equal(life, 5 * minute);
    assert.match(plain(await browser.post('/signin/passkey', lateAnswer)), /That took too long/);
    const soon = await begin(browser, '/signin/passkey');
    site.pass(life - 1);
    assert.equal(
      (await browser.post('/signin/passkey', { ticket: soon.ticket, answer: passkey.get(soon.options) })).status,
      303,
    );
  });

  it('counts in the browser that it began in, and nowhere else', async () => {
    const { site, passkey } = await adaWithPasskey();
    const [browser, thief] = [new TestBrowser(site), new TestBrowser(site)];
    for (const one of [browser, thief]) await one.open('/signin');
    const { options, ticket } = await begin(browser, '/signin/passkey');
    await begin(thief, '/signin/passkey');
    const answer = passkey.get(options);
    assert.match(plain(await thief.post('/signin/passkey', { ticket, answer })), /That took too long/);
    assert.match(plain(await new TestBrowser(site).post('/signin/passkey', { ticket, answer })), /That took too long/);
    assert.equal(
      (await browser.post('/signin/passkey', { ticket, answer })).status,
      303,
      'and is not used up by others',
    );
  });

  it('is refused, and told to its person, when its counter says that there is a copy', async () => {
    const { site, ada, passkey } = await adaWithPasskey();
    assert.equal((await enter(new TestBrowser(site), passkey, { counter: 7 })).status, 303);
    for (const counter of [7, 3, 0]) {
      const refused = await enter(new TestBrowser(site), passkey, { counter });
      assert.equal(refused.status, 422, String(counter));
    }
    const told = await site.context.store.auditLog.listFor(ada.id, 10);
    assert.equal(told.filter(({ kind }) => kind === 'passkey-copied').length, 3);
    const browser = new TestBrowser(site);
    assert.equal((await enter(browser, passkey, { counter: 8 })).status, 303);
    assert.match(plain(await browser.open('/account/activity')), /there may be a copy of it/);
  });

  it('has the limits of passwords, and leaves the browser that it knows alone', async () => {
    const { site, browser: known, passkey } = await adaWithPasskey();
    const stranger = new TestBrowser(site);
    const statuses = [];
    for (let turn = 0; turn < 11; turn += 1)
      statuses.push((await enter(stranger, passkey, { verified: false })).status);
    assert.deepEqual(statuses, [...Array<number>(10).fill(422), 429]);
    const refused = await enter(stranger, passkey);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await site.events.flush();
    const entries = await site.context.store.auditLog.list({ since: 0, kinds: ['throttled'], limit: 5 });
    assert.equal(entries[0]?.count, 2);
    await known.open('/account');
    await known.post('/signout');
    assert.equal((await enter(known, passkey)).status, 303);
  });

  it('ends with its passkey, and with a recovery by the operator', async () => {
    const { site, ada, browser, passkey } = await adaWithPasskey();
    const other = new SoftwarePasskey('https://link.example');
    await addTo(browser, other);
    await browser.open('/account');
    assert.equal(
      (await browser.post('/account/passkeys/remove', { id: passkey.id })).to,
      '/account?done=passkeyRemoved',
    );
    assert.equal((await enter(new TestBrowser(site), passkey)).status, 422);
    assert.equal((await enter(new TestBrowser(site), other)).status, 303);
    await site.accountService.resets.makeInstead(ada);
    assert.equal((await enter(new TestBrowser(site), other)).status, 422);
    assert.equal((await sessionsOf(site, ada)).length, 0);
  });

  it('outlasts a change of the password', async () => {
    const { site, browser, passkey } = await adaWithPasskey();
    await browser.open('/account');
    const changed = await browser.post('/account/password', { old: 'correct horse', next: 'battery staple' });
    assert.equal(changed.to, '/account?done=changed');
    assert.equal((await enter(new TestBrowser(site), passkey)).status, 303);
  });
});

describe('passkeys after the domain has changed', () => {
  it('sign nobody in, and are shown as such', async () => {
    const { site, browser, passkey } = await adaWithPasskey(
      { passkeyDomain: 'example.org', publicUrl: 'https://a.example.org' },
      'https://a.example.org',
    );
    Object.assign(site.context.settings, { passkeyDomain: undefined });
    await browser.open('/account');
    assert.match(plain(await browser.open('/account')), /Only works at .?example\.org.?, not here/);
    const visitor = new TestBrowser(site);
    for (const forgery of [{}, { domain: 'example.org' }]) {
      assert.equal((await enter(visitor, passkey, forgery)).status, 422);
    }
  });
});

describe('a passkey instead of the password, where a sign-in is asked for again', () => {
  async function atTheQuestion() {
    const all = await adaWithPasskey();
    all.site.pass(week);
    const pin = await all.site.ask();
    await all.browser.open('/link');
    await all.browser.submit('/link', { code: pin.code });
    const asked = await all.browser.submit('/pin', yes);
    assert.match(plain(asked), /Confirm it’s you .* Sign in with a passkey/);
    return { ...all, pin };
  }

  it('leads on to the same question, which can then be answered', async () => {
    const { site, browser, passkey, pin } = await atTheQuestion();
    const { options, ticket } = await begin(browser, '/signin/passkey');
    assert.deepEqual(
      (options as { allowCredentials: { id: string }[] }).allowCredentials.map(({ id }) => id),
      [passkey.id],
    );
    const question = await browser.submit('/signin/passkey', { ticket, answer: passkey.get(options) });
    assert.match(plain(question), /Is this your device\?.*Living room/);
    assert.match((await browser.post('/pin', yes)).to ?? '', /^\/done/);
    assert.equal((await site.pin(pin.id))?.state.at, 'approved');
  });

  it('is one of the same account', async () => {
    const { site, browser, pin } = await atTheQuestion();
    await site.person('Eve');
    const eves = new TestBrowser(site);
    await eves.signIn('Eve');
    const other = new SoftwarePasskey('https://link.example');
    await addTo(eves, other);
    const { options, ticket } = await begin(browser, '/signin/passkey');
    const refused = await browser.post('/signin/passkey', { ticket, answer: other.get(options) });
    assert.equal(refused.status, 422);
    assert.match(plain(refused), /Confirm it’s you .* That passkey doesn’t work here/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('is offered only to whoever has one', async () => {
    const { site } = await adaWithPasskey();
    await site.person('Eve');
    const browser = new TestBrowser(site);
    await browser.signIn('Eve');
    site.pass(week);
    const { text } = await browser.open('/signin?next=%2Faccount%3Frecent');
    assert.match(text, /Confirm it’s you/);
    assert.doesNotMatch(text, /data-passkey/);
  });
});

describe('a passkey in an account that follows a provider', () => {
  it('signs in while the provider stands up for its person, and again once they have signed in there', async () => {
    const { site, ada, passkey } = await adaWithPasskey();
    const { accounts, identities } = site.context.store;
    const identity = anIdentity({ account: ada.id });
    assert.equal(await identities.join(identity, ada.passwordHash), 'joined');
    const dismissed = { ...identity, checkedAt: 0, version: 2 };
    assert.equal(await identities.replace(dismissed, 1), true);
    assert.equal((await enter(new TestBrowser(site), passkey)).status, 303, 'one with a password follows nobody');
    const change = { id: ada.id, replaces: ada.passwordHash, passwordHash: noPassword, keep: null, at: 0 };
    assert.equal(await accounts.setPassword(change), true);
    const refused = await enter(new TestBrowser(site), passkey);
    assert.equal(refused.status, 403);
    assert.match(plain(refused), /Sign in at your provider first/);
    assert.deepEqual(await sessionsOf(site, ada), []);
    assert.equal(await identities.replace({ ...identity, version: 3 }, 2), true);
    assert.equal((await enter(new TestBrowser(site), passkey)).status, 303);
  });
});
