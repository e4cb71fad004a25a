// Sign-in at a proxy in front: its headers say who is there, and nobody else's do.
import assert from 'node:assert/strict';
import { request as send, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import type { SettingsInput, Store } from '@linkpin/server';
import { createService, makeSecretKey } from '@linkpin/server';
import { movableClock } from '../harness/clock.ts';
import { Person } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { stores } from './site.ts';

const settings: SettingsInput = {
  identityProxies: ['127.0.0.1'],
  proxyUserHeader: 'Remote-User',
  proxyNameHeader: 'Remote-Name',
  proxyEmailHeader: 'Remote-Email',
  proxyGroupsHeader: 'Remote-Groups',
  proxyTimeHeader: 'Remote-Time',
};

type Headers = Readonly<Record<string, string | readonly string[]>>;

interface Site extends Harness {
  readonly url: string;
  /** A browser behind a proxy that sends these headers; they can be changed. */
  browser(headers: Headers): Person & { headers: Headers };
  ask(): Promise<{ readonly id: number; readonly code: string; token(): Promise<string | null> }>;
}

const device = { 'x-plex-client-identifier': 'tv', 'x-plex-product': 'TV', accept: 'application/json' };

/** A television asks for a code. */
async function askAt(url: string): ReturnType<Site['ask']> {
  const created = await fetch(`${url}/api/v2/pins`, { method: 'POST', headers: device });
  const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
  const token = async () => {
    const read = await fetch(`${url}/api/v2/pins/${id}`, { headers: device });
    return ((await read.json()) as { readonly authToken: string | null }).authToken;
  };
  return { id, code, token };
}

/** Sends a request with these very headers, a repeated one as often as it is given. */
async function sendAs(request: Request, headers: Headers, from?: string): Promise<Response> {
  const { hostname, port, pathname, search } = new URL(request.url);
  const asked = send({
    host: hostname,
    port,
    path: `${pathname}${search}`,
    method: request.method,
    agent: false,
    ...(from === undefined ? {} : { localAddress: from }),
    headers: { ...Object.fromEntries(request.headers), ...(headers as Record<string, string | string[]>) },
  });
  asked.end(Buffer.from(await request.arrayBuffer()));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const response = new Response(Buffer.concat(parts), { status: answer.statusCode ?? 0 });
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value ?? []].flat()) response.headers.append(name, one);
  }
  return response;
}

async function start(
  context: Pick<TestContext, 'after'>,
  { store, more = {}, from }: { readonly store?: Store | undefined; readonly more?: SettingsInput; from?: string } = {},
): Promise<Site> {
  const harness = createHarness('proxy', {
    clock: movableClock(Date.now),
    ...(store === undefined ? {} : { store }),
    settings: { ...settings, ...more },
  });
  const url = await harness.service.listen();
  context.after(() => harness.service.close());
  return {
    ...harness,
    url,
    ask: () => askAt(url),
    browser(headers) {
      const state = { headers };
      // What leads out of the service is not followed: the page says where it leads.
      const person = new Person(
        url,
        () => ({}),
        async (request) => {
          const response = await sendAs(request, state.headers, from);
          const to = response.headers.get('location');
          return to !== null && new URL(to, url).origin !== url ? new Response(`gone to ${to}`) : response;
        },
      );
      return Object.defineProperty(person, 'headers', {
        set: (next: Headers) => {
          state.headers = next;
        },
        get: () => state.headers,
      }) as Person & { headers: Headers };
    },
  };
}

const seconds = (): string => String(Math.floor(Date.now() / 1000) - 60);
const ada = (): Headers => ({
  'remote-user': 'ada',
  'remote-name': 'Ada Lovelace',
  'remote-email': 'ada@home.example',
  'remote-groups': 'staff, admins',
  'remote-time': seconds(),
});

