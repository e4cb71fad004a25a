// A client that would like a passkey (`acr_values`): asked for once, of somebody who has one, and told the truth about.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authenticationClaims } from '../../domain/openid.ts';
import { requestDeviceCode } from '../../service/pins/request-device-code.ts';
import { aClient } from '../../stores/contract/samples.ts';
import { grouped, plain } from './oauth-site.testing.ts';
import { adaWithPasskey, enter } from './passkeys.testing.ts';
import { noDeviceInfo, type Reply, type TestBrowser, type TestSite } from './site.testing.ts';

const yes = { answer: 'yes', mine: 'on', scope: 'openid' };

const nextIn = ({ text }: Reply): string =>
  /name="next" value="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail('no next');

/** A device that would like Ada to show a passkey, and what she sees when she types its code. */
async function asks(site: TestSite, browser: TestBrowser) {
  const { context } = site;
  site.pass(5000);
  await context.store.oauthClients.add(aClient({ id: 'player', scopes: ['openid'] }));
  const openid = { nonce: null, maxAge: null, acrValues: ['phr'], prompt: [] };
  const issued = await requestDeviceCode(context.ports, {
    clientId: 'player',
    format: context.oauth.userCodes,
    requester: { deviceInfo: noDeviceInfo, address: '203.0.113.50', place: null, wantsToApprove: false },
    authorizationRequest: { scopes: ['openid'], resources: [], openid },
    keyThumbprint: null,
  });
  assert.ok(issued.ok);
  const { pin } = issued.value;
  await browser.open('/link');
  const page = await browser.submit('/link', { code: grouped(pin) });
  const saidOf = async () => {
    const now = await site.pin(pin.id);
    return now?.state.at === 'approved' ? authenticationClaims(now.state.approval.signIn) : now?.state.at;
  };
  return { page, saidOf };
}

describe('a client that would like a passkey', () => {
  it('gets one of Ada, who signed in with her password', async () => {
    const { site, browser, passkey } = await adaWithPasskey();
    const { page, saidOf } = await asks(site, browser);
    assert.match(plain(page), /Confirm it’s you/);
    const back = await enter(browser, passkey, {}, nextIn(page));
    await browser.open(back.to ?? assert.fail(back.text));
    assert.match((await browser.post('/pin', yes)).to ?? '', /^\/done/);
    const said = await saidOf();
    assert.ok(typeof said === 'object');
    assert.deepEqual([said.acr, said.amr], ['phr', ['pop', 'mfa']]);
  });

  it('does not bar her who signs in with the password again, and hears that it was that', async () => {
    const { site, browser } = await adaWithPasskey();
    const { saidOf } = await asks(site, browser);
    const question = await browser.submit('/signin', { name: 'Ada', password: 'correct horse' });
    assert.match(plain(question), /Is this your device\?/);
    assert.match((await browser.post('/pin', yes)).to ?? '', /^\/done/);
    const said = await saidOf();
    assert.ok(typeof said === 'object');
    assert.deepEqual([said.acr, said.amr], [undefined, ['pwd']]);
  });

  it('asks nobody twice: who signed in by passkey sees the question at once', async () => {
    const { site, browser, passkey } = await adaWithPasskey();
    await browser.submit('/signout');
    await enter(browser, passkey);
    const { page } = await asks(site, browser);
    assert.match(plain(page), /Is this your device\?/);
  });
});
