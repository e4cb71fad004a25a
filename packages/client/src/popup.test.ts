import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { createPlexClient } from './plex-client.ts';
import { type PopupOptions, type PopupPage, type PopupResult, signInWithPopup } from './popup.ts';
import {
  type Line,
  type ScriptedFetch,
  createScriptedFetch,
  json,
  noNetwork,
  pinBody,
} from './scripted-fetch.testing.ts';
import { approved, watch } from './sign-in.testing.ts';

const desktop = { userAgent: 'Mozilla/5.0 (Windows NT 10.0)', maxTouchPoints: 0 };
const iPhone = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', maxTouchPoints: 5 };
const iPad = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 5 };
const mac = { ...iPad, maxTouchPoints: 0 };

interface PopupTest {
  readonly page: PopupPage & EventTarget;
  readonly log: string[];
  readonly server: ScriptedFetch;
  readonly clock: HandClock;
  readonly run: (options?: PopupOptions) => Promise<PopupResult>;
}

// A page and its popup, which reports itself as closed because of COOP.
// A wait that no test ends would keep its channel open, and with it the process.
const over = new AbortController();
after(() => over.abort());

const setUp = (navigator: PopupPage['navigator'], blocked: boolean, ...polls: Line[]): PopupTest => {
  const log: string[] = [];
  const popup = {
    closed: true,
    close: () => log.push('close'),
    location: { replace: (url: string) => log.push(`popup to ${url.split('#')[0]}`) },
  };
  const clock = createHandClock();
  const page = Object.assign(new EventTarget(), {
    navigator,
    setTimeout: (callback: () => void, milliseconds: number) => clock.after(milliseconds, callback),
    location: { assign: (url: string | URL) => void log.push(`page to ${String(url).split('#')[0]}`) },
    open: () => {
      log.push('open');
      return blocked ? null : popup;
    },
  }) as unknown as PopupTest['page'];
  const strong = pinBody({ code: 'm6mijjn177ut0qaz02b9iedof' });
  const server = createScriptedFetch(json(strong, 201), ...polls);
  const plex = createPlexClient({ clientIdentifier: 'c', product: 'P', fetch: server.fetch, clock });
  return {
    page,
    log,
    server,
    clock,
    run: (options) => signInWithPopup(plex, { page, signal: over.signal, ...options }),
  };
};

const strongApproved = json(pinBody({ code: 'm6mijjn177ut0qaz02b9iedof', authToken: 'the-token' }));
const strongPending = json(pinBody({ code: 'm6mijjn177ut0qaz02b9iedof' }));

test('C8: the popup opens before anything else happens, goes to the sign-in page, and closes after the outcome', async () => {
  const { log, server, clock, run } = setUp(desktop, false, strongPending, strongApproved);
  const seen = watch(run());
  assert.deepEqual(log, ['open'], 'in the very click');
  await clock.pass(2000);
  assert.equal(seen.value?.kind, 'approved');
  assert.deepEqual(log, ['open', 'popup to https://app.plex.tv/auth'], 'not while the sign-in page goes on');
  await clock.pass(1000);
  assert.deepEqual(log, ['open', 'popup to https://app.plex.tv/auth', 'close']);
  assert.equal(server.seen[0]?.url.search, '?strong=true');
});

test('C8: a page that is left at the outcome closes the popup, unless that ends by itself', async () => {
  for (const endUrl of [undefined, 'https://app.example/end']) {
    const { page, log, clock, run } = setUp(desktop, false, strongApproved);
    const seen = watch(run({ endUrl }));
    await clock.pass(1000);
    assert.equal(seen.value?.kind, 'approved');
    page.dispatchEvent(new Event('pagehide'));
    assert.equal(log.at(-1), endUrl === undefined ? 'close' : 'popup to https://app.plex.tv/auth');
  }
});

test('C8: a popup that says it is closed is not believed', async () => {
  const { clock, run } = setUp(desktop, false, ...Array<Line>(20).fill(strongPending), strongApproved);
  const seen = watch(run());
  await clock.pass(20_500);
  assert.deepEqual(seen, {});
  await clock.pass(1000);
  assert.equal(seen.value?.kind, 'approved');
});

