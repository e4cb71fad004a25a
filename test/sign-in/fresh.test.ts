import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { liedSite } from './lied.ts';

const day = 86_400_000;

describe('a yes after a sign-in at a provider', () => {
  it('asks the provider to sign the person in anew, when that was long ago, and keeps the question', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    const pin = await site.ask();
    await site.signIn(browser, `next=${encodeURIComponent('/link')}`);
    const question = await browser.submit('/link', { code: pin.code });
    assert.match(question.text, /Signed in with \u2068Acme\u2069/);
    site.pass(8 * day);
    const later = await site.ask();
    await browser.open('/link');
    const { to } = await browser.post('/link', { code: later.code });
    await browser.open(to ?? '');
    const stale = await browser.post('/pin', { answer: 'yes', mine: 'on' });
    assert.match(stale.to ?? '', /^\/signin\?next=%2Fagain/);
    assert.equal((await site.pin(later.id))?.state.at, 'pending');
    const next = new URL(`http://x${stale.to ?? ''}`).searchParams.get('next') ?? '';
    const page = await browser.open(stale.to ?? '');
    assert.match(page.text, /Confirm that it’s you/);
    const there = await browser.send(`/signin/with/acme?next=${encodeURIComponent(next)}`);
    const asked = new URL(there.to ?? '').searchParams;
    assert.deepEqual([asked.get('prompt'), asked.get('max_age')], ['login', '0']);

    site.liar.lies = { claims: (right) => ({ ...right, auth_time: Number(right.iat) - 3600 }) };
    const way = new URL(site.liar.wayBack(there.to ?? ''));
    const refused = await browser.open(`${way.pathname}${way.search}`);
    assert.match(refused.text, /didn’t ask you to/, 'a provider that did not ask');
    site.liar.lies = {};
    await site.signIn(browser, `next=${encodeURIComponent(next)}`);
    const done = await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.equal(done.status, 200);
    assert.equal((await site.pin(later.id))?.state.at, 'approved');
  });

  it('is not fresh when the provider does not say when; the return counts only where the operator says so', async (context) => {
    const silent = { claims: (right: object) => ({ ...right, auth_time: undefined }) };
    for (const assumeFresh of [false, true]) {
      const site = await liedSite(context, { assumeFresh });
      site.liar.lies = silent;
      const browser = site.browser();
      const pin = await site.ask();
      await site.signIn(browser);
      await browser.open('/link');
      const opened = await browser.post('/link', { code: pin.code });
      assert.match(opened.to ?? '', /^\/pin/);
      await browser.open(opened.to ?? '');
      const stale = await browser.post('/pin', { answer: 'yes', mine: 'on' });
      assert.match(stale.to ?? '', /^\/signin\?next=%2Fagain/);
      const next = new URL(`http://x${stale.to ?? ''}`).searchParams.get('next') ?? '';
      const back = await site.signIn(browser, `next=${encodeURIComponent(next)}`);
      if (!assumeFresh) assert.match(back.text, /didn’t ask you to/);
      else assert.equal((await browser.post('/pin', { answer: 'yes', mine: 'on' })).to?.startsWith('/done'), true);
    }
  });

  it('asks for no fresh sign-in where the operator wants none, and then for no age of the provider’s', async (context) => {
    for (const [freshSignInDays, age] of [
      [0, null],
      [2, '172800'],
    ] as const) {
      const site = await liedSite(context, {}, { freshSignInDays });
      site.liar.lies = { claims: (right) => ({ ...right, auth_time: undefined }) };
      const browser = site.browser();
      const pin = await site.ask();
      const there = await browser.send('/signin/with/acme?next=/link');
      assert.equal(new URL(there.to ?? '').searchParams.get('max_age'), age);
      await site.signIn(browser);
      await browser.open('/link');
      const opened = await browser.post('/link', { code: pin.code });
      await browser.open(opened.to ?? '');
      const answer = await browser.post('/pin', { answer: 'yes', mine: 'on' });
      assert.match(answer.to ?? '', freshSignInDays === 0 ? /^\/done/ : /^\/signin/);
    }
  });

  it('keeps where an app wants the person sent back to, however long that is', async (context) => {
    const site = await liedSite(context, {}, { passwords: false });
    const pin = await site.ask({}, { kind: 'strong', clientId: 'app' });
    const forwardUrl = `https://app.example/back?${'x'.repeat(3900)}`;
    const browser = site.browser();
    await browser.open('/auth');
    const sent = await browser.post('/auth', { clientID: 'app', code: pin.code, forwardUrl });
    const leads = await browser.send(sent.to ?? '');
    const signIn = await browser.send(leads.to ?? '');
    const path = (signIn.headers.get('refresh') ?? '').replace('0; url=', '');
    const there = await browser.send(path);
    assert.ok((there.to ?? '').length < 4000, 'what a provider takes');
    const way = new URL(site.liar.wayBack(there.to ?? ''));
    await browser.open(`${way.pathname}${way.search}`);
    await browser.submit('/continue');
    const done = await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.ok(done.text.includes(forwardUrl.slice(0, 100)), done.text.slice(0, 3000));
  });
});
