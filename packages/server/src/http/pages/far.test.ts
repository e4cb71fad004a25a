// Requests from far away, on the pages. Ada is in Utrecht; the devices ask from wherever the story says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SettingsInput } from '../../config/settings.ts';
import type { Place } from '../../domain/place.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { austin } from '../../stores/contract/samples.ts';
import { adaSignedIn, asks, grouped, plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite, type TestSite } from './site.testing.ts';

const utrecht: Place = { ...austin, countryCode: 'NL', country: 'Netherlands', latitude: 52.09, longitude: 5.12 };

const here = '203.0.113.9';
const away = '198.51.100.7';
const nowhere = '192.0.2.7';

/** A site that knows where two addresses are. */
function site(settings: SettingsInput = {}): TestSite {
  const made = testSite(settings);
  made.knowPlaces(
    new Map([
      [here, utrecht],
      [away, austin],
    ]),
  );
  return made;
}

const yes = { answer: 'yes', mine: 'on' };

const follow = (browser: TestBrowser, code: string) =>
  browser.open(`/link?code=${code}`).then(() => browser.submit('/link', { code }));

describe('a Plex device that asks from far away', () => {
  const ask = async (settings: SettingsInput = {}, address = away) => {
    const { site: made, browser } = await adaSignedIn({}, site(settings));
    const pin = await made.ask({}, { address, place: made.context.geoip.lookup(address) });
    return { made, browser, pin };
  };

  it('is said to, in a plain sentence, and is not refused for it', async () => {
    const { made, browser, pin } = await ask();
    const question = await follow(browser, pin.code);
    assert.match(
      plain(question),
      /This request seems to come from far away: Austin, United States ?\. .*Is this your device\?/,
    );
    assert.match(question.text, /class="alarm" role="alert"[^]*<h1/, 'before all else');
    await browser.submit('/pin', yes);
    assert.equal((await made.pin(pin.id))?.state.at, 'approved');
  });

  it('nothing is said of one that is near, or of nobody knows where, and no page calls it safe', async () => {
    for (const address of [here, nowhere]) {
      const { browser, pin } = await ask({}, address);
      const text = plain(await follow(browser, pin.code));
      assert.match(text, /Is this your device/);
      assert.doesNotMatch(text, /far away|can’t tell where|\bsafe|trusted|near\b/i);
      assert.ok(!(await follow(browser, pin.code)).text.includes('class="alarm"'));
    }
  });

  it('one of nobody knows where is far where the operator says so', async () => {
    const { browser, pin } = await ask({ plexUnknownIsFar: true, plexWhenFar: 'type' }, nowhere);
    assert.match(plain(await follow(browser, pin.code)), /Enter the code yourself/);
    const warned = await ask({ plexUnknownIsFar: true }, nowhere);
    const question = await follow(warned.browser, warned.pin.code);
    assert.match(plain(question), /We can’t tell where this request comes from/);
    assert.ok(!question.text.includes('class="alarm"'), 'which is no alarm');
  });

  it('needs a code that is typed, where the operator says so: a link with it opens nothing', async () => {
    const { made, browser, pin } = await ask({ plexWhenFar: 'type' });
    const barred = await follow(browser, pin.code);
    assert.match(plain(barred), /Enter the code yourself .* a link is not enough/);
    assert.doesNotMatch(barred.text, /value="yes"/);
    for (const sent of [`https://link.example/link?code=${pin.code}`, `Your code: ${pin.code}`]) {
      await browser.open('/link');
      assert.match(plain(await browser.submit('/link', { code: sent })), /Enter the code yourself/, sent);
    }
    await browser.open('/link');
    assert.match(plain(await browser.submit('/link', { code: pin.code.toLowerCase() })), /Is this your device/);
    await browser.submit('/pin', yes);
    assert.equal((await made.pin(pin.id))?.state.at, 'approved');
  });

  it('is not approved by posting past the page that bars it', async () => {
    for (const whenFar of ['type', 'refuse'] as const) {
      const { made, browser, pin } = await ask();
      await follow(browser, pin.code);
      made.changeRules({ plexWhenFar: whenFar });
      const barred = await browser.post('/pin', yes);
      assert.match(plain(barred), whenFar === 'type' ? /Enter the code yourself/ : /Too far away/);
      assert.equal((await made.pin(pin.id))?.state.at, 'pending');
      await browser.open('/link');
    }
  });

  it('is refused where the operator says so, typed or not, and told what to do', async () => {
    const { browser, pin } = await ask({ plexWhenFar: 'refuse' });
    await browser.open('/link');
    const refused = plain(await browser.submit('/link', { code: pin.code }));
    assert.match(
      refused,
      /Too far away .* far away: Austin, United States ?\. .* Take your phone to the device, or join its network/,
    );
  });

  it('with a link that nobody can type is told what to do instead', async () => {
    const { site: made, browser } = await adaSignedIn({}, site({ plexWhenFar: 'type' }));
    const pin = await made.ask({}, { kind: 'strong', address: away, place: austin });
    const asked = await browser.comeFromApp({ code: pin.code, clientID: 'a-client', forwardUrl: '' });
    assert.match(plain(asked), /Not with this link .* get a short code in the app/);
  });

  it('keeps the code that a link filled in a link’s code, over a mistake and a switch of accounts', async () => {
    const { made, browser, pin } = await ask({ plexWhenFar: 'type' });
    await browser.open(`/link?code=${pin.code}`);
    await browser.submit('/link', { code: 'ZZZZ' });
    assert.match(plain(await browser.submit('/link', { code: pin.code })), /Enter the code yourself/);
    await made.person('Eve');
    made.changeRules({ plexWhenFar: 'warn' });
    await follow(browser, pin.code);
    made.changeRules({ plexWhenFar: 'type' });
    await browser.submit('/signout');
    await browser.submit('/signin', { name: 'Eve', password: 'correct horse' });
    assert.match(plain(await browser.submit('/continue')), /Enter the code yourself/);
  });
});

