// Requests that the person never made, or that come from far away: with real devices that wait to hear of the answer.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium, phone } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { sayYes, setUp, typeCode } from './people.ts';
import { addresses, inUtrecht, oauthFrom, plexFrom, worldWide, type Stranger } from './strangers.ts';

const question = (page: Page) => page.getByRole('heading', { name: 'Is this your device?' });
const far = (page: Page) => page.getByText('This request seems to come from far away');

describe('Ada, at home in Utrecht', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-strangers-'));
  let browser: Browser;
  let served: Served;
  let ada: Page;

  before(async () => {
    browser = await openChromium();
    served = await serve(worldWide(folder));
    ada = await inUtrecht(browser, phone);
    await setUp(ada, served);
  });
  after(async () => {
    await browser.close();
    await served.close();
    rmSync(folder, { recursive: true });
  });

  const look = async (device: Stranger): Promise<void> => {
    await device.isHeld;
    await typeCode(ada, served, device.code);
  };

  const kinds: Readonly<Record<string, (address: string) => Promise<Stranger>>> = {
    plex: (address) => plexFrom(served.url, address),
    oauth: (address) => oauthFrom(served.url, address),
  };

  for (const [dialect, ask] of Object.entries(kinds)) {
    describe(`asked by a device of ${dialect}`, () => {
      it('reads where it asks from, and of one in Austin that it is far away; her yes counts all the same', async () => {
        const near = await ask(addresses.utrecht);
        await look(near);
        await question(ada).waitFor();
        assert.equal(await far(ada).count(), 0);
        await near.cancel();
        const away = await ask(addresses.austin);
        await look(away);
        await far(ada).waitFor();
        await ada.getByRole('alert').getByText('far away: ⁨Austin, United States⁩.').waitFor();
        await sayYes(ada);
        assert.equal(await away.outcome, 'approved');
      });

      it('says that it was not her: it hears the no, what it had is gone, and its next code links nothing', async () => {
        const first = await ask(addresses.austin);
        await look(first);
        await sayYes(ada);
        assert.equal(await first.isLinked(), true);
        const second = await ask(addresses.austin);
        await look(second);
        await ada.getByRole('button', { name: 'I didn’t ask for this. Block it' }).click();
        await ada.getByText('Blocked for 30 days. It has no access to your account.').waitFor();
        assert.equal(await second.outcome, 'denied');
        assert.equal(await first.isLinked(), false);
        await ada.getByRole('link', { name: 'See what is blocked' }).click();
        await ada.getByText('No devices yet').waitFor();
        const third = await ask(addresses.austin);
        await look(third);
        await ada.getByRole('heading', { name: 'You blocked this' }).waitFor();
        await third.cancel();
        assert.equal(await third.outcome, 'cancelled');
        await ada.goto(`${served.url}/devices`);
        await ada.getByRole('button', { name: /^Unblock/ }).click();
        await ada.getByText('Unblocked. It can ask you again.').waitFor();
      });

      it('says so of a device on her list: it is unlinked, and so are others that asked as the same', async () => {
        const [one, other, own] = [
          await ask(addresses.austin),
          await ask(addresses.austin),
          await ask(addresses.utrecht),
        ];
        for (const device of [one, other, own]) {
          await look(device);
          await sayYes(ada);
          assert.equal(await device.isLinked(), true);
        }
        await ada.goto(`${served.url}/devices`);
        const listed = ada.getByRole('listitem').filter({ hasText: 'Austin' }).filter({ hasText: 'Unlink' });
        await listed.first().locator('summary', { hasText: 'Manage' }).click();
        await listed.first().locator('summary', { hasText: 'I didn’t ask for this' }).click();
        await listed.first().getByRole('button', { name: 'Yes, unlink and block it' }).click();
        await ada.getByText('Unlinked and blocked. It is signed out now.').waitFor();
        assert.equal(await listed.count(), 0);
        assert.deepEqual(await Promise.all([one, other, own].map((device) => device.isLinked())), [false, false, true]);
        await ada.getByRole('button', { name: /^Unblock/ }).click();
        await ada.locator('summary', { hasText: 'Manage' }).click();
        await ada.locator('summary', { hasText: 'Unlink' }).click();
        await ada.getByRole('button', { name: 'Yes, unlink it' }).click();
        await ada.getByText('No devices yet').waitFor();
      });
    });
  }

  it('has to type the code of a client that wants it so from far away: a link does not do', async () => {
    const device = await oauthFrom(served.url, addresses.austin, 'type');
    await device.isHeld;
    await ada.goto(device.link);
    await ada.getByRole('button', { name: 'Continue' }).click();
    await ada.getByRole('heading', { name: 'Enter the code yourself' }).waitFor();
    await ada.getByRole('link', { name: 'Enter a code' }).click();
    await ada.getByLabel('Code').fill(device.code);
    await ada.getByRole('button', { name: 'Continue' }).click();
    await far(ada).waitFor();
    await sayYes(ada);
    assert.equal(await device.outcome, 'approved');
  });

  it('cannot link a client from far away that is to be near, and can once it is', async () => {
    const away = await oauthFrom(served.url, addresses.austin, 'refuse');
    await look(away);
    await ada.getByRole('heading', { name: 'Too far away' }).waitFor();
    await away.cancel();
    const near = await oauthFrom(served.url, addresses.utrecht, 'refuse');
    await look(near);
    await sayYes(ada);
    assert.equal(await near.outcome, 'approved');
  });
});
