// Plays the device in a page of Chromium, on an origin that is not the service's.
import { openChromium } from '../../browser/chromium.ts';
import type { Step } from './programs.ts';
import { openSite } from './site.ts';

/** Plays the device in a page; everything that it says is a step. */
export async function playInChromium(place: object, onStep: (step: Step) => void): Promise<void> {
  const site = await openSite('<!doctype html><title>A device</title>');
  const browser = await openChromium();
  try {
    const page = await browser.newPage();
    await page.goto(site.address);
    await page.exposeFunction('say', onStep);
    await page.evaluate(`(async (place) => {
      const { play } = await import('/device/device.mjs');
      await play(await import('/client/index.js'), place, say);
    })(${JSON.stringify(place)})`);
  } finally {
    await browser.close();
    site.stop();
  }
}
