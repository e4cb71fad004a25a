import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser, testSite, type Reply } from './site.testing.ts';

async function adaAndAnApp(forwardSchemes: string[] = []) {
  const site = testSite({ forwardSchemes });
  await site.person('Ada');
  const pin = await site.ask({ product: 'Gallery' }, { kind: 'strong', clientId: 'gallery-1' });
  return { site, pin, browser: new TestBrowser(site) };
}

describe('an app that opens /auth (wire S18)', () => {
  it('is shown after sign-in, with facts from the stored pin only', async () => {
    const { browser, pin } = await adaAndAnApp();
    assert.match((await browser.open('/auth')).text, /data-request/);
    const signIn = await browser.submit('/auth', { code: pin.code, clientID: 'gallery-1', forwardUrl: '' });
    assert.match(signIn.text, /Sign in to see which device is asking/);
    assert.ok(!signIn.text.includes('Gallery') && !signIn.text.includes(pin.code));
    const between = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(between.text, /Link an app or device\?/);
    assert.ok(!between.text.includes('Gallery') && !between.text.includes(pin.code), 'nothing was looked up');
    const question = await browser.submit('/continue');
    assert.match(question.text, /Is this your app\?/);
    assert.match(question.text, /Gallery/);
    assert.ok(!question.text.includes(pin.code), 'a strong code is for nobody to compare');
    assert.match((await browser.submit('/pin', { answer: 'yes', mine: 'on' })).text, /Go back to the app/);
  });

  it('whose clientID is not the pin’s holder is told what an unknown code is told, and nothing has happened', async () => {
    const { site, browser, pin } = await adaAndAnApp();
    await browser.signIn('Ada');
    const wrong = await browser.comeFromApp({ code: pin.code, clientID: 'gallery-2', forwardUrl: '' });
    const unknown = await browser.comeFromApp({ code: 'nosuchcode', clientID: 'gallery-2', forwardUrl: '' });
    const empty = await browser.comeFromApp({ code: pin.code, clientID: '', forwardUrl: '' });
    // The choice of a language leads back to the sealed request, which is another one each time.
    const said = ({ text }: Reply): string => text.replace(/name="back" value="[^"]*"/, '');
    assert.deepEqual([wrong.status, said(wrong), said(empty)], [404, said(unknown), said(unknown)]);
    const current = await site.pin(pin.id);
    assert.ok(current?.state.at === 'pending' && current.state.opened === null);
  });

  it('gets the person back by a visible link after yes, with the host shown plainly', async () => {
    const { browser, pin } = await adaAndAnApp();
    await browser.signIn('Ada');
    const forwardUrl = 'https://gallery.example/back?a=1&b=2';
    const question = await browser.comeFromApp({ code: pin.code, clientID: 'gallery-1', forwardUrl });
    assert.ok(!question.text.includes('gallery.example'));
    const done = await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.ok(done.text.includes('href="https://gallery.example/back?a=1&amp;b=2"'));
    assert.match(done.text, /Continue to \u2068gallery\.example\u2069/);
  });

  it('does not get the person back after no', async () => {
    const { browser, pin } = await adaAndAnApp();
    await browser.signIn('Ada');
    await browser.comeFromApp({ code: pin.code, clientID: 'gallery-1', forwardUrl: 'https://gallery.example/' });
    const no = await browser.submit('/pin', { answer: 'no' });
    assert.match(no.text, /You said no/);
    assert.ok(!no.text.includes('gallery.example'));
  });

  it('cannot have the person sent to anything but http, https and the schemes on the list', async () => {
    for (const [forwardUrl, allowed] of [
      ['javascript:alert(1)', false],
      ['JaVaScRiPt:alert(1)', false],
      [' javascript:alert(1)', false],
      ['data:text/html,x', false],
      ['otherapp://x', false],
      ['https://link.example@evil.example/', false],
      ['/relative', false],
      ['x'.repeat(5000), false],
      ['myapp://done', true],
      ['http://127.0.0.1:8080/x', true],
    ] as const) {
      const { browser, pin } = await adaAndAnApp(['myapp', 'javascript']);
      await browser.signIn('Ada');
      await browser.comeFromApp({ code: pin.code, clientID: 'gallery-1', forwardUrl });
      const done = await browser.submit('/pin', { answer: 'yes', mine: 'on' });
      assert.match(done.text, /Done\./);
      assert.equal(done.text.includes('data-forward '), allowed, forwardUrl);
      assert.equal(done.text.includes('isn’t allowed here'), !allowed, forwardUrl);
    }
  });

  it('is still there after the person has switched to another account', async () => {
    const { site, browser, pin } = await adaAndAnApp();
    await site.person('Bob');
    await browser.signIn('Ada');
    await browser.comeFromApp({ code: pin.code, clientID: 'gallery-1', forwardUrl: 'https://gallery.example/' });
    assert.match((await browser.submit('/signout')).text, /Sign in to see which device is asking/);
    await browser.submit('/signin', { name: 'Bob', password: 'correct horse' });
    const question = await browser.submit('/continue');
    assert.match(question.text, /Gallery/);
    assert.match(question.text, /<bdi>Bob<\/bdi>/);
    assert.ok((await browser.submit('/pin', { answer: 'yes', mine: 'on' })).text.includes('gallery.example'));
  });

  it('has its window kept: no page of the flow sends COOP, and every other page does (wire S19)', async () => {
    const { browser, pin } = await adaAndAnApp();
    const coop = async (path: string) => (await browser.send(path)).headers.get('cross-origin-opener-policy');
    for (const path of [
      '/auth',
      '/auth/',
      '/signin',
      '/continue?t=x',
      '/pin',
      '/done',
      '/signup',
      '/link',
      '/nowhere',
    ]) {
      assert.equal(await coop(path), null, path);
    }
    await browser.signIn('Ada');
    await browser.open('/auth');
    const { to } = await browser.post('/auth', { code: pin.code, clientID: 'gallery-1', forwardUrl: '' });
    assert.equal(await coop(to ?? ''), null);
    for (const path of ['/pin', '/done', '/continue?t=x', '/link']) assert.equal(await coop(path), null, path);
    for (const path of ['/', '/devices', '/account', '/setup']) assert.equal(await coop(path), 'same-origin', path);
  });
});