describe('sign-in at a proxy', () => {
  for (const [kind, open] of Object.entries(stores)) {
    it(`links a device for whom the proxy says, over ${kind}`, async (context) => {
      const site = await start(context, { store: await open(context) });
      const [television, browser] = [await site.ask(), site.browser(ada())];
      const done = await browser.answer(television.code, 'yes');
      assert.equal(done.path, '/done', done.html);
      assert.ok((await television.token()) !== null);
      const [account, ...others] = await site.store.accounts.list();
      assert.deepEqual([account?.email, others], [null, []]);
      const identity = await site.store.identities.find('urn:linkpin:proxy', 'ada');
      assert.equal(identity?.account, account?.id);
      const { email, emailVerified, groups } = identity?.claims ?? assert.fail();
      assert.deepEqual([email, emailVerified, groups], ['ada@home.example', false, ['staff', 'admins']]);
    });
  }

  it('believes no peer that was not named, neither loopback nor a trusted proxy, and says so once', async (context) => {
    for (const more of [
      { identityProxies: ['192.0.2.1'] },
      { identityProxies: ['192.0.2.0/24'], trustedProxies: ['127.0.0.1'] },
    ]) {
      const site = await start(context, { more });
      const forwarded = { ...ada(), 'x-forwarded-for': '192.0.2.1' };
      for (const headers of [ada(), forwarded, ada()]) {
        const page = await site.browser(headers).get('/link');
        assert.match(page.html, /Sign in to the app/);
      }
      assert.equal((await site.store.accounts.list()).length, 0);
      assert.equal(site.warnings().filter((sentence) => /--identity-proxies/.test(sentence)).length, 1);
    }
    const site = await start(context, { from: '127.0.0.9' });
    assert.match((await site.browser(ada()).get('/link')).html, /Sign in to the app/);
    assert.match((await site.browser({ remote_user: 'ada' }).get('/link')).html, /Sign in to the app/);
  });

  it('goes by the peer of the connection, not by the address that a trusted proxy tells', async (context) => {
    const more = { trustedProxies: ['127.0.0.1'] };
    const site = await start(context, { more });
    const page = await site.browser({ ...ada(), 'x-forwarded-for': '203.0.113.5' }).get('/devices');
    assert.equal(page.path, '/devices', page.html);
  });

  it('refuses headers that are doubled, spelt otherwise, or no text', async (context) => {
    const site = await start(context);
    for (const [why, headers] of Object.entries<Headers>({
      doubled: { ...ada(), 'remote-user': ['ada', 'bob'] },
      'doubled with the same': { ...ada(), 'remote-user': ['ada', 'ada'] },
      'a comma': { ...ada(), 'remote-user': 'ada,bob' },
      underscored: { ...ada(), remote_user: 'bob' },
      'underscored alone': { remote_user: 'bob' },
      dotted: { ...ada(), 'remote.user': 'bob' },
      'underscored groups': { ...ada(), remote_groups: 'admins' },
      'e-mail doubled': { ...ada(), 'remote-email': ['ada@home.example', 'boss@home.example'] },
      'time doubled': { ...ada(), 'remote-time': ['0', seconds()] },
      'no UTF-8': { ...ada(), 'remote-user': 'ad\u00e4' },
      'a tab': { ...ada(), 'remote-user': 'a\tb' },
      'too long': { ...ada(), 'remote-user': 'x'.repeat(256) },
    })) {
      const page = await site.browser(headers).get('/link');
      assert.equal(page.status, 503, why);
      assert.doesNotMatch(page.html, /bob|TypeError|Remote-User/i, why);
    }
    assert.equal((await site.store.accounts.list()).length, 0);
  });

  it('reads UTF-8, and tells people apart by the bytes', async (context) => {
    const site = await start(context);
    const bytes = Buffer.from('Zoë').toString('latin1');
    await site.browser({ ...ada(), 'remote-user': bytes }).get('/link');
    assert.ok(await site.store.identities.find('urn:linkpin:proxy', 'Zoë'));
    await site.browser({ ...ada(), 'remote-user': 'zoe' }).get('/link');
    assert.equal((await site.store.accounts.list()).length, 2);
  });

  it('says nothing on API routes', async (context) => {
    const site = await start(context);
    await site.browser(ada()).get('/link');
    for (const path of ['/api/v2/user', '/api/v2/devices', '/api/v2/resources', '/users/account']) {
      const request = new Request(`${site.url}${path}`, { headers: device });
      assert.equal((await sendAs(request, ada())).status, 401, path);
    }
    const { code } = await site.ask();
    const put = new Request(`${site.url}/api/v2/pins/link?code=${code}`, { method: 'PUT', headers: device });
    assert.equal((await sendAs(put, ada())).status, 401);
  });

  it('keeps the tokens of the forms', async (context) => {
    const site = await start(context);
    const [television, browser] = [await site.ask(), site.browser(ada())];
    const question = await browser.typeCode(television.code);
    const forged = {
      ...question,
      forms: question.forms.map((form) => ({
        ...form,
        given: form.given.map(([name, value]) => [name, name === 'token' ? '' : value] as const),
      })),
    };
    assert.equal((await browser.fillIn(forged, { mine: 'on', answer: 'yes' })).status, 403);
    assert.equal(await television.token(), null);
    const body = new URLSearchParams({ mine: 'on', answer: 'yes', code: television.code });
    const foreign = new Request(`${site.url}/pin`, {
      method: 'POST',
      body,
      headers: { origin: 'https://evil.example' },
    });
    assert.equal((await sendAs(foreign, ada())).status, 403);
    assert.equal(await television.token(), null);
  });

  it('approves nothing when somebody else or nobody is there at the answer', async (context) => {
    const { 'remote-user': _, ...absent } = ada();
    for (const [change, headers] of Object.entries<Headers>({
      'somebody else': { ...ada(), 'remote-user': 'bob', 'remote-email': '' },
      absent,
      empty: { ...ada(), 'remote-user': '' },
      'not filled in': { ...ada(), 'remote-user': '{http.reverse_proxy.header.Remote-User}' },
      doubled: { ...ada(), 'remote-user': ['ada', 'bob'] },
    })) {
      const site = await start(context);
      const [television, browser] = [await site.ask(), site.browser(ada())];
      const question = await browser.typeCode(television.code);
      browser.headers = headers;
      const answer = await browser.fillIn(question, { mine: 'on', answer: 'yes' });
      assert.notEqual(answer.path, '/done', change);
      assert.equal(await television.token(), null, change);
      const { state } = (await site.store.pins.byPublicId('plex', String(television.id))) ?? assert.fail();
      assert.equal(state.at, 'pending', change);
      const unfilled = await site.store.identities.find('urn:linkpin:proxy', '{http.reverse_proxy.header.Remote-User}');
      assert.equal(unfilled, undefined, change);
    }
  });

  it('ends the session when the header is absent or names somebody else', async (context) => {
    for (const headers of [{}, { ...ada(), 'remote-user': 'bob' }]) {
      const site = await start(context);
      const browser = site.browser(ada());
      await browser.get('/link');
      const { account } = (await site.store.identities.find('urn:linkpin:proxy', 'ada')) ?? assert.fail();
      const sessions = async () => (await site.store.sessions.listFor(account, site.clock.now())).length;
      assert.equal(await sessions(), 1);
      browser.headers = headers;
      await browser.get('/link');
      assert.equal(await sessions(), 0);
    }
  });

  it('takes no yes without a sign-in time of late, unless no fresh sign-in is asked for', async (context) => {
    const old = String(Math.floor(Date.now() / 1000) - 30 * 86_400);
    for (const time of [old, '', 'yesterday', '-1', '1e12', '2026-01-01', new Date(0).toISOString()]) {
      const site = await start(context);
      const [television, browser] = [await site.ask(), site.browser({ ...ada(), 'remote-time': time })];
      assert.match((await browser.answer(television.code, 'yes')).html, /Sign in to the app/, time);
      assert.equal(await television.token(), null, time);
      const free = await start(context, { more: { freshSignInDays: 0 } });
      const other = await free.ask();
      await free.browser({ ...ada(), 'remote-time': time }).answer(other.code, 'yes');
      assert.ok((await other.token()) !== null, time);
    }
    const site = await start(context);
    const television = await site.ask();
    const iso = new Date(Date.now() - 60_000).toISOString();
    await site.browser({ ...ada(), 'remote-time': iso }).answer(television.code, 'yes');
    assert.ok((await television.token()) !== null);
  });

  it('sends nobody, and whoever has to sign in again, to the sign-in page of the proxy, once', async (context) => {
    const more = { proxySignInUrl: 'https://auth.example/?rd={url}' };
    const site = await start(context, { more });
    const way = (path: string): string => `gone to https://auth.example/?rd=${encodeURIComponent(site.url + path)}`;
    const { headers } = await fetch(`${site.url}/link`, { redirect: 'manual' });
    assert.match(headers.get('content-security-policy') ?? '', /form-action 'self' https:\/\/auth\.example;/);
    assert.equal((await site.browser({}).get('/link?code=ABCD')).html, way('/link?code=ABCD'));
    const [television, browser] = [await site.ask(), site.browser({ ...ada(), 'remote-time': '1' })];
    const sent = await browser.answer(television.code, 'yes');
    const back = decodeURIComponent(/rd=(.*)$/.exec(sent.html)?.[1] ?? '').slice(site.url.length);
    assert.match(back, /^\/signin\?next=/, sent.html);
    // A proxy that sends them back as they were does not get them again.
    assert.match((await browser.get(back)).html, /Sign in to the app/);
    browser.headers = ada();
    const question = await browser.get(back);
    assert.equal(question.path, '/pin', question.html);
    await browser.fillIn(question, { mine: 'on', answer: 'yes' });
    assert.ok((await television.token()) !== null);
    // Without a time there is no use in asking.
    const { 'remote-time': _, ...timeless } = ada();
    const other = await site.ask();
    assert.match((await site.browser(timeless).answer(other.code, 'yes')).html, /Sign in to the app/);
  });

  it('leaves no other way in', async (context) => {
    const site = await start(context, { more: { registration: 'open', passwordRoutes: 'on' } });
    assert.equal(await site.service.setUpPath(), null);
    for (const path of ['/signup', '/reset?token=x', '/setup?token=x']) {
      assert.ok((await site.browser(ada()).get(path)).status >= 400, path);
    }
    await site.person('bob');
    const body = new URLSearchParams({ login: 'bob', password: 'correct horse' });
    const refused = await fetch(`${site.url}/api/v2/users/signin`, { method: 'POST', headers: device, body });
    assert.equal(refused.status, 404);
  });

  it('refuses settings that contradict each other', () => {
    const { proxyUserHeader: _, ...nameless } = settings;
    const signIn = () => ({ redirect: '/login' });
    for (const [setting, given, more] of [
      ['identityProxies', { proxyUserHeader: 'Remote-User' }, {}],
      ['proxyUserHeader', nameless, {}],
      ['proxyUserHeader', { proxySignInUrl: 'https://auth.example/' }, {}],
      ['proxyEmailHeader', { ...settings, proxyEmailHeader: 'remote-USER' }, {}],
      ['proxyUserHeader', { ...settings, proxyUserHeader: 'remote_user' }, {}],
      ['proxyUserHeader', { ...settings, proxyUserHeader: 'Cookie' }, {}],
      ['identityProxies', { ...settings, identityProxies: 'loopback' }, {}],
      ['proxySignInUrl', { ...settings, proxySignInUrl: 'javascript:alert(1)' }, {}],
      ['proxySignInUrl', { ...settings, proxySignInUrl: '{url}' }, {}],
      ['proxySignInUrl', { ...settings, proxySignInUrl: 'https://{url}/' }, {}],
      ['proxyUserHeader', settings, { signIn }],
      ['providersFile', { ...settings, oidcIssuer: 'https://id.example' }, {}],
    ] as const) {
      assert.throws(
        () => createService({ keys: [makeSecretKey()], settings: given, ...more }),
        (error: Error & { problems?: readonly { readonly setting: string }[] }) =>
          error.name === 'SettingsError' && error.problems?.[0]?.setting === setting,
        `${setting} ${JSON.stringify(given)}`,
      );
    }
  });
});
