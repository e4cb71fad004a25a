// A television's browser without a keyboard, and a phone, in Chromium: the phone answers, and the television goes on to its app.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { openChromium, phone, television as tv } from '../browser/chromium.ts';
import { signInHere } from '../browser/people.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';
import { stores } from './stores.ts';

const verifier = 'a verifier of forty-three characters or more'.replaceAll(' ', '-');

let browser: Browser;
before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

for (const [engine, open] of Object.entries(stores)) {
  describe(`sign-in with another device, on ${engine}`, () => {
    it('a phone types the code and the number, and the television goes on to its app', async (context) => {
      const harness = createHarness(`another device ${engine}`, {
        clock: movableClock(Date.now),
        store: await open(context),
      });
      context.after(() => harness.service.close());
      const issuer = await harness.service.listen();
      await harness.person('ada');
      const app = createServer((_, response) => response.end('Welcome')).listen(0, '127.0.0.1');
      context.after(() => app.close());
      await once(app, 'listening');
      const redirectUri = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`;
      await registerClient(harness, 'films', { redirectUris: [redirectUri], audiences: [], numberMatching: true });

      const room = await browser.newContext(tv);
      context.after(() => room.close());
      const television = await room.newPage();
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: 'films',
        redirect_uri: redirectUri,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      await television.goto(`${issuer}/oauth/authorize?${query.toString()}`);
      await television.getByRole('button', { name: 'Sign in with another device' }).click();
      const code = (await television.locator('.code').getAttribute('aria-label')) ?? '';

      const hand = await browser.newContext(phone);
      context.after(() => hand.close());
      const page = await hand.newPage();
      await page.goto(`${issuer}/link?code=${code.replaceAll(' ', '')}`);
      await signInHere(page);
      await page.locator('form[action$="/link"] button[type=submit]').first().click();
      await page.waitForURL(/\/pin\?/);
      const number = await television.locator('.number').textContent();
      await page.locator('input[name=number]').fill(number ?? '');
      await page.locator('input[name=mine]').check();
      await page.locator('button[name=answer][value=yes]').click();
      await page.waitForURL(/\/done\?/);

      await television.waitForURL(/callback\?/);
      const answer = new URL(television.url()).searchParams;
      assert.equal(answer.get('iss'), issuer);
      const tokens = await fetch(`${issuer}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: 'films',
          code: answer.get('code') ?? '',
          redirect_uri: redirectUri,
          code_verifier: verifier,
        }),
      });
      assert.equal(tokens.status, 200);
    });
  });
}