test('C8: on iPhones and iPads the whole page goes to the sign-in page, with what is needed to go on', async () => {
  for (const navigator of [iPhone, iPad]) {
    const { log, server, run } = setUp(navigator, false, approved);
    let saved: unknown;
    const result = await run({
      forwardUrl: 'https://app.example/back',
      beforeRedirect: (pin) => {
        saved = pin;
        log.push('saved');
      },
    });
    assert.deepEqual(result, { kind: 'redirecting' });
    assert.deepEqual(log, ['saved', 'page to https://app.plex.tv/auth']);
    assert.equal((saved as { id: number }).id, 538114995);
    assert.equal(server.seen.length, 1);
  }
});

test('C7, C8: the page leaves when the pin is kept, and not before; it stays when it cannot be kept', async () => {
  const { log, run } = setUp(iPhone, false, approved);
  const options = { forwardUrl: 'https://app.example/back' };
  await run({
    ...options,
    beforeRedirect: async () => {
      await settle();
      log.push('kept');
    },
  });
  assert.deepEqual(log, ['kept', 'page to https://app.plex.tv/auth']);
  const full = setUp(iPhone, false, approved);
  await assert.rejects(
    full.run({ ...options, beforeRedirect: () => Promise.reject(new Error('full')) }),
    /^Error: full$/,
  );
  assert.deepEqual(full.log, []);
});

test('C8: a Mac is no iPad', async () => {
  const { log, run } = setUp(mac, false, strongApproved);
  watch(run({ forwardUrl: 'https://app.example/back' }));
  await settle();
  assert.deepEqual(log, ['open', 'popup to https://app.plex.tv/auth']);
});

test('C8: a blocked popup falls back to the redirect', async () => {
  const { log, run } = setUp(desktop, true);
  assert.deepEqual(await run({ forwardUrl: 'https://app.example/back' }), { kind: 'redirecting' });
  assert.deepEqual(log, ['open', 'page to https://app.plex.tv/auth']);
});

test('C8: a blocked popup without a page to come back to is told, and the wait goes on', async () => {
  const { log, clock, run } = setUp(desktop, true, strongPending, strongApproved);
  const seen = watch(run({ onBlocked: (url) => log.push(`told ${url.split('#')[0]}`) }));
  await clock.pass(2000);
  assert.deepEqual(log, ['open', 'told https://app.plex.tv/auth']);
  assert.equal(seen.value?.kind, 'approved');
});

test('C8: the page asks at once when it is seen again, whatever its slow timers say', async () => {
  for (const event of ['visibilitychange', 'focus', 'pageshow', 'online']) {
    const { page, server, clock, run } = setUp(desktop, false, noNetwork);
    watch(run());
    await clock.pass(20_000);
    const asked = server.seen.length;
    await clock.pass(1000);
    server.goOn(strongApproved);
    page.dispatchEvent(new Event(event));
    await clock.pass(1000);
    assert.ok(server.seen.length > asked, event);
  }
});

test('after the outcome the page is left alone', async () => {
  const { page, server, clock, run } = setUp(desktop, false, strongApproved);
  watch(run());
  await clock.pass(1000);
  page.dispatchEvent(new Event('focus'));
  await clock.pass(5000);
  assert.equal(server.seen.length, 2);
  assert.equal(clock.outstanding(), 0);
});

test('when no pin can be had, the popup closes and the caller hears why', async () => {
  const { log, run, server } = setUp(desktop, false);
  server.goOn(json({ errors: [{ code: 1003 }] }, 429));
  await assert.rejects(run(), { code: 'rate_limited' });
  assert.deepEqual(log, ['open', 'close']);
});

test('an abort closes the popup and rejects with its own reason', async () => {
  const { log, clock, run } = setUp(desktop, false, strongPending);
  const controller = new AbortController();
  const seen = watch(run({ signal: controller.signal }));
  await clock.pass(1500);
  controller.abort('enough');
  await settle();
  assert.equal(seen.error, 'enough');
  assert.deepEqual(log, ['open', 'popup to https://app.plex.tv/auth', 'close']);
  assert.equal(clock.outstanding(), 0);
});
