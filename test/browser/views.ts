// Every view in a browser, without a service behind it and without its scripts.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createAssets } from '../../packages/server/src/pages/assets.ts';
import { everyView } from '../../packages/server/src/pages/views.testing.ts';
import type { Language } from '../../packages/server/src/pages/words/languages.ts';

/** What strangers call themselves: long, and without a place to break. */
const long = 'Donaudampfschifffahrtsgesellschaft';

const face = { name: long, accent: undefined, accentDark: undefined, logo: null, logoDark: null, icon: null };

/** Shows every view of a language in turn. */
export async function showViews(
  browser: Browser,
  options: BrowserContextOptions,
  language: Language,
  look: (name: string, page: Page) => Promise<void>,
): Promise<void> {
  const assets = createAssets(face);
  const context = await browser.newContext(options);
  const views = await Promise.all(
    everyView(long, language).map(async ([name, view]) => [name, String(await view)] as const),
  );
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const [, file = ''] = /\/assets\/([\w-]+\.css)$/.exec(pathname) ?? [];
    const isView = file === '';
    const body = isView ? views[Number(pathname.slice(1))]?.[1] : assets.at(assets.path(file as 'page.css'))?.body;
    if (typeof body === 'string') await route.fulfill({ contentType: isView ? 'text/html' : 'text/css', body });
    else await route.abort();
  });
  const page = await context.newPage();
  for (const [index, [name]] of views.entries()) {
    await page.goto(`http://pages.example/${index}`);
    await look(name, page);
  }
  await context.close();
}
