import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { phone } from './chromium.ts';
import { serve } from './served.ts';
import { toWebp } from './webp.ts';
import { setUp, typeCode } from './people.ts';

const folder = new URL('../../docs/pictures/', import.meta.url);

/** Takes the pictures of the README and of the site's first page into docs/pictures. The TV is dark in either theme. */
export async function readmePictures(browser: Browser): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const served = await serve();
  const blank = await browser.newPage();

  const keep = async (page: Page, name: string): Promise<void> => {
    writeFileSync(new URL(`${name}.webp`, folder), await toWebp(blank, await page.screenshot()));
  };

  const hand = { ...phone, viewport: { width: 390, height: 780 }, deviceScaleFactor: 1 };
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
  await person.emulateMedia({ colorScheme: 'dark' });
  await keep(person, 'question-dark');

  await served.close();
}
