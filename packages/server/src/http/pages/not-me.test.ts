// "This was not me", on the pages: Ada is lured with a code of Mallory's television.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite } from './site.testing.ts';

const yes = { answer: 'yes', mine: 'on' };
const mallory = { clientId: 'tv', address: '192.0.2.66' };

async function ada() {
  const site = testSite();
  await site.person('Ada');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  const look = async (code: string) => {
    await browser.open('/link');
    return browser.submit('/link', { code });
  };
  return { site, browser, look };
}

describe('"this was not me"', () => {
  it('said after a no blocks whoever asked: the next code of theirs cannot be linked', async () => {
    const { site, browser, look } = await ada();
    await look((await site.ask({}, mallory)).code);
    const no = await browser.submit('/pin', { answer: 'no' });
    assert.match(plain(no), /You said no .* Didn’t ask for this\?/);
    assert.match(plain(await browser.submit('/not-me')), /You said no .* Blocked for 30 days/);
    const next = await site.ask({}, mallory);
    const blocked = await look(next.code);
    assert.match(plain(blocked), /You blocked this .* unblock it under Your devices/);
    assert.doesNotMatch(blocked.text, /value="yes"/);
  });

  it('said at the question is a no that blocks, and unlinks what was linked before', async () => {
    const { site, browser, look } = await ada();
    await look((await site.ask({ deviceName: 'Lure' }, mallory)).code);
    await browser.submit('/pin', yes);
    const pin = await site.ask({}, mallory);
    await look(pin.code);
    assert.match(plain(await browser.submit('/pin', { answer: 'not-me' })), /Blocked for 30 days/);
    const now = await site.pin(pin.id);
    assert.ok(now?.state.at === 'denied' && now.state.why === 'not-me');
    assert.match(plain(await browser.open('/devices')), /No devices yet .* Blocked .*Living room/);
  });

  it('cannot be got around by an answer that was prepared before', async () => {
    const { site, browser, look } = await ada();
    const [first, second] = [await site.ask({}, mallory), await site.ask({}, mallory)];
    await look(second.code);
    const tab = new TestBrowser(site);
    for (const [name, value] of browser.cookies) tab.cookies.set(name, value);
    await tab.open('/link');
    await tab.submit('/link', { code: first.code });
    await tab.submit('/pin', { answer: 'not-me' });
    assert.match(plain(await browser.post('/pin', yes)), /You blocked this/);
    assert.equal((await site.pin(second.id))?.state.at, 'pending');
  });

  it('is said of a device on the list, and undone there', async () => {
    const { site, browser, look } = await ada();
    await look((await site.ask({}, mallory)).code);
    await browser.submit('/pin', yes);
    const [grant] = await site.context.store.grants.listFor(
      (await site.context.store.accounts.bySignInName('ada'))?.id ?? '',
    );
    await browser.open('/devices');
    const done = await browser.submit('/devices/not-me', { id: grant?.id ?? '' });
    assert.match(plain(done), /Unlinked and blocked\. .* Blocked just now, for 30 more days/);
    assert.match(plain(await look((await site.ask({}, mallory)).code)), /You blocked this/);
    await browser.open('/devices');
    assert.match(plain(await browser.submit('/devices/unblock')), /Unblocked\. It can ask you again/);
    assert.match(plain(await look((await site.ask({}, mallory)).code)), /Is this your device/);
  });

  it('touches no device of the same kind in the own home, and nobody else', async () => {
    const { site, browser, look } = await ada();
    await look((await site.ask({}, mallory)).code);
    await browser.submit('/pin', { answer: 'not-me' });
    const own = await site.ask({}, { clientId: 'tv', address: '203.0.113.9' });
    assert.match(plain(await look(own.code)), /Is this your device/);
    await site.person('Bob');
    const bob = new TestBrowser(site, '198.51.100.4');
    await bob.signIn('Bob');
    const pin = await site.ask({}, mallory);
    assert.match(plain(await bob.submit('/link', { code: pin.code })), /Is this your device/);
  });

  it('is not said of a request that nobody, or somebody else, denied', async () => {
    const { site, browser, look } = await ada();
    const pin = await site.ask({}, mallory);
    await look(pin.code);
    const { fields } = browser;
    const reply = await browser.post('/not-me');
    assert.equal(reply.status, 404);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    const eve = new TestBrowser(site);
    await site.person('Eve');
    await eve.signIn('Eve');
    await eve.open('/link');
    await eve.submit('/link', { code: pin.code });
    assert.match((await eve.post('/pin', { answer: 'no' })).to ?? '', /^\/done/);
    assert.equal((await browser.post('/not-me', fields)).status, 404);
    assert.doesNotMatch((await browser.open('/devices')).text, /action="\/devices\/unblock"/);
  });

  it('says so when too many were reported today', async () => {
    const { site, browser, look } = await ada();
    for (let index = 0; index < 6; index += 1) {
      await look((await site.ask({}, { ...mallory, clientId: `tv-${index}` })).code);
      const done = plain(await browser.submit('/pin', { answer: 'not-me' }));
      assert.match(done, index < 5 ? /Blocked for 30 days/ : /We couldn’t block it this time/);
    }
  });

  it('a requester that is blocked for everybody is refused to people too', async () => {
    const { site, look } = await ada();
    const pin = await site.ask({}, mallory);
    const now = site.context.ports.clock.now();
    const requesterKey = 'plex 192.0.2.66 tv';
    const block = {
      id: 'b',
      requesterKey,
      account: null,
      name: 'TV',
      by: 'operator',
      at: now,
      until: now + 1000,
    } as const;
    await site.context.store.blocks.put(block);
    assert.match(plain(await look(pin.code)), /This can’t be linked/);
  });
});
