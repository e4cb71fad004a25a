// Takes a picture of every page into ./pictures, to be looked at. With the argument `readme` it takes those of the README,
// with the name of a screen only those of that screen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeviceClient } from '@linkpin/client';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { desktop, openChromium, phone, smallPhone, television } from './chromium.ts';
import { livingRoom, serve, type DeviceFacts, type Served } from './served.ts';
import { goOn, sayNo, sayYes, setUp, signIn, typeCode } from './people.ts';
import { readmePictures } from './readme-pictures.ts';
import { languagePictures } from './language-pictures.ts';
import { operatePictures } from './operate-pictures.ts';
import { strangerPictures } from './stranger-pictures.ts';

const folder = new URL('../../pictures/', import.meta.url).pathname;

const devices: Readonly<Record<string, DeviceFacts>> = {
  plain: livingRoom,
  german: {
    'Client-Identifier': 'german',
    Product: 'Fernsehprogrammzeitschriftenvorschaubildbetrachtungsanwendung',
    Platform: 'Tizen',
    'Platform-Version': '7.0',
    'Device-Name': 'Donaudampfschifffahrtsgesellschaftskapitänswohnzimmerfernseher',
  },
  arabic: {
    'Client-Identifier': 'arabic',
    Product: 'مشغل الأفلام',
    Platform: 'Android',
    'Device-Name': 'تلفزيون غرفة الجلوس',
  },
  emoji: { 'Client-Identifier': 'emoji', Product: '🎬🍿', Platform: 'webOS', 'Device-Name': '📺 👨‍👩‍👧' },
  empty: { 'Client-Identifier': 'empty' },
};

const gallery: DeviceFacts = {
  'Client-Identifier': 'gallery-web',
  Product: 'Gallery',
  Platform: 'Firefox',
  'Platform-Version': '140',
  Device: 'Linux',
};

const screens: Readonly<Record<string, BrowserContextOptions>> = {
  'phone-light': { ...phone, colorScheme: 'light' },
  'phone-dark': { ...phone, colorScheme: 'dark' },
  'small-light': { ...smallPhone, colorScheme: 'light' },
  'desktop-light': { ...desktop, colorScheme: 'light' },
  'desktop-dark': { ...desktop, colorScheme: 'dark' },
  'zoom-light': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: 'light' },
  'forced-dark': { ...phone, colorScheme: 'dark', forcedColors: 'active' },
};

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
}

async function pagesOf(screen: string, page: Page, served: Served): Promise<void> {
  const name = (what: string): string => `${what}-${screen}`;
  await keep(page, name('link'));
  await typeCode(page, served, 'ZZZZ');
  await keep(page, name('link-wrong'));

  for (const [label, facts] of Object.entries(devices)) {
    const pin = await served.ask(facts);
    await typeCode(page, served, pin.code);
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    await keep(page, name(`pin-${label}`));
    if (label === 'emoji') {
      await sayNo(page);
      await keep(page, name('denied'));
      continue;
    }
    await sayYes(page);
    await page.getByRole('heading', { name: /Done/ }).waitFor();
    if (label === 'plain') {
      await keep(page, name('done'));
      await served.poll(pin);
    }
  }
  const unwanted = await served.ask({ ...devices['german'], 'Client-Identifier': 'unwanted' });
  await typeCode(page, served, unwanted.code);
  await sayNo(page);
  await page.getByRole('button', { name: 'I didn’t ask for this' }).click();
  await page.getByText('Blocked for 30 days').waitFor();
  await keep(page, name('not-me'));
  await typeCode(page, served, (await served.ask({ 'Client-Identifier': 'unwanted' })).code);
  await page.getByRole('heading', { name: 'You blocked this' }).waitFor();
  await keep(page, name('blocked'));
  await page.goto(`${served.url}/devices`);
  await page.locator('summary', { hasText: 'Manage' }).first().click();
  await page.getByText('Unlink').first().click();
  await keep(page, name('devices'));
  await page.goto(`${served.url}/account`);
  await keep(page, name('account'));
  await page.goto(`${served.url}/nowhere`);
  await keep(page, name('trouble'));

  const strong = await served.ask(gallery, true);
  const forward = encodeURIComponent('https://gallery.example/back');
  const query = `clientID=gallery-web&code=${strong.code}&forwardUrl=${forward}`;
  await page.goto(`${served.url}/auth#?${query}`);
  await page.getByRole('heading', { name: 'Link an app or device?' }).waitFor();
  await keep(page, name('continue'));
  await goOn(page);
  await page.getByRole('heading', { name: 'Is this your app?' }).waitFor();
  await keep(page, name('auth'));
  await page.route('https://gallery.example/**', (route) => route.abort());
  await sayYes(page);
  await page.getByRole('heading', { name: /Done/ }).waitFor();
  await keep(page, name('auth-done'));
  await page.goto(`${served.url}/auth`);
  await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
  await keep(page, name('auth-incomplete'));
  await page.context().clearCookies();
  await page.goto(`${served.url}/signin`);
  await keep(page, name('signin'));
}

