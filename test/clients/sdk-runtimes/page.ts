// Plays the device in a page of Chromium, on an origin that is not the service's.
import { readFile } from 'node:fs/promises';
import { openChromium } from '../../browser/chromium.ts';
import { listen } from './listen.ts';
import type { Step } from './programs.ts';

const folders: Readonly<Record<string, URL>> = {
  client: new URL('../../../packages/client/dist/', import.meta.url),
  device: new URL('./', import.meta.url),
};

/** Serves the built files and the device, and plays it. */
export async function playInChromium(place: object, onStep: (step: Step) => void): Promise<void> {
  const site = await listen((request, response) => {
    const [, folder = '', file = ''] = /^\/(client|device)\/([\w-]+\.m?js)$/.exec(request.url ?? '') ?? [];
    const base = folders[folder];
    if (base === undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A device</title>');
      return;
    }
    readFile(new URL(file, base)).then(
      (script) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(script),
      () => response.writeHead(404).end(),
    );
  });
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
