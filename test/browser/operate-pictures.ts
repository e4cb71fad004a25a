// What an admin sees on the pages of operators, when nothing has happened and when much has.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { aClient, aGrant, anEntry } from '../../packages/server/src/stores/contract/samples.ts';
import type { EventKind } from '../../packages/server/src/domain/event-kinds.ts';
import { linkTimeOf, oneHour, type Measure } from '../../packages/server/src/domain/statistics.ts';
import { systemRandom } from '../../packages/server/src/app/random.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { createHarness, type Harness } from '../harness/service.ts';

type Keep = (page: Page, name: string) => Promise<void>;

const sections = ['', '/pins', '/people', '/people/1', '/devices', '/clients', '/blocks', '/audit', '/health'];

/** A day in which much happened. */
async function fill({ store, ports, service }: Harness, url: string): Promise<void> {
  const now = ports.clock.now();
  const counted = async (kind: EventKind, at: number, count: number, measures: readonly Measure[] = [kind]) =>
    store.auditLog.add([anEntry({ id: systemRandom.id(), kind, at, count, counted: measures, account: null })]);
  for (let index = 0; index < 24; index += 1) {
    const at = now - index * oneHour;
    const busy = Math.round(20 + 15 * Math.sin(index / 3));
    await counted('issued', at, busy * 3);
    await counted('opened', at, busy * 2);
    for (const took of [4, 12, 18, 25, 40, 70, 150]) {
      const share = Math.max(1, Math.round(busy / (1 + Math.abs(took - 22) / 12)));
      await counted('approved', at, share, ['approved', linkTimeOf(took * 1000)]);
    }
    await counted('redeemed', at, busy * 2);
    await counted('wrong-code', at, index % 5);
    await counted('throttled', at, index % 7 === 0 ? 9 : 1);
    await store.statistics.noteMost('waiting', at, busy);
  }
  const names = ['ben', 'Maximiliane-von-Donaudampfschifffahrt', 'نور', 'cleo'];
  for (const [index, username] of names.entries()) {
    const id = systemRandom.id();
    const account = {
      id,
      username,
      email: index === 1 ? 'maximiliane.von.donaudampfschifffahrt@example.org' : null,
      emailConfirmed: index === 1,
      passwordHash: 'x',
      isAdmin: index === 0,
      createdAt: now - 90 * 24 * oneHour,
    };
    await store.accounts.add(account, { by: 'operator' }, now);
    await store.grants.add(aGrant({ id: systemRandom.id(), account: id, name: 'Wohnzimmer', linkedAt: now }));
    await store.grants.add(aGrant({ id: systemRandom.id(), account: id, name: '📺 غرفة الجلوس', linkedAt: now }));
    if (index === 3) {
      await store.accounts.manage({ id, ground: { by: 'operator' }, act: 'disable', at: now });
      await ports.events.note({
        kind: 'person-disabled',
        about: { protocol: null, clientId: null },
        account: id,
        address: null,
        by: 'command',
      });
    }
  }
  await store.oauthClients.add(aClient({ id: 'radio', name: 'Radio', isVerified: true, scopes: ['listen', 'read'] }));
  await store.oauthClients.add(
    aClient({ id: 'k3j4h5k3j4h5', name: 'Unnamed app', isVerified: false, lastUsedAt: now }),
  );
  for (const [name, device] of [
    ['My Player', 'Living room'],
    ['Fernsehprogrammzeitschriftenvorschaubildbetrachter', 'Küche'],
  ] as const) {
    const headers = {
      accept: 'application/json',
      'x-plex-client-identifier': name,
      'x-plex-product': name,
      'x-plex-device-name': device,
    };
    await fetch(`${url}/api/v2/pins`, { method: 'POST', headers });
  }
  const until = now + 5 * 24 * oneHour;
  await store.blocks.put({
    id: 'b',
    requesterKey: 'plex 1 x',
    account: null,
    name: 'Odd TV',
    by: 'operator',
    at: now,
    until,
  });
  await store.blocks.put({
    id: 'c',
    requesterKey: 'plex 2 y',
    account: null,
    name: 'A device',
    by: 'reports',
    at: now,
    until,
  });
  void service;
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/signin?next=/operate`);
  await page.fill('input[name=name]', 'ada');
  await page.fill('input[name=password]', password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Pictures of one screen. */
export async function operatePictures(
  browser: Browser,
  screen: string,
  options: BrowserContextOptions,
  keep: Keep,
): Promise<void> {
  const clock = movableClock(Date.now());
  const settings = { plexCodeLength: 6, livePinsPerNetwork: 100, insecureHttp: true };
  const harness = createHarness('pictures', { clock, random: systemRandom, settings });
  const url = await harness.service.listen({ port: 0 });
  const { id } = await harness.person('ada');
  await harness.store.accounts.manage({ id, ground: { by: 'operator' }, act: 'make-admin', at: 0 });
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, url);
  for (const state of ['empty', 'full']) {
    if (state === 'full') await fill(harness, url);
    for (const section of sections) {
      await page.goto(`${url}/operate${section}`);
      await keep(page, `operate${section.replaceAll('/', '-')}-${state}-${screen}`);
    }
  }
  await page.goto(`${url}/operate/people/2`);
  await page.getByText('Reset password').click();
  await page.getByRole('button', { name: 'Yes, do it' }).first().click();
  await page.locator('.secret-link').waitFor();
  await keep(page, `operate-reset-${screen}`);
  await page.goto(`${url}/operate/clients`);
  await page.fill('#id-client', 'two words');
  await page.locator('form[action$="/clients/add"] button').click();
  await page.locator('.alert').waitFor();
  await keep(page, `operate-clients-refused-${screen}`);
  await context.close();
  await harness.service.close();
}
