import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';

/** How long a page may take to show what is waited for, in milliseconds: so far that no machine is too busy for it. */
const far = 120_000;

/**
 * Debian's Chromium, quiet and patient.
 *
 * @param more further arguments, such as those with which it takes an emulator for plex.tv
 */
export async function openChromium(more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(far));
  return browser;
}

/** A phone held upright. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** The smallest phone that people still have. */
export const smallPhone: BrowserContextOptions = {
  viewport: { width: 320, height: 568 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export const television: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } };
