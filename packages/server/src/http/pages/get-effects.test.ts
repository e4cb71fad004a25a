// Any site can lead a browser to a page of ours, with the cookies of whoever sits there (lax cookies go along).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorizePath, notes, pkce } from './authorize.testing.ts';
import { ticketsOf } from './tickets.ts';
import { TestBrowser, testSite, type TestSite } from './site.testing.ts';

/** What a page may do with a store when it is only looked at. */
const reads = new Set([
  ...[
    'byId',
    'byPublicId',
    'bySignInName',
    'find',
    'invite',
    'isEmpty',
    'isSetupToken',
    'known',
    'knownFault',
    'list',
    'listFor',
  ],
  ...['spent', 'status', 'ofGrant', 'formatFor', 'since', 'waiting', 'countWaiting', 'waitingAfter', 'listAfter'],
]);

/** Counts on every method of every part of the store, and on what is noted as an event. */
function watchWrites({ context }: TestSite): string[] {
  const writes: string[] = [];
  const watch = (part: string, target: object): void => {
    const names = new Set([...Object.keys(target), ...Object.getOwnPropertyNames(Object.getPrototypeOf(target))]);
    for (const name of names) {
      const method: unknown = Reflect.get(target, name);
      if (name === 'constructor' || typeof method !== 'function' || reads.has(name)) continue;
      const noted = (...args: unknown[]): unknown => {
        writes.push(`${part}.${name}`);
        return Reflect.apply(method, target, args);
      };
      Object.defineProperty(target, name, { value: noted });
    }
  };
  for (const [part, target] of Object.entries(context.store)) {
    if (typeof target === 'object' && target !== null) watch(part, target as object);
  }
  watch('events', context.ports.events);
  watch('guesses', context.ports.codeAttempts);
  watch('limits', context.ports.limits);
  watch('misses', context.ports.failedLookups);
  return writes;
}

