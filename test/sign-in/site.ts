// A service whose people come from a provider that is a real one, oidc-provider, unmodified.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  createKeys,
  openPostgresStore,
  openSqliteStore,
  readPostgresAddress,
  type SettingsInput,
  type Store,
} from '@linkpin/server';
import { movableClock } from '../harness/clock.ts';
import { testKeys } from '../harness/dependencies.ts';
import { Person, type Page } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { freshDatabase } from '../postgres/shared.ts';

/** What is known of somebody at the provider; null for who was dismissed. */
type Known = Readonly<Record<string, unknown>> | null;

/** The provider; see clients/oauth-peers/upstream.mjs. */
export interface Upstream {
  readonly issuer: string;
  readonly people: Record<string, Known>;
  readonly counted: { readonly refreshes: number };
  serve(service: string, more?: object): void;
  logOut(subject: string, session: string | undefined): Promise<void>;
  stop(): void;
}

const load = <Module>(name: string): Promise<Module> =>
  import(new URL(`../clients/oauth-peers/${name}.mjs`, import.meta.url).href) as Promise<Module>;

/** Starts the provider. */
export async function startUpstream(people: Record<string, Known>): Promise<Upstream> {
  const { startUpstream: start } = await load<{ startUpstream: (of: object) => Promise<Upstream> }>('upstream');
  return start(people);
}

/** A folder that goes with the test. */
export function folderFor(context: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-sign-in-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Where everything is kept. */
export const stores: Readonly<Record<string, (context: Pick<TestContext, 'after'>) => Promise<Store | undefined>>> = {
  memory: async () => undefined,
  SQLite: (context) => openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys: createKeys(testKeys) }),
  PostgreSQL: async (context) => {
    const database = await freshDatabase();
    context.after(() => database[Symbol.asyncDispose]());
    return openPostgresStore({ address: readPostgresAddress(database.url), keys: createKeys(testKeys) });
  },
};

/** A service, its provider, and people. */
export interface SignInSite extends Harness {
  readonly url: string;
  readonly upstream: Upstream;
  /** Somebody with a browser of their own. */
  browser(): Person;
}

/** What a test may want otherwise. */
export interface SiteOptions {
  readonly people?: Record<string, Known>;
  /** Further members of the provider in the providers file. */
  readonly provider?: object;
  readonly settings?: SettingsInput;
  readonly store?: Store | undefined;
}

/** Starts both; they end with the test. */
export async function startSite(
  context: Pick<TestContext, 'after'>,
  { people = {}, provider = {}, settings = {}, store }: SiteOptions = {},
): Promise<SignInSite> {
  const upstream = await startUpstream(people);
  context.after(() => upstream.stop());
  const folder = folderFor(context);
  const entry = { id: 'acme', name: 'Acme', issuer: upstream.issuer, clientId: 'linkpin', secretFile: 'secret' };
  writeFileSync(join(folder, 'secret'), 'a secret with %, + and :\n');
  writeFileSync(join(folder, 'providers.json'), JSON.stringify([{ ...entry, ...provider }]));
  const harness = createHarness('sign-in', {
    clock: movableClock(Date.now),
    ...(store === undefined ? {} : { store }),
    settings: {
      registration: 'open',
      outboundAllowed: ['127.0.0.1'],
      providersFile: join(folder, 'providers.json'),
      ...settings,
    },
  });
  const url = await harness.service.listen();
  context.after(() => harness.service.close());
  upstream.serve(url);
  return { ...harness, url, upstream, browser: () => new Person(url) };
}

/** Goes through the provider's own pages as somebody, and comes back. */
export async function passUpstream(browser: Person, first: Page, subject: string): Promise<Page> {
  let page = first;
  for (let step = 0; step < 10 && page.path.startsWith('/interaction/'); step += 1) {
    page = await browser.fillIn(page, page.html.includes('name="login"') ? { login: subject, password: 'x' } : {});
  }
  return page;
}

/** Signs in at the provider, beginning at the sign-in page of the service. */
export async function signInAt(browser: Person, subject: string, next = '/link'): Promise<Page> {
  return passUpstream(browser, await browser.get(`/signin/with/acme?next=${encodeURIComponent(next)}`), subject);
}
