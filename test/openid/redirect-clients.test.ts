// Apps of clients nobody here wrote, unmodified, sign a person in by redirect, in Chromium: openid-client 6.8.9 and oauth4webapi
// 3.8.8 behind web apps, oidc-client-ts 3.5.0 in a page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { hashOfSecret } from '../../packages/server/src/clients/secrets.ts';
import { openChromium, phone } from '../browser/chromium.ts';
import { signInHere } from '../browser/people.ts';
import { startPeer } from '../clients/peer.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { stores } from './stores.ts';

const secret = 'the secret of the web app';

let browser: Browser;
before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

const question = (page: Page, app: string): Promise<void> =>
  page.getByRole('heading', { name: `Sign in to The ${app}?` }).waitFor();

/** Says yes once the page has been looked at. */
async function sayYes(page: Page): Promise<void> {
  const tick = page.getByRole('checkbox', { name: 'I know this app' });
  if ((await tick.count()) > 0) await tick.check();
  await page.getByRole('button', { name: 'Yes, sign in' }).click();
}

/** The app has checked the ID token, its nonce with it, and says who it is. */
const signedIn = (page: Page, sub: string): Promise<void> =>
  page.getByText(`Signed in {"scope":"openid watch","sub":"${sub}"}`).waitFor();

for (const [engine, open] of Object.entries(stores)) {
  describe(`by redirect, on ${engine}`, () => {
    it('people sign in to web apps and to a page, and say no', async (context) => {
      const harness = createHarness(`redirect ${engine}`, {
        clock: movableClock(Date.now),
        store: await open(context),
      });
      context.after(() => harness.service.close());
      const issuer = await harness.service.listen();
      const ada = await harness.person('ada');
      const peer = startPeer('../../openid/peers/web-apps.mjs');
      context.after(() => peer.close());
      const app = await peer.ask<string>('listen', { issuer, scope: 'openid watch', secret });
      const asks = { scopes: ['openid', 'watch'], audiences: [] };
      const back = (name: string) => ({ redirectUris: [`${app}/${name}/callback`], ...asks });
      await registerClient(harness, 'openid-client', { ...back('openid-client'), isVerified: false });
      const keepsSecret = { authMethod: 'client_secret_post', secretHash: hashOfSecret(secret) } as const;
      await registerClient(harness, 'oauth4webapi', { ...back('oauth4webapi'), ...keepsSecret });
      await registerClient(harness, 'oidc-client-ts', { redirectUris: [`${app}/page`], ...asks });
      const hand = await browser.newContext(phone);
      context.after(() => hand.close());
      const page = await hand.newPage();

      await page.goto(`${app}/openid-client/login`);
      await signInHere(page);
      await question(page, 'openid-client');
      await sayYes(page);
      await signedIn(page, ada.id);

      await page.goto(`${app}/oauth4webapi/login`);
      await question(page, 'oauth4webapi');
      await sayYes(page);
      await signedIn(page, ada.id);

      await page.goto(`${app}/page`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await question(page, 'oidc-client-ts');
      await sayYes(page);
      await signedIn(page, ada.id);

      await page.goto(`${app}/oauth4webapi/form`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await question(page, 'oauth4webapi');
      await page.getByRole('button', { name: 'No, go back' }).click();
      await page.getByText('Not signed in: access_denied').waitFor();

      await page.goBack();
      await page.waitForLoadState();
      assert.equal((await harness.store.grants.listFor(ada.id)).length, 3);
    });
  });
}