/** Ada, signed in, with a device that she linked and one that asks; and where another site can lead her. */
async function adaAndEverywhere() {
  const site = testSite({
    registration: 'open',
    mailServer: 'smtp://127.0.0.1:9',
    mailFrom: 'tv@example.org',
    publicUrl: 'https://link.example',
  });
  const ada = await site.person('Ada', true);
  const names = { id: ada.id, passwordHash: ada.passwordHash, username: 'Ada', email: 'ada@example.org' };
  assert.ok('changed' in (await site.context.store.accounts.setNames(names)));
  await site.context.store.oauthClients.add(notes);
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  const linked = await site.ask();
  await browser.submit('/link', { code: linked.code });
  const done = await browser.post('/pin', { answer: 'yes', mine: 'on' });
  const pin = await site.ask();
  await browser.open('/link');
  const opened = await browser.post('/link', { code: pin.code });
  const other = await site.ask({}, { clientId: 'app' });
  const asked = { clientId: 'app', via: 'app', typed: false, forward: null } as const;
  const tickets = ticketsOf(site.context.ports);
  const wrong = tickets.sealAsked({ ...asked, code: 'ZZZZ' }, null);
  const right = tickets.sealAsked({ ...asked, code: other.code }, null);
  const who = await site.context.store.sessions.listFor(ada.id, site.context.ports.clock.now());
  const session = who[0];
  assert.ok(session !== undefined);
  const again = tickets.sealAgain(
    { pin: other.id, via: 'app', typed: false, forward: null },
    {
      account: ada,
      session,
      formToken: '',
    },
    browser.cookies.get('__Host-linkpin-browser') ?? '',
  );
  const { mailLinks, resets } = site.accountService;
  const [device] = await site.context.store.grants.listFor(ada.id);
  const undo = [
    { of: 'device', account: ada.id, grant: device?.id ?? '' },
    { of: 'password', account: ada.id, password: mailLinks.passwordOf(ada), keepsPasskeys: false },
    { of: 'address', account: ada.id, email: 'before@example.org' },
  ] as const;
  const visits: Readonly<Record<string, readonly string[]>> = {
    '/': ['/'],
    '/signin': ['/signin', '/signin?next=/devices'],
    '/signin/with/:provider': ['/signin/with/nobody'],
    '/signin/logout/:provider': ['/signin/logout/nobody?iss=x&sid=y'],
    '/signin/back/:provider': ['/signin/back/nobody?code=x&state=y'],
    '/signup': ['/signup', '/signup?invite=nonsense'],
    '/setup': ['/setup', '/setup?token=nonsense'],
    '/reset': ['/reset', '/reset?key=nonsense', `/reset?key=${resets.make(ada).secret}`],
    '/forgot': ['/forgot', '/forgot?done=sent', '/forgot?email=ada@example.org'],
    '/confirm': ['/confirm', `/confirm?key=${mailLinks.confirm(ada, 'ada@example.org')}`],
    '/undo': ['/undo', ...undo.map((what) => `/undo?key=${mailLinks.undo(what)}`)],
    '/link': ['/link', `/link?code=${pin.code}`, '/link?code=ZZZZ', '/link?letters'],
    '/auth': ['/auth', `/auth?code=${pin.code}&clientID=a-client`],
    '/oauth/authorize': ['/oauth/authorize', authorizePath('x'.repeat(43)), authorizePath(pkce().challenge)],
    '/another-device': ['/another-device', '/another-device?t=nonsense&look=waiting'],
    '/continue': ['/continue', ...Array<string>(12).fill(`/continue?t=${wrong}`), `/continue?t=${right}`],
    '/again': ['/again', `/again?t=${again}`],
    '/pin': ['/pin', opened.to ?? ''],
    '/done': ['/done', done.to ?? ''],
    '/devices': ['/devices', '/devices?revoked', '/devices?unblocked'],
    '/.well-known/change-password': ['/.well-known/change-password'],
    '/favicon.ico': ['/favicon.ico'],
    '/apple-touch-icon.png': ['/apple-touch-icon.png'],
    '/account': ['/account', '/account?done=changed', '/account?invite=x'],
    '/account/activity': ['/account/activity'],
    '/account/export': ['/account/export'],
    '/signin/passkey': ['/signin/passkey?step=none&next=/devices'],
    '/assets/*': ['/assets/nothing.css'],
    '/operate': ['/operate', '/operate?range=week'],
    '/operate/pins': ['/operate/pins?after=nonsense'],
    '/operate/people': ['/operate/people?q=ada'],
    '/operate/people/:number': [`/operate/people/${ada.number}`, '/operate/people/nobody'],
    '/operate/devices': ['/operate/devices?q=tv'],
    '/operate/clients': ['/operate/clients'],
    '/operate/blocks': ['/operate/blocks'],
    '/operate/audit': ['/operate/audit?person=ada&kind=approved'],
    '/operate/audit/export': ['/operate/audit/export'],
    '/operate/health': ['/operate/health'],
  };
  return { site, browser, visits, other };
}

describe('a page that is only looked at', () => {
  it('writes nothing and spends nothing, signed in or not, wherever a site leads the browser', async () => {
    const { site, browser, visits, other } = await adaAndEverywhere();
    const pages = new Set(site.pages.routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
    assert.deepEqual([...pages].toSorted(), Object.keys(visits).toSorted(), 'a visit for every page');
    const writes = watchWrites(site);
    for (const path of Object.values(visits).flat()) {
      for (const visitor of [browser, new TestBrowser(site)]) {
        const { status } = await visitor.send(path);
        assert.ok(status < 429, `${path}: ${status}`);
        assert.deepEqual(writes, [], path);
      }
    }
    await browser.open(visits['/continue']?.at(-1) ?? '');
    assert.match((await browser.submit('/continue')).text, /Is this your app\?/, 'and one click leads on');
    assert.ok(writes.includes('guesses.take') && writes.includes('pins.replace'), 'which this test would have seen');
    assert.equal((await site.pin(other.id))?.state.at, 'pending');
  });

  it('is noted once a minute as the last visit of its session, and as nothing else', async () => {
    const { site, browser, visits } = await adaAndEverywhere();
    const writes = watchWrites(site);
    site.pass(61_000);
    for (const path of Object.values(visits).flat()) await browser.send(path);
    assert.deepEqual(writes, ['sessions.markSeen']);
  });

  it('leaves the tries of the person’s account: after twelve links from elsewhere their code is taken', async () => {
    const { site, browser, visits } = await adaAndEverywhere();
    for (const path of visits['/continue'] ?? []) await browser.send(path);
    const pin = await site.ask({}, { clientId: 'tv' });
    await browser.open('/link');
    assert.match((await browser.submit('/link', { code: pin.code })).text, /Is this your device\?/);
  });
});
