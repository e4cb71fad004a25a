// Pictures of every view in English, Arabic and the pseudo language, on a phone and a desktop, in light and dark.
import type { Browser, Page } from 'playwright-core';
import { desktop, phone, television } from './chromium.ts';
import { showViews } from './views.ts';

/** Views that look like another one. */
const alike = /^question [1245789]$|^from a provider: (?!denied)|^undone: (?!device)/;

/** @param keep takes a picture of a page, under a name */
export async function languagePictures(
  browser: Browser,
  keep: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  for (const language of ['en', 'ar', 'en-XA'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [screen, options] of Object.entries({ phone, desktop })) {
        await showViews(browser, { ...options, colorScheme }, language, async (name, page) => {
          if (alike.test(name)) return;
          if (name === 'television') await page.setViewportSize(television.viewport ?? { width: 1920, height: 1080 });
          await keep(page, `${language}-${name.replaceAll(/\W+/g, '-')}-${screen}-${colorScheme}`);
        });
      }
    }
  }
}
