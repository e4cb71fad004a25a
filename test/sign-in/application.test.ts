// Sign-in in the application around the service: it says who is there, at every page and at the form that decides.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ApplicationSignIn, OutsidePerson, SettingsInput, Store } from '@linkpin/server';
import { createService, makeSecretKey } from '@linkpin/server';
import { movableClock } from '../harness/clock.ts';
import { Person, type Page } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { stores } from './site.ts';

const loginPage = 'https://app.example/login';

/** An application whose people are known by a header that stands for its session cookie. */
interface App {
  /** Who is there, by that header; an error to throw, or what the application answers besides. */
  readonly people: Record<string, OutsidePerson | Error | { readonly redirect: string }>;
  asked: number;
  /** Whether it signs people in again who have to. */
  demands: boolean;
  readonly signIn: ApplicationSignIn;
}

function createApp(people: App['people'] = {}): App {
  const app: App = {
    people,
    asked: 0,
    demands: false,
    signIn: (request, { returnTo, fresh }) => {
      app.asked += 1;
      const told = people[request.headers.get('x-app-session') ?? ''];
      if (told instanceof Error) throw told;
      if (fresh && app.demands) return { redirect: `${loginPage}?again=${encodeURIComponent(returnTo)}` };
      return told ?? { redirect: `${loginPage}?back=${encodeURIComponent(returnTo)}` };
    },
  };
  return app;
}

interface Site extends Harness {
  readonly url: string;
  /** A browser with a session of the application; it can be changed. */
  browser(session: string): Person & { session: string };
  /** A television asks for a code. */
  ask(): Promise<{ readonly id: number; readonly code: string; token(): Promise<string | null> }>;
}

async function start(
  context: Pick<TestContext, 'after'>,
  app: App,
  { store, settings = {} }: { readonly store?: Store | undefined; readonly settings?: SettingsInput } = {},
): Promise<Site> {
  const harness = createHarness('application', {
    clock: movableClock(Date.now),
    ...(store === undefined ? {} : { store }),
    signIn: app.signIn,
    signInOrigins: ['https://app.example'],
    settings,
  });
  const url = await harness.service.listen();
  context.after(() => harness.service.close());
  const headers = { 'x-plex-client-identifier': 'tv', 'x-plex-product': 'TV', accept: 'application/json' };
  return {
    ...harness,
    url,
    browser(session) {
      const state = { session };
      // What leads out of the service is not followed: the page says where it leads.
      const person = new Person(
        url,
        () => ({ 'x-app-session': state.session }),
        async (request) => {
          const response = await fetch(request);
          const to = response.headers.get('location');
          return to !== null && new URL(to, url).origin !== url
            ? new Response(`gone to ${to}`, { status: 200 })
            : response;
        },
      );
      return Object.defineProperty(person, 'session', {
        set: (next: string) => {
          state.session = next;
        },
        get: () => state.session,
      }) as Person & { session: string };
    },
    async ask() {
      const created = await fetch(`${url}/api/v2/pins`, { method: 'POST', headers });
      const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
      const token = async () => {
        const read = await fetch(`${url}/api/v2/pins/${id}`, { headers });
        return ((await read.json()) as { readonly authToken: string | null }).authToken;
      };
      return { id, code, token };
    },
  };
}

const ada = (): OutsidePerson => ({
  subject: 'user-7',
  name: 'Ada Lovelace',
  email: 'ada@app.example',
  emailVerified: true,
  signedInAt: Date.now() - 60_000,
});

const says = (page: Page, words: RegExp): void => assert.match(page.html, words);