describe('a Plex device that hides where it asks from', () => {
  const ask = async (settings: SettingsInput = {}, mine: string | null = here) => {
    const made = site(settings);
    const browser = new TestBrowser(made, mine);
    await made.person('Ada');
    await browser.signIn('Ada');
    return { made, browser, pin: await made.ask({}, { address: null, hiddenBehind: away }) };
  };

  it('is said to, and counts as far for a code that must be typed and for a refusal', async () => {
    const warned = await ask();
    const question = await follow(warned.browser, warned.pin.code);
    assert.match(plain(question), /This request hides where it comes from/);
    assert.match(question.text, /class="alarm" role="alert"/);
    const typed = await ask({ plexWhenFar: 'type' });
    assert.match(plain(await follow(typed.browser, typed.pin.code)), /Enter the code yourself/);
    const refused = await ask({ plexWhenFar: 'refuse' });
    assert.match(plain(await follow(refused.browser, refused.pin.code)), /Too far away/);
    assert.equal((await refused.made.pin(refused.pin.id))?.state.at, 'pending');
  });

  it('does not where the person is not seen either: a proxy that nobody declared hides everybody', async () => {
    const { made, browser, pin } = await ask({ plexWhenFar: 'refuse' }, null);
    assert.doesNotMatch(plain(await follow(browser, pin.code)), /Too far|hides/);
    await browser.submit('/pin', yes);
    assert.equal((await made.pin(pin.id))?.state.at, 'approved');
  });

  it('is blocked by what it hides behind, whether it goes on hiding or not, only for who is seen', async () => {
    for (const [mine, blocked] of [
      [here, true],
      [null, false],
    ] as const) {
      const { made, browser, pin } = await ask({}, mine);
      await follow(browser, pin.code);
      await browser.submit('/pin', { answer: 'not-me' });
      for (const again of [{ address: null, hiddenBehind: away }, { address: away }]) {
        const next = await made.ask({}, again);
        const text = plain(await follow(browser, next.code));
        assert.equal(/Is this your device/.test(text), !blocked, JSON.stringify(again));
      }
    }
  });
});

describe('an OAuth client that asks from far away', () => {
  const ask = async (client: Partial<OAuthClient>, scopes: readonly string[]) => {
    const { site: made, browser } = await adaSignedIn(client, site());
    const pin = await asks(made, null, scopes, { address: away, place: austin });
    return { made, browser, pin };
  };

  it('has the rule of its own', async () => {
    const { browser, pin } = await ask({ whenFar: 'refuse' }, ['read']);
    await browser.open('/link');
    assert.match(plain(await browser.submit('/link', { code: grouped(pin) })), /Too far away/);
  });

  it('has the strictest rule of the scopes that are left', async () => {
    const { made, browser, pin } = await ask({ scopeWhenFar: { write: 'refuse' } }, ['read', 'write']);
    await browser.open('/link');
    await browser.submit('/link', { code: grouped(pin) });
    const again = await browser.post('/pin', { ...yes, scope: 'write' });
    assert.equal(again.status, 422);
    assert.match(plain(again), /Untick something, or say no/);
    await browser.submit('/pin', { ...yes, scope: 'read' });
    assert.equal((await made.pin(pin.id))?.state.at, 'approved');
  });

  it('is barred at once when every scope is', async () => {
    const { browser, pin } = await ask({ scopeWhenFar: { read: 'refuse', write: 'refuse' } }, ['read', 'write']);
    await browser.open('/link');
    assert.match(plain(await browser.submit('/link', { code: grouped(pin) })), /Too far away/);
  });
});
