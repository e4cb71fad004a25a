import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { numberToMatch } from '../../service/pins/number-to-match.ts';
import { adaAtTheQuestion, plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite } from './site.testing.ts';

const week = 7 * 24 * 60 * 60 * 1000;

const yes = { answer: 'yes', mine: 'on' };

/** Ada's browser, signed in for so long, at the question about a device that asks now. */
async function atTheQuestion(since: number, settings = {}) {
  const site = testSite(settings);
  await site.person('Ada');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  site.pass(since);
  const pin = await site.ask();
  await browser.open('/link');
  await browser.submit('/link', { code: pin.code });
  return { site, browser, pin };
}

describe('a yes from a browser that signed in long ago', () => {
  it('needs the password again, and comes back to the same question', async () => {
    const { site, browser, pin } = await atTheQuestion(week);
    const before = [...browser.cookies.values()];
    const asked = await browser.submit('/pin', yes);
    assert.match(plain(asked), /Confirm it’s you .* Sign in again to continue/);
    assert.match(asked.text, /value="Ada"/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    const question = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(plain(question), /Is this your device\?.*Living room/);
    assert.notDeepEqual([...browser.cookies.values()], before, 'a session of its own');
    assert.match((await browser.post('/pin', yes)).to ?? '', /^\/done/);
    assert.equal((await site.pin(pin.id))?.state.at, 'approved');
  });

  it('stays a yes for nobody when the password is wrong', async () => {
    const { site, browser, pin } = await atTheQuestion(week);
    await browser.submit('/pin', yes);
    const wrong = await browser.post('/signin', { name: 'Ada', password: 'wrong horse' });
    assert.equal(wrong.status, 422);
    assert.match(plain(wrong), /Confirm it’s you/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('is not asked for one millisecond too early, nor for a no', async () => {
    const early = await atTheQuestion(week - 1);
    assert.match((await early.browser.post('/pin', yes)).to ?? '', /^\/done/);
    const no = await atTheQuestion(2 * week);
    assert.match((await no.browser.post('/pin', { answer: 'no' })).to ?? '', /^\/done/);
    assert.equal((await no.site.pin(no.pin.id))?.state.at, 'denied');
  });

  it('is as old as the operator says', async () => {
    const { browser } = await atTheQuestion(2 * week, { freshSignInDays: 15 });
    assert.match((await browser.post('/pin', yes)).to ?? '', /^\/done/);
  });

  it('is nobody else’s question: who signs in as another person does not get it', async () => {
    const { site, browser } = await atTheQuestion(week);
    await site.person('Eve');
    await browser.submit('/pin', yes);
    const other = await browser.submit('/signin', { name: 'Eve', password: 'correct horse' });
    assert.equal(other.status, 404);
    assert.match(plain(other), /This page has expired/);
  });

  it('cannot skip it by going to the page that comes after it', async () => {
    const { browser } = await atTheQuestion(week);
    const { to } = await browser.post('/pin', yes);
    const next = new URL(to ?? '', 'https://x').searchParams.get('next') ?? '';
    assert.match(next, /^\/again\?t=/);
    assert.match((await browser.send(next)).to ?? '', /^\/signin\?next=/);
  });

  it('has the number of its new session where one has to match', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({ numberMatching: true });
    const number = async () => {
      const now = await site.pin(pin.id);
      return String(now && numberToMatch(site.context.ports.keys, now));
    };
    site.changeRules({ freshFor: 0 });
    const before = await site.pin(pin.id);
    await browser.submit('/pin', { ...yes, scope: 'read', number: await number() });
    site.changeRules({ freshFor: 7 * 24 * 60 * 60 * 1000 });
    await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    const again = await browser.submit('/pin', { ...yes, scope: 'read', number: await number() });
    assert.match(plain(again), /your device now shows a different number/);
    const now = await site.pin(pin.id);
    assert.ok(before?.state.at === 'pending' && now?.state.at === 'pending');
    assert.notEqual(now.state.opened?.session, before.state.opened?.session);
    assert.match((await browser.post('/pin', { ...yes, scope: 'read', number: await number() })).to ?? '', /^\/done/);
  });

  it('switching the account at the question of an OAuth device keeps it for whoever signs in next', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    await site.person('Eve');
    await browser.submit('/signout');
    await browser.submit('/signin', { name: 'Eve', password: 'correct horse' });
    const question = await browser.submit('/continue');
    assert.match(plain(question), /Hall Player/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });
});
