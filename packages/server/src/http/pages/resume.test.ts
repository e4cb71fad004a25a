// The session ends while Ada is busy with a request: by sign-out in another tab, or because it is over.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import { austin } from '../../stores/contract/samples.ts';
import { plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite, type TestSite } from './site.testing.ts';

const yes = { answer: 'yes', mine: 'on' };

const password = 'correct horse';

async function adaSignedIn(site: TestSite = testSite()) {
  const ada = await site.person('Ada');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  return { site, ada, browser };
}

type Scene = Awaited<ReturnType<typeof adaSignedIn>>;

/** Each way to the question. */
const ways: Readonly<Record<string, (scene: Scene) => Promise<Pin>>> = {
  'a code that was typed': async ({ site, browser }) => {
    const pin = await site.ask();
    await browser.open('/link');
    await browser.submit('/link', { code: pin.code });
    return pin;
  },
  'a link with the code': async ({ site, browser }) => {
    const pin = await site.ask();
    await browser.open(`/link?code=${pin.code}`);
    await browser.submit('/link', { code: pin.code });
    return pin;
  },
  'an app that opened /auth, whose code nobody can type': async ({ site, browser }) => {
    const pin = await site.ask({}, { kind: 'strong', clientId: 'gallery' });
    await browser.comeFromApp({ code: pin.code, clientID: 'gallery', forwardUrl: '' });
    return pin;
  },
};

/** Each way for a session to end. */
const ends: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'a sign-out in another tab': async ({ browser }) => {
    assert.equal((await browser.post('/signout', { t: '' })).to, '/signin');
  },
  'its own end': async ({ site, ada }) => {
    for (const { hash } of await site.accountService.browsers.listFor(ada.id))
      await site.accountService.browsers.end(hash, ada.id);
  },
};

describe('a session that ends at the question', () => {
  for (const [way, open] of Object.entries(ways)) {
    for (const [end, finish] of Object.entries(ends)) {
      for (const method of ['GET', 'POST'] as const) {
        it(`brings it back after sign-in, unanswered: ${way}, ${end}, ${method}`, async () => {
          const scene = await adaSignedIn();
          const { site, browser } = scene;
          const pin = await open(scene);
          const reloaded = browser.at;
          await finish(scene);
          const signIn = method === 'GET' ? await browser.open(reloaded) : await browser.submit('/pin', yes);
          assert.match(plain(signIn), /Sign in to see which device is asking/);
          const question = await browser.submit('/signin', { name: 'Ada', password });
          assert.match(plain(question), /Is this your (device|app)\?.*My Player/);
          assert.equal((await site.pin(pin.id))?.state.at, 'pending', 'nobody said yes in this session');
          await browser.submit('/pin', yes);
          assert.equal((await site.pin(pin.id))?.state.at, 'approved');
        });
      }
    }
  }

  it('brings a code back that was sent from the page for it, and one click looks it up', async () => {
    for (const finish of Object.values(ends)) {
      const scene = await adaSignedIn();
      const { site, browser } = scene;
      const pin = await site.ask();
      await browser.open('/link');
      await finish(scene);
      assert.match(plain(await browser.submit('/link', { code: pin.code })), /Sign in to see which device/);
      await browser.submit('/signin', { name: 'Ada', password });
      const found = await site.pin(pin.id);
      assert.ok(found?.state.at === 'pending' && found.state.opened === null, 'nothing was looked up');
      assert.match(plain(await browser.submit('/continue')), /Is this your device\?/);
    }
  });

  it('brings it back in the next session, too, when that began in another tab', async () => {
    for (const open of Object.values(ways)) {
      for (const answer of [true, false]) {
        const scene = await adaSignedIn();
        const { site, browser } = scene;
        const pin = await open(scene);
        const question = browser.at;
        const { fields } = browser;
        await browser.post('/signout', { t: '' });
        await browser.signIn('Ada');
        const again = answer ? await browser.submit('/pin', { ...fields, ...yes }) : await browser.open(question);
        assert.match(plain(again), /Is this your (device|app)\?.*My Player/);
        assert.equal((await site.pin(pin.id))?.state.at, 'pending');
      }
    }
  });

  it('has another person who signs in there open the code for themselves', async () => {
    for (const open of Object.values(ways)) {
      const scene = await adaSignedIn();
      const { site, browser } = scene;
      await site.person('Bob');
      const pin = await open(scene);
      const question = browser.at;
      await browser.post('/signout', { t: '' });
      await browser.open(question);
      assert.match(plain(await browser.submit('/signin', { name: 'Bob', password })), /Link an app or device\?/);
      assert.match(plain(await browser.submit('/continue')), /Is this your (device|app)\?.*signed in as Bob/);
      assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    }
  });

  it('brings back the page after a yes, and a form of a page leads to that page', async () => {
    const scene = await adaSignedIn();
    const { browser } = scene;
    await ways['a code that was typed']?.(scene);
    await browser.submit('/pin', yes);
    const { fields } = browser;
    await ends['its own end']?.(scene);
    await browser.submit('/done', { name: 'Kitchen' });
    assert.match(plain(await browser.submit('/signin', { name: 'Ada', password })), /Done\. Look at your TV/);
    await ends['its own end']?.(scene);
    const list = await browser.post('/devices/rename', { ...fields, id: 'x', name: 'Kitchen' });
    assert.equal(list.to, '/signin?next=%2Fdevices');
  });
});

