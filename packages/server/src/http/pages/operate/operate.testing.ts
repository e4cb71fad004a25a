// A site with an admin who has just signed in, for tests of the pages of operators.
import type { Account } from '../../../service/ports/accounts.ts';
import type { SettingsInput } from '../../../config/settings.ts';
import { TestBrowser, testSite, type TestSite } from '../site.testing.ts';

/** A site that Ada operates, from a browser in which she has signed in. */
export interface OperatedSite {
  readonly site: TestSite;
  readonly ada: Account;
  readonly browser: TestBrowser;
}

export async function operatedSite(settings: SettingsInput = {}): Promise<OperatedSite> {
  const site = testSite(settings);
  const ada = await site.person('Ada', true);
  const browser = new TestBrowser(site);
  await browser.signIn('Ada', '/operate');
  return { site, ada, browser };
}

/** The words of a page, without marks and tags. */
export const plain = (text: string): string =>
  text
    .replaceAll(/<style.*?<\/style>|<script.*?<\/script>/gs, '')
    .replaceAll(/<[^>]+>|[\u2068\u2069]/g, ' ')
    .replaceAll(/\s+/g, ' ');
