// No entrance forgets the policy on approvals: the route tables are walked, and the imports of every source.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { SettingsInput } from '../../config/settings.ts';
import { requesterIdentityOf, requesterKeyOf } from '../../domain/requester-key.ts';
import type { Pin } from '../../domain/pin.ts';
import { grantByPassword } from '../../service/grants/grant-by-password.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { aClient } from '../../stores/contract/samples.ts';
import { createApi } from './api.ts';
import { asks } from '../pages/oauth-site.testing.ts';
import { pageRoutes } from '../pages/pages.ts';
import { TestBrowser, testSite, type TestSite } from '../pages/site.testing.ts';
import { apiRoutes } from './routes.ts';

const phone = 'adas-phone';
const home = '203.0.113.9';

/** Ada at home: signed in at a page, and with a device that may approve others. */
async function begin(settings: SettingsInput) {
  const site = testSite({ clientRegistration: 'open', passwordRoutes: 'on', ...settings });
  const account = await site.person('Ada', true);
  await site.context.store.oauthClients.add({ ...aClient(), id: 'player', scopes: ['read'] });
  return { site, account, browser: new TestBrowser(site, home) };
}
type Begun = Awaited<ReturnType<typeof begin>>;

/** All that an entrance may want to hear. */
const fieldsFor = (pin: Pin, ticket: string, answer: string): Record<string, string> => ({
  t: ticket,
  answer,
  mine: 'on',
  scope: 'read',
  code: pin.code,
  clientID: pin.clientId,
  id: pin.id,
  name: 'Ada',
  password: 'correct horse',
  device_code: pin.publicId,
  client_id: pin.clientId,
});

async function callApi({ site, account }: Begun, index: number, pin: Pin, answer: string): Promise<void> {
  const [method, path, , rules] = apiRoutes[index] ?? assert.fail();
  const granted = await grantByPassword(site.context.ports, {
    account,
    clientId: phone,
    deviceInfo: pin.requester.deviceInfo,
    address: home,
    place: null,
  });
  assert.ok(granted);
  const headers = new Map([
    ['x-plex-client-identifier', phone],
    ['x-plex-token', granted.token],
    ['authorization', `Bearer ${granted.token}`],
    ['content-type', 'application/x-www-form-urlencoded'],
  ]);
  const filled = path.replace(/:(code|handle|id|uuid)/, (_, name) => (name === 'code' ? pin.code : pin.publicId));
  const ending = rules?.endings?.[0];
  const fields = { ...fieldsFor(pin, '', answer), token: granted.token };
  const turn = createApi(site.context, apiRoutes)(
    {
      method,
      path: ending === undefined ? filled : `${filled}.${ending}`,
      search: new URLSearchParams(fields).toString(),
      header: (name) => headers.get(name),
    },
    { address: home, baseUrl: site.baseUrl, requestId: () => 'a request' },
  );
  await turn?.answer(Buffer.from(new URLSearchParams(fields).toString()));
}

/** @param ticket of the question about the pin */
async function callPage({ browser }: Begun, index: number, pin: Pin, ticket: string, answer: string): Promise<void> {
  const [method, path] = pageRoutes[index] ?? assert.fail();
  const fields = fieldsFor(pin, ticket, answer);
  if (method === 'POST') await browser.post(path, fields);
  else await browser.send(`${path}?${new URLSearchParams(fields).toString()}`);
}

/** Brings the browser to a page that has the form token of its session. */
async function comeSignedIn({ browser }: Begun): Promise<void> {
  await browser.open('/link');
  if (!browser.at.startsWith('/signin')) return;
  await browser.signIn('Ada');
  await browser.open('/link');
}

/** Opens the question about a pin; the browser stays on the page before it. */
async function ticketFor({ browser }: Begun, pin: Pin): Promise<string> {
  const { to } = await browser.post('/link', { code: pin.code });
  return new URL(to ?? '', 'http://inside').searchParams.get('t') ?? assert.fail(`no ticket in ${to}`);
}

interface Case {
  readonly settings?: SettingsInput;
  readonly ask?: (site: TestSite) => Promise<Pin>;
  /** What happens between the question and the answer. */
  readonly before?: (site: TestSite, pin: Pin, account: Account) => Promise<unknown>;
  /** How long the person has been signed in, in milliseconds. */
  readonly signedInFor?: number;
  /** A delegate has no session that could be stale. */
  readonly api?: false;
}