describe('a ticket that left its session', () => {
  /** Mallory typed the code of a device far away, in her own browser; its address is hers to send. */
  async function luredByMallory(leave: (mallory: TestBrowser, pin: Pin) => Promise<string>) {
    const scene = await adaSignedIn(testSite({ plexWhenFar: 'type' }));
    const { site, browser } = scene;
    const utrecht = { ...austin, latitude: 52.09, longitude: 5.12, countryCode: 'NL' };
    site.knowPlaces(
      new Map([
        ['203.0.113.9', utrecht],
        ['198.51.100.7', austin],
      ]),
    );
    await site.person('Mallory');
    await site.person('Moll');
    const pin = await site.ask({}, { address: '198.51.100.7', place: austin });
    const mallory = new TestBrowser(site, '198.51.100.7');
    const signIn = await leave(mallory, pin);
    const next = new URL(signIn, 'https://x').searchParams.get('next') ?? '';
    assert.match(next, /^\/(continue|again)\?t=/);
    return { site, browser, pin, mallory, next };
  }

  const typed = async (mallory: TestBrowser, pin: Pin): Promise<void> => {
    await mallory.signIn('Mallory');
    await mallory.open('/link');
    await mallory.submit('/link', { code: pin.code });
  };

  const leaves: Readonly<Record<string, (mallory: TestBrowser, pin: Pin) => Promise<string>>> = {
    'by sign-out at the question': async (mallory, pin) => {
      await typed(mallory, pin);
      return (await mallory.post('/signout')).to ?? '';
    },
    'by a switch of accounts': async (mallory, pin) => {
      await typed(mallory, pin);
      await mallory.submit('/signout');
      const { to } = await mallory.post('/signin', { name: 'Moll', password });
      return `/signin?next=${encodeURIComponent((await mallory.send(to ?? '')).to ?? '')}`;
    },
    'by a code that is sent without a session': async (mallory, pin) => {
      await mallory.open('/signin');
      return (await mallory.post('/link', { code: pin.code })).to ?? '';
    },
  };

  for (const [how, leave] of Object.entries(leaves)) {
    it(`does not say in another browser that the code was typed there: ${how}`, async () => {
      const { site, browser, pin, next } = await luredByMallory(leave);
      const lured = await browser.open(next);
      const barred = lured.status === 404 ? lured : await browser.submit('/continue');
      assert.match(plain(barred), /Enter the code yourself|This page has expired/);
      await browser.open('/account');
      const answered = plain(await browser.submit('/pin', { ...yes, t: next.replace(/^.*t=/, '') }));
      assert.doesNotMatch(answered, /Done|Is this your/);
      assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    });

    it(`still says so in the browser where it was: ${how}`, async () => {
      const { mallory, next } = await luredByMallory(leave);
      await mallory.signIn('Moll');
      await mallory.open(next);
      assert.match(plain(await mallory.submit('/continue')), /Is this your device\?/);
    });
  }
});
