// Pages over the memory store, whose people come from a provider that answers whatever a test wants.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { SettingsInput } from '@linkpin/server';
import { TestBrowser, testSite, type Reply, type TestSite } from '../../packages/server/src/http/pages/site.testing.ts';
import { startLiar, type Liar } from './liar.ts';
import { folderFor } from './site.ts';

/** A site and its provider. */
export interface LiedSite extends TestSite {
  readonly liar: Liar;
  browser(): TestBrowser;
  /** Where the provider sends a browser back to, that has gone there. */
  goThere(browser: TestBrowser, query?: string): Promise<string>;
  /** There and back. */
  signIn(browser: TestBrowser, query?: string): Promise<Reply>;
}

/** The path of a URL, with its query. */
const pathOf = (url: string): string => `${new URL(url).pathname}${new URL(url).search}`;

/**
 * @param provider further members of the provider in the providers file
 */
export async function liedSite(
  context: Pick<TestContext, 'after'>,
  provider: object = {},
  settings: SettingsInput = {},
): Promise<LiedSite> {
  const liar = await startLiar(context);
  const file = join(folderFor(context), 'providers.json');
  const entry = { id: 'acme', name: 'Acme', issuer: liar.issuer, clientId: 'linkpin', ...provider };
  writeFileSync(file, JSON.stringify([entry]));
  const site = testSite({ registration: 'open', outboundAllowed: ['127.0.0.1'], providersFile: file, ...settings });
  const goThere: LiedSite['goThere'] = async (browser, query = 'next=/link') => {
    const { to } = await browser.send(`/signin/with/acme?${query}`);
    return pathOf(liar.wayBack(to ?? ''));
  };
  return {
    ...site,
    liar,
    browser: () => new TestBrowser(site),
    goThere,
    signIn: async (browser, query) => browser.open(await goThere(browser, query)),
  };
}