/** What a client sees whose number has to match and that asks from nobody knows where, and an old session. */
async function carefulPictures(browser: Browser): Promise<void> {
  const clients = mkdtempSync(join(tmpdir(), 'linkpin-pictures-'));
  const careful = { authMethod: 'none', scopes: ['watch', 'pay'], scopeWords: { watch: 'See your films' } };
  const far = { unknownIsFar: true, scopeWhenFar: { pay: 'refuse' } };
  writeFileSync(
    join(clients, 'clients.json'),
    JSON.stringify([
      { ...careful, id: 'warn', name: devices['german']?.['Product'], numberMatching: true, ...far },
      { ...careful, id: 'type', unknownIsFar: true, whenFar: 'type' },
      { ...careful, id: 'refuse', unknownIsFar: true, whenFar: 'refuse' },
    ]),
  );
  for (const [screen, options] of Object.entries(screens)) {
    // One network is not far, so the service is made to know no address.
    const served = await serve({ clientsFile: join(clients, 'clients.json'), trustedProxies: ['127.0.0.0/8'] });
    const page = await (
      await browser.newContext({ ...options, extraHTTPHeaders: { 'x-forwarded-for': 'unknown' } })
    ).newPage();
    await setUp(page, served);
    const ask = (clientId: string) =>
      createDeviceClient({ issuer: served.url, clientId, insecureHttp: true }).requestCode();
    const open = async (clientId: string, link = false): Promise<void> => {
      const { code, qrText } = await ask(clientId);
      if (!link) return typeCode(page, served, code);
      await page.goto(qrText);
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await open('warn');
    await page.getByLabel('Enter the number shown on your device').fill('10');
    await page.getByRole('checkbox', { name: 'This is my device' }).check();
    await page.getByRole('checkbox', { name: 'pay' }).uncheck();
    await page.clock.install();
    await keep(page, `number-${screen}`);
    await page.clock.runFor(1000);
    await page.getByRole('button', { name: 'Yes, link it' }).click();
    await page.getByRole('alert').first().waitFor();
    await keep(page, `number-wrong-${screen}`);
    await open('type', true);
    await keep(page, `far-type-${screen}`);
    await open('refuse');
    await keep(page, `far-refuse-${screen}`);
    await page.context().close();
    await served.close();
  }
  rmSync(clients, { recursive: true });
}

async function tvPictures(browser: Browser): Promise<void> {
  const served = await serve();
  const first = await browser.newPage();
  await setUp(first, served);
  for (const [screen, options] of Object.entries({ tv: television, desktop, phone })) {
    const tv = await browser.newPage(options);
    await tv.goto(`${served.url}/tv`);
    await tv.locator('[data-state="waiting"]').waitFor();
    await tv.locator('[data-fill="qr"]').evaluate((image: HTMLImageElement) => image.decode());
    await tv.waitForTimeout(500);
    await keep(tv, `tv-waiting-${screen}`);
    const code = (await tv.locator('[data-fill="code"]').textContent()) ?? '';
    const person = await browser.newPage(phone);
    await signIn(person, served);
    await typeCode(person, served, code);
    await tv.getByText('Continue on your phone').first().waitFor();
    await keep(tv, `tv-opened-${screen}`);
    await (screen === 'desktop' ? sayNo(person) : sayYes(person));
    await tv.locator('[data-state="approved"], [data-state="denied"]').waitFor();
    await tv.waitForTimeout(500);
    await keep(tv, `tv-decided-${screen}`);
    await person.close();
    await tv.close();
  }
  await served.close();
}

/** Each screen has a service of its own: the budgets of one would not last for all. */
async function screenPictures(browser: Browser, screen: string, options: BrowserContextOptions): Promise<void> {
  const served = await serve();
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(await served.setUpLink());
  await keep(page, `setup-${screen}`);
  await setUp(page, served);
  await pagesOf(screen, page, served);
  await context.close();
  await served.close();
}

const only = process.argv[2];
const browser = await openChromium();
if (only === 'readme') {
  await readmePictures(browser);
} else {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [screen, options] of Object.entries(screens)) {
    if (only === undefined || screen === only) await screenPictures(browser, screen, options);
  }
  if (only === undefined || only === 'care') await carefulPictures(browser);
  if (only === undefined || only === 'strangers') {
    for (const [screen, options] of Object.entries(screens)) await strangerPictures(browser, screen, options, keep);
  }
  if (only === undefined || only === 'operate') {
    for (const [screen, options] of Object.entries(screens)) await operatePictures(browser, screen, options, keep);
  }
  if (only === undefined || only === 'languages') await languagePictures(browser, keep);
  if (only === undefined || only === 'tv') await tvPictures(browser);
}
await browser.close();
