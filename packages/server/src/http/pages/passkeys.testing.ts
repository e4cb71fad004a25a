// Ada and a passkey of hers, at the pages.
import assert from 'node:assert/strict';
import { SoftwarePasskey, type Forgery } from '../../../../../test/harness/authenticator.ts';
import type { SettingsInput } from '../../config/settings.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { TestBrowser, testSite, type Reply, type TestSite } from './site.testing.ts';

/** What a script is told at the beginning of a ceremony. */
interface Begun {
  readonly options: object;
  readonly ticket: string;
  readonly life: number;
}

/** Begins a ceremony as the script of a page does. */
export async function begin(
  browser: TestBrowser,
  path: string,
  fields: Record<string, string> = {},
): Promise<Begun & { readonly to?: string }> {
  const reply = await browser.send(`${path}/options`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...browser.fields, ...fields }).toString(),
  });
  return JSON.parse(reply.text) as Begun & { to?: string };
}

/** Adds a passkey at the account page that the browser is on. */
export async function addTo(browser: TestBrowser, passkey: SoftwarePasskey, forgery: Forgery = {}): Promise<Reply> {
  await browser.open('/account');
  const { options, ticket } = await begin(browser, '/account/passkeys');
  return browser.post('/account/passkeys', { ticket, answer: passkey.create(options, forgery) });
}

/** Signs in by a passkey at the sign-in page. */
export async function enter(
  browser: TestBrowser,
  passkey: SoftwarePasskey,
  forgery: Forgery = {},
  next = '/link',
): Promise<Reply> {
  await browser.open(`/signin?next=${encodeURIComponent(next)}`);
  const { options, ticket } = await begin(browser, '/signin/passkey');
  return browser.post('/signin/passkey', { ticket, answer: passkey.get(options, forgery) });
}

/** Ada's account, her browser, in which she is signed in, and a passkey that she has added there. */
export interface AdaWithPasskey {
  readonly site: TestSite;
  readonly ada: Account;
  readonly browser: TestBrowser;
  readonly passkey: SoftwarePasskey;
}

export async function adaWithPasskey(settings: SettingsInput = {}, baseUrl?: string): Promise<AdaWithPasskey> {
  const site = testSite(settings, baseUrl);
  const ada = await site.person('Ada');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  const passkey = new SoftwarePasskey(new URL(site.baseUrl).origin);
  const added = await addTo(browser, passkey);
  assert.deepEqual([added.status, added.to], [303, '/account?done=passkeyAdded'], added.text);
  return { site, ada, browser, passkey };
}

/** The session of a browser that is signed in, as the store has it. */
export async function sessionsOf({ context }: TestSite, { id }: Account) {
  return context.store.sessions.listFor(id, context.ports.clock.now());
}
