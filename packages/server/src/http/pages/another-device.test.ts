// "Sign in with another device": a television's browser, Ada's phone, and whoever else.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SettingsInput } from '../../config/settings.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { answerOf, authorizePath, notes, pkce, redeem } from './authorize.testing.ts';
import { TestBrowser, testSite, type Reply } from './site.testing.ts';

const minute = 60_000;

/** A television that an app has led to the sign-in page, and Ada with her phone. */
async function begin(client: Partial<OAuthClient> = {}, settings: SettingsInput = {}) {
  const site = testSite(settings);
  await site.person('Ada');
  await site.context.store.oauthClients.add({ ...notes, ...client });
  const { verifier, challenge } = pkce();
  const tv = new TestBrowser(site);
  const phone = new TestBrowser(site);
  await phone.signIn('Ada');
  const signIn = await tv.open(authorizePath(challenge));
  /** Presses "Sign in with another device" and looks at the page that shows the code. */
  const press = async (ticket = ticketIn(signIn)): Promise<{ path: string; page: Reply }> => {
    const { to: path } = await tv.post('/another-device', { request: ticket });
    assert.ok(path !== null);
    return { path, page: await tv.open(path) };
  };
  return { site, tv, phone, verifier, signIn, press };
}

const ticketIn = ({ text: html }: Reply): string =>
  /action="\/another-device">\s*<input type="hidden" name="request" value="([^"]*)"/.exec(html)?.[1] ?? '';

const codeOn = ({ text: html }: Reply): string => (/aria-label="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll(' ', '');

/** Ada types the code on her phone, and answers. */
async function answer(phone: TestBrowser, code: string, fields: Record<string, string>): Promise<Reply> {
  await phone.open('/link');
  const { to } = await phone.post('/link', { ...phone.fields, code });
  await phone.open(to ?? '');
  return phone.post('/pin', { ...phone.fields, scope: 'read', ...fields });
}

describe('a browser that waits for another device', () => {
  it('shows a code, and goes on to its app when a phone has said yes', async () => {
    const { site, tv, phone, verifier, press } = await begin();
    const { path, page } = await press();
    assert.match(page.text, /Sign in with your phone/);
    assert.match(page.text, /data-state="waiting"/);
    assert.match(page.text, /http-equiv="refresh"/, 'it works without a script');
    const code = codeOn(page);
    assert.ok(code.length >= 8, code);
    await answer(phone, code, { mine: 'on', answer: 'yes' });
    const done = await tv.open(path);
    const { members } = answerOf(done);
    assert.deepEqual([members['state'], members['iss']], ['the state', 'https://link.example']);
    const tokens = await redeem(site, members['code'] ?? '', verifier);
    assert.equal(tokens.status, 200);
    assert.equal(tokens.body['scope'], 'read');
  });

  it('is led on alone: neither the phone nor whoever has its URL gets the code', async () => {
    const { site, phone, tv, press } = await begin();
    const { path, page } = await press();
    const told = await answer(phone, codeOn(page), { mine: 'on', answer: 'yes' });
    const done = await phone.open(told.to ?? '');
    const thief = new TestBrowser(site);
    await thief.open('/signin');
    for (const reply of [done, await phone.open(path), await thief.open(path), await thief.open(`${path}&look=x`)]) {
      assert.equal(reply.headers.get('refresh'), null);
      assert.doesNotMatch(reply.text, /notes\.example\/callback/);
    }
    assert.ok(answerOf(await tv.open(path)).members['code'] !== undefined);
  });

  it('is led on for a minute, and not after', async () => {
    const { site, phone, tv, press } = await begin();
    const { path, page } = await press();
    await answer(phone, codeOn(page), { mine: 'on', answer: 'yes' });
    site.pass(minute);
    const late = await tv.open(path);
    assert.equal(late.headers.get('refresh'), null);
    assert.match(late.text, /data-state="over"/);
  });

  it('hears of a no, and can ask again or go back to its app', async () => {
    const { phone, tv, press } = await begin();
    const { path, page } = await press();
    await answer(phone, codeOn(page), { answer: 'no' });
    const denied = await tv.open(path);
    assert.match(denied.text, /data-state="denied"/);
    assert.match(denied.text, /https:\/\/notes\.example\/callback\?error=access_denied[^"]*state=the/);
    const again = await press(ticketIn(denied));
    assert.notEqual(codeOn(again.page), codeOn(page));
  });

  it('says when its code is over, and shows a new one', async () => {
    const { site, tv, press } = await begin();
    const { path, page } = await press();
    site.pass(30 * minute);
    const over = await tv.open(path);
    assert.match(over.text, /data-state="over"/);
    assert.notEqual(codeOn((await press(ticketIn(over))).page), codeOn(page));
  });

  it('shows the number that the phone needs, where the client wants one', async () => {
    const { phone, tv, verifier, site, press } = await begin({ numberMatching: true });
    const { path, page } = await press();
    assert.doesNotMatch(page.text, /class="number"/);
    await answer(phone, codeOn(page), { mine: 'on', answer: 'yes' });
    const [, number = ''] = /class="number"[^>]*>(\d\d)</.exec((await tv.open(path)).text) ?? [];
    assert.match(number, /^\d\d$/);
    await phone.post('/pin', { ...phone.fields, scope: 'read', mine: 'on', answer: 'yes', number });
    const { members } = answerOf(await tv.open(path));
    assert.equal((await redeem(site, members['code'] ?? '', verifier)).status, 200);
  });

  it('is told at once that a phone has opened its code', async () => {
    const { phone, tv, press } = await begin();
    const { path, page } = await press();
    const held = tv.open(`${path}&look=waiting`);
    await phone.post('/link', { ...phone.fields, code: codeOn(page) });
    await phone.open('/link');
    const { to } = await phone.post('/link', { ...phone.fields, code: codeOn(page) });
    assert.ok(to !== null);
    assert.equal((await held).text, 'opened');
  });

  it('asks within the limits of all codes, and not for a client that is gone', async () => {
    const { tv, signIn, site, press } = await begin({}, { issuesPerMinute: 1 });
    await press();
    assert.equal((await tv.post('/another-device', { request: ticketIn(signIn) })).status, 503);
    site.pass(2 * minute);
    await site.context.store.oauthClients.remove(notes.id);
    const gone = await tv.post('/another-device', { request: ticketIn(signIn) });
    assert.equal(gone.to, null);
    for (const request of ['', 'nonsense']) assert.equal((await tv.post('/another-device', { request })).to, null);
  });

  it('is offered at the question too, to whoever is signed in here', async () => {
    const { phone, press } = await begin();
    const question = await phone.open(authorizePath(pkce().challenge));
    assert.notEqual(ticketIn(question), '');
    await press();
    const byCode = await phone.open('/link');
    assert.equal(ticketIn(byCode), '', 'and not for a code');
  });
});