describe('sign-in in the application around the service', () => {
  for (const [kind, open] of Object.entries(stores)) {
    it(`links a device for whom the application says, over ${kind}`, async (context) => {
      const app = createApp({ s1: ada() });
      const site = await start(context, app, { store: await open(context) });
      const [television, browser] = [await site.ask(), site.browser('s1')];
      const done = await browser.answer(television.code, 'yes');
      assert.equal(done.path, '/done', done.html);
      assert.ok((await television.token()) !== null);
      const [account, ...others] = await site.store.accounts.list();
      assert.deepEqual([account?.email, account?.emailConfirmed, others], ['ada@app.example', true, []]);
      const identity = await site.store.identities.find('urn:linkpin:application', 'user-7');
      assert.equal(identity?.account, account?.id);
      // Another browser of the same person, with a new e-mail address: the same account.
      app.people['s2'] = { ...ada(), email: 'ada@new.example' };
      says(await site.browser('s2').get('/devices'), /TV/);
      assert.equal((await site.store.accounts.list()).length, 1);
    });
  }

  it('sends whoever is not signed in to the application, and back to the page that was asked for', async (context) => {
    const site = await start(context, createApp());
    const back = (path: string): string => `gone to ${loginPage}?back=${encodeURIComponent(site.url + path)}`;
    assert.equal((await site.browser('none').get('/link?code=ABCD')).html, back('/link?code=ABCD'));
    assert.equal((await site.browser('none').get('/devices')).html, back('/devices'));
  });

  it('has no page for passwords, no sign-up, no set-up link and no passkeys', async (context) => {
    const app = createApp({ s1: ada() });
    const site = await start(context, app, { settings: { registration: 'open', passwordRoutes: 'on' } });
    assert.equal(await site.service.setUpPath(), null);
    const browser = site.browser('s1');
    for (const path of ['/signup', '/reset?token=x']) assert.ok((await browser.get(path)).status >= 400, path);
    assert.ok((await browser.get('/setup?token=x')).status >= 400);
    assert.doesNotMatch((await browser.get('/account')).html, /type="password"|<h2[^>]*>[^<]*passkey/i);
    await site.person('bob');
    const body = new URLSearchParams({ login: 'bob', password: 'correct horse' });
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
    const refused = await fetch(`${site.url}/api/v2/users/signin`, { method: 'POST', headers, body });
    assert.equal(refused.status, 404);
  });

  it('is asked again at the form that decides: somebody else, nobody, or an error there approves nothing', async (context) => {
    for (const [change, told] of [
      ['somebody else', { ...ada(), subject: 'user-8', email: null }],
      ['nobody', undefined],
      ['an error', new Error('the database of the application is away')],
    ] as const) {
      const app = createApp({ s1: ada() });
      const site = await start(context, app);
      const [television, browser] = [await site.ask(), site.browser('s1')];
      const question = await browser.typeCode(television.code);
      if (told === undefined) delete app.people['s1'];
      else app.people['s1'] = told;
      const before = app.asked;
      const answer = await browser.fillIn(question, { mine: 'on', answer: 'yes' });
      assert.ok(app.asked > before, change);
      assert.notEqual(answer.path, '/done', change);
      assert.equal(await television.token(), null, change);
      const { state } = (await site.store.pins.byPublicId('plex', String(television.id))) ?? assert.fail();
      assert.equal(state.at, 'pending', change);
    }
  });

  it('ends the browser’s session with the application’s', async (context) => {
    const app = createApp({ s1: ada() });
    const site = await start(context, app);
    const browser = site.browser('s1');
    await browser.get('/link');
    const [account] = await site.store.accounts.list();
    assert.ok(account !== undefined);
    assert.equal((await site.store.sessions.listFor(account.id, site.clock.now())).length, 1);
    delete app.people['s1'];
    await browser.get('/link');
    assert.equal((await site.store.sessions.listFor(account.id, site.clock.now())).length, 0);
  });

  it('demands a fresh sign-in of the application: an old one, or one without a time, approves nothing', async (context) => {
    const old = Date.now() - 30 * 86_400_000;
    for (const signedInAt of [old, undefined, null, Number.NaN, Number.POSITIVE_INFINITY]) {
      const { signedInAt: _, ...rest } = ada();
      const app = createApp({ s1: signedInAt === undefined ? rest : { ...rest, signedInAt } });
      const site = await start(context, app);
      const [television, browser] = [await site.ask(), site.browser('s1')];
      const page = await browser.answer(television.code, 'yes');
      assert.match(page.html, /Sign in to the app that brought you here/);
      assert.equal(await television.token(), null, String(signedInAt));
    }
  });

  it('sends whoever has to sign in again to the application, and back to the question', async (context) => {
    const app = createApp({ s1: { ...ada(), signedInAt: Date.now() - 30 * 86_400_000 } });
    app.demands = true;
    const site = await start(context, app);
    const [television, browser] = [await site.ask(), site.browser('s1')];
    const sent = await browser.answer(television.code, 'yes');
    const [, back = ''] = /^gone to https:\/\/app\.example\/login\?again=(.*)$/.exec(sent.html) ?? [];
    app.people['s1'] = ada();
    app.demands = false;
    const question = await browser.get(decodeURIComponent(back).slice(site.url.length));
    assert.equal(question.path, '/pin', question.html);
    await browser.fillIn(question, { mine: 'on', answer: 'yes' });
    assert.ok((await television.token()) !== null);
  });

  it('takes no subject that is none, and leads nowhere that was not named', async (context) => {
    const app = createApp();
    const site = await start(context, app);
    for (const told of [
      ...['', 'a\u0000b', 'x'.repeat(256), 7, null].map(
        (subject) => ({ ...ada(), subject }) as unknown as OutsidePerson,
      ),
      { redirect: 'https://evil.example/' },
      { redirect: 'javascript:alert(1)' },
      { redirect: '//evil.example' },
    ]) {
      app.people['s1'] = told;
      const page = await site.browser('s1').get('/link');
      assert.equal(page.status, 503, JSON.stringify(told));
      assert.doesNotMatch(page.html, /evil|subject|TypeError/);
    }
    app.people['s1'] = { redirect: '/my/login' };
    assert.equal((await site.browser('s1').get('/link')).html.startsWith('gone to'), false);
    assert.equal((await site.store.accounts.list()).length, 0);
  });

  it('tells the same two people apart whose names are alike', async (context) => {
    const app = createApp({ s1: ada(), s2: { ...ada(), subject: 'user-8' } });
    const site = await start(context, app);
    await site.browser('s1').get('/link');
    await site.browser('s2').get('/link');
    const accounts = await site.store.accounts.list();
    assert.equal(new Set(accounts.map(({ username }) => username.toLowerCase())).size, 2);
    assert.deepEqual(new Set(accounts.map(({ email }) => email)), new Set(['ada@app.example', null]));
  });

  it('refuses origins that are none', () => {
    for (const origin of ['app.example', 'https://app.example/', '*', '']) {
      const options = { keys: [makeSecretKey()], signIn: createApp().signIn, signInOrigins: [origin] };
      assert.throws(() => createService(options), { name: 'TypeError', message: /signInOrigins/ });
    }
  });
});
