import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { phone } from './chromium.ts';
import { livingRoom, serve } from './served.ts';
import { toPalettePng } from './palette-png.ts';
import { sayYes, setUp, typeCode } from './people.ts';

const folder = new URL('../../docs/pictures/', import.meta.url);

/** Takes the four pictures of the README into docs/pictures. */
export async function readmePictures(browser: Browser): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const served = await serve();
  const blank = await browser.newPage();

  const keep = async (page: Page, name: string): Promise<void> => {
    writeFileSync(new URL(`${name}.png`, folder), await toPalettePng(blank, await page.screenshot()));
  };

  const hand = { ...phone, viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5 };
  const person = await browser.newPage({ ...hand, colorScheme: 'light' });
  await setUp(person, served);

  const tv = await browser.newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  await tv.goto(`${served.url}/tv`);
  await tv.locator('[data-state="waiting"]').waitFor();
  await tv.locator('[data-fill="qr"]').evaluate((image: HTMLImageElement) => image.decode());
  await keep(tv, 'tv');

  await typeCode(person, served, (await tv.locator('[data-fill="code"]').textContent()) ?? '');
  await person.getByRole('heading', { name: 'Is this your device?' }).waitFor();
  await keep(person, 'question');
  await sayYes(person);
  await person.getByRole('heading', { name: /Done/ }).waitFor();
  await keep(person, 'done');
  await tv.getByRole('heading', { name: 'Signed in as ada' }).waitFor();

  for (const facts of [
    livingRoom,
    { 'Client-Identifier': 'phone', Product: 'My Player', Platform: 'Android', 'Device-Name': 'Pocket' },
  ]) {
    const pin = await served.ask(facts);
    await typeCode(person, served, pin.code);
    await sayYes(person);
    await person.getByRole('heading', { name: /Done/ }).waitFor();
    await served.poll(pin);
  }
  await person.emulateMedia({ colorScheme: 'dark' });
  await person.goto(`${served.url}/devices`);
  await keep(person, 'devices');

  await served.close();
}
