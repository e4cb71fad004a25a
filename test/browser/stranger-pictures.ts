// What a person sees of devices that ask from somewhere else, and of long codes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { serve, type Served } from './served.ts';
import { sayYes, setUp, typeCode } from './people.ts';
import { addresses, inUtrecht, oauthFrom, plexFrom, worldWide } from './strangers.ts';

/** Where the picture goes is up to the caller. */
type Keep = (page: Page, name: string) => Promise<void>;

/** A television that asks from Utrecht and is signed in from Austin. */
async function collectElsewhere(page: Page, served: Served): Promise<void> {
  const facts = { accept: 'application/json', 'x-plex-client-identifier': 'elsewhere', 'x-plex-product': 'My Player' };
  const from = (address: string) => ({ headers: { ...facts, 'x-forwarded-for': address } });
  const pins = `${served.url}/api/v2/pins`;
  const asked = await fetch(pins, { method: 'POST', ...from(addresses.utrecht) });
  const { id, code } = (await asked.json()) as { readonly id: number; readonly code: string };
  await typeCode(page, served, code);
  await sayYes(page);
  await page.getByRole('heading', { name: /Done/ }).waitFor();
  await fetch(`${pins}/${id}`, from(addresses.austin));
}

/** Pictures of one screen. */
export async function strangerPictures(
  browser: Browser,
  screen: string,
  options: BrowserContextOptions,
  keep: Keep,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-pictures-'));
  const served = await serve({ ...worldWide(folder), userCodes: 'BCDFGHJKLMNPQRSTVWXZ:10' });
  const page = await inUtrecht(browser, options);
  await setUp(page, served);
  const away = await plexFrom(served.url, addresses.austin);
  await typeCode(page, served, away.code);
  await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
  await keep(page, `far-warn-${screen}`);
  await away.cancel();
  const long = await oauthFrom(served.url, addresses.utrecht);
  await page.goto(long.link);
  await keep(page, `long-code-link-${screen}`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
  await keep(page, `long-code-${screen}`);
  await long.cancel();
  await collectElsewhere(page, served);
  await page.goto(`${served.url}/devices`);
  await page.locator('summary', { hasText: 'Manage' }).first().click();
  await page.getByText('I didn’t ask for this').first().click();
  await keep(page, `devices-elsewhere-${screen}`);
  await page.getByRole('button', { name: 'Yes, unlink and block it' }).first().click();
  await page.getByText('Unlinked and blocked').waitFor();
  await keep(page, `devices-blocked-${screen}`);
  await page.context().close();
  await served.close();
  rmSync(folder, { recursive: true });
}
