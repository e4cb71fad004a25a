// Number matching with a real device loop: Grandpa's projector asks with the SDK, Ada answers in a browser.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { createDeviceClient, type DeviceOutcome, type DeviceSignIn } from '@linkpin/client';
import { createKeys, createMemoryStore, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { foldCode } from '../../packages/server/src/domain/code.ts';
import { numberToMatch } from '../../packages/server/src/service/pins/number-to-match.ts';
import { until } from '../support/until.ts';
import { openChromium, phone } from './chromium.ts';
import { serve, type Served, type Store } from './served.ts';
import { setUp, signIn, typeCode } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-number-'));
after(() => rmSync(folder, { recursive: true }));
const clientsFile = join(folder, 'clients.json');
writeFileSync(
  clientsFile,
  JSON.stringify([{ id: 'projector', name: 'Projector', authMethod: 'none', numberMatching: true, scopes: ['watch'] }]),
);

const key = makeSecretKey();
const stores: Readonly<Record<string, () => Promise<Store>>> = {
  memory: async () => createMemoryStore(),
  SQLite: () => openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys([key]) }),
};

/** The loop of a device: the number that it shows, and how it ends. */
function follow(signIn: DeviceSignIn) {
  let shown: number | undefined;
  const outcome = (async (): Promise<DeviceOutcome['kind']> => {
    for await (const state of signIn.states()) {
      if (state.kind === 'opened') shown = state.number;
      else if (state.kind !== 'pending' && state.kind !== 'retrying') return state.kind;
    }
    throw new Error('the wait ended without an outcome');
  })();
  return { outcome, shows: (number: number) => until(`the device shows ${number}`, () => shown === number, 20) };
}

const answerWith = async (page: Page, number: number): Promise<void> => {
  await page.getByLabel('Enter the number shown on your device').fill(String(number));
  await page.getByRole('checkbox', { name: 'This is my device' }).check();
  await page.getByRole('button', { name: 'Yes, link it' }).click();
};

const otherThan = (number: number): number => (number === 99 ? 10 : number + 1);

for (const [name, open] of Object.entries(stores)) {
  describe(`a projector whose number has to match, on the ${name} store`, () => {
    let browser: Browser;
    let served: Served;
    let store: Store;
    let ada: Page;

    before(async () => {
      browser = await openChromium();
      store = await open();
      served = await serve({ clientsFile }, store, [key]);
      ada = await (await browser.newContext(phone)).newPage();
      await setUp(ada, served);
    });
    after(async () => {
      await browser.close();
      await served.close();
    });

    const ask = (): Promise<DeviceSignIn> =>
      createDeviceClient({ issuer: served.url, clientId: 'projector', insecureHttp: true }).requestCode();

    /** The page asks for a number: which it is, as soon as the device shows it. */
    const asksFor = async (page: Page, projector: DeviceSignIn, loop: ReturnType<typeof follow>): Promise<number> => {
      await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
      const pin = await store.pins.byCode(foldCode(projector.code), Date.now());
      assert.ok(pin);
      const number = numberToMatch(createKeys([key]), pin) ?? assert.fail('no number has to match');
      await loop.shows(number);
      return number;
    };

    it('is linked by the number that it shows once Ada has opened its code', async () => {
      const projector = await ask();
      const loop = follow(projector);
      await typeCode(ada, served, projector.code);
      const number = await asksFor(ada, projector, loop);
      const field = ada.getByLabel('Enter the number shown on your device');
      assert.equal(await field.getAttribute('inputmode'), 'numeric');
      await answerWith(ada, number);
      await ada.getByRole('heading', { name: /Done/ }).waitFor();
      assert.equal(await loop.outcome, 'approved');
    });

    it('is not linked by two wrong ones, and both sides hear it', async () => {
      const projector = await ask();
      const loop = follow(projector);
      await typeCode(ada, served, projector.code);
      const number = await asksFor(ada, projector, loop);
      await answerWith(ada, otherThan(number));
      await ada.getByText('You have one more try').waitFor();
      await answerWith(ada, otherThan(number));
      await ada.getByRole('heading', { name: 'That was not the number' }).waitFor();
      assert.equal(await loop.outcome, 'denied');
    });

    it('goes with Ada from the window inside an app to her own browser', async () => {
      const projector = await ask();
      const loop = follow(projector);
      await typeCode(ada, served, projector.code);
      await asksFor(ada, projector, loop);
      const own = await (await browser.newContext(phone)).newPage();
      await signIn(own, served);
      await typeCode(own, served, projector.code);
      await answerWith(own, await asksFor(own, projector, loop));
      await own.getByRole('heading', { name: /Done/ }).waitFor();
      assert.equal(await loop.outcome, 'approved');
      await own.close();
    });
  });
}