/** Every entrance that brings a pin to a state, when all is walked. */
async function walk(
  to: 'approved' | 'denied',
  { settings = {}, ask, before, signedInFor = 0, api }: Case,
): Promise<readonly string[]> {
  const begun = await begin(settings);
  const { site, account } = begun;
  const answer = to === 'approved' ? 'yes' : 'no';
  const found: string[] = [];
  const tryOut = async (name: string, call: (pin: Pin, ticket: string) => Promise<void>): Promise<void> => {
    await comeSignedIn(begun);
    site.pass(signedInFor);
    const pin = await (ask?.(site) ?? site.ask({}, { wantsToApprove: true }));
    const ticket = await ticketFor(begun, pin);
    await before?.(site, pin, account);
    await call(pin, ticket);
    if ((await site.pin(pin.id))?.state.at === to) found.push(name);
    await site.context.store.blocks.forgetReports(requesterKeyOf(requesterIdentityOf(pin)) ?? '', account.id);
    for (const { id } of await site.context.store.blocks.listFor(account.id, 0)) {
      await site.context.store.blocks.remove(id, account.id);
    }
    await site.context.store.oauthClients.add({ ...aClient(), id: 'player', scopes: ['read'] });
  };
  for (const [index, [method, path]] of pageRoutes.entries()) {
    await tryOut(`${method} ${path}`, (pin, ticket) => callPage(begun, index, pin, ticket, answer));
  }
  if (api === false) return found;
  for (const [index, [method, path]] of apiRoutes.entries()) {
    await tryOut(`${method} ${path}`, (pin) => callApi(begun, index, pin, answer));
  }
  return found;
}

const block = ({ context: { store, ports } }: TestSite, pin: Pin, account: Account) =>
  store.blocks.put({
    id: 'block',
    requesterKey: requesterKeyOf(requesterIdentityOf(pin)) ?? '',
    account: account.id,
    name: 'TV',
    by: 'person',
    at: ports.clock.now(),
    until: ports.clock.now() + 60_000,
  });

const oauthPin = (site: TestSite): Promise<Pin> => asks(site, null, ['read']);

const bars: Readonly<Record<string, Case>> = {
  'a blocked requester': { before: block },
  'a request from too far away': { settings: { plexWhenFar: 'refuse', plexUnknownIsFar: true } },
  'a client that was removed': {
    ask: oauthPin,
    before: (site) => site.context.store.oauthClients.remove('player'),
  },
  'a sign-in too long ago': {
    settings: { freshSignInDays: 1 },
    signedInFor: 24 * 60 * 60 * 1000,
    api: false,
  },
};

describe('the entrances', () => {
  it('that approve or deny are these, and no other', async () => {
    assert.deepEqual(await walk('approved', {}), ['POST /pin', 'PUT /api/v2/pins/link']);
    assert.deepEqual(await walk('approved', { ask: oauthPin }), ['POST /pin', 'PUT /api/v2/pins/link']);
    assert.deepEqual(await walk('denied', {}), ['POST /pin', 'DELETE /api/v2/pins/link']);
  });

  for (const [what, bar] of Object.entries(bars)) {
    it(`approve nothing of ${what}`, async () => {
      assert.deepEqual(await walk('approved', bar), []);
    });
  }
});

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The sources of the server that hold a pattern; tests and the stores' contract, which is one, aside. */
const holding = (pattern: RegExp): readonly string[] =>
  globSync('**/*.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(
      (file) =>
        !/\.(test|testing)\.ts$|^stores\/contract\//.test(file) && pattern.test(readFileSync(`${root}${file}`, 'utf8')),
    )
    .toSorted();

describe('the sources', () => {
  it('have one that stores approvals and denials, which judges the policy first', () => {
    assert.deepEqual(holding(/from '[^']*\/(approve|deny)-pin\.ts'/), ['service/pins/decide-pin.ts']);
    // An operator ends what waits, which is a no: no policy bars from that.
    assert.deepEqual(holding(/^import \{[^}]*\b(approve|deny)\b[^}]*\} from '[^']*\/pin\.ts'/m), [
      'service/operate/end-pins.ts',
      'service/pins/approve-pin.ts',
      'service/pins/deny-pin.ts',
    ]);
  });

  it('change a pin in one place, and from the service alone', () => {
    // The metrics pass on what they are asked, and count what was kept.
    assert.deepEqual(holding(/\bpins\.replace\(/), ['metrics/count-events.ts', 'service/pins/change-pin.ts']);
    assert.deepEqual(
      holding(/from '[^']*\/change-pin\.ts'/).filter((file) => !file.startsWith('service/')),
      [],
    );
  });
});
