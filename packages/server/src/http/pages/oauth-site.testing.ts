// An OAuth client and Ada at its question, for tests of the pages.
import assert from 'node:assert/strict';
import type { Pin, Requester } from '../../domain/pin.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { requestDeviceCode } from '../../service/pins/request-device-code.ts';
import { aClient } from '../../stores/contract/samples.ts';
import { noDeviceInfo, TestBrowser, testSite, type Reply, type TestSite } from './site.testing.ts';

/** A client of the operator. */
const player = aClient({
  id: 'player',
  name: 'Hall Player',
  isVerified: true,
  scopes: ['read', 'write', 'constructor'],
  scopeWords: { read: 'See your playlists' },
  audiences: [],
});

/** A device of the player asks for a code. */
export async function asks(
  site: TestSite,
  agent: string | null,
  scopes: readonly string[],
  from: Partial<Pick<Requester, 'address' | 'place'>> = {},
): Promise<Pin> {
  const { context } = site;
  const issued = await requestDeviceCode(context.ports, {
    clientId: player.id,
    format: context.oauth.userCodes,
    requester: {
      deviceInfo: { ...noDeviceInfo, product: player.name, platform: agent },
      address: '203.0.113.50',
      place: null,
      wantsToApprove: false,
      ...from,
    },
    authorizationRequest: { scopes, resources: [] },
    keyThumbprint: null,
    matchesNumber: (await context.store.oauthClients.byId(player.id))?.numberMatching === true,
  });
  assert.ok(issued.ok);
  return issued.value.pin;
}

/** A code as the device shows it. */
export const grouped = ({ code }: Pin): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What a page says, without its tags. */
export const plain = ({ text }: Reply): string => text.replace(/<[^>]*>/g, ' ').replace(/[\s\u2068\u2069]+/g, ' ');

/** Ada, signed in where the player is known. */
export async function adaSignedIn(client: Partial<OAuthClient> = {}, site: TestSite = testSite()) {
  await site.person('Ada');
  await site.context.store.oauthClients.add({ ...player, ...client });
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  return { site, browser };
}

/** Ada, who looks at what a device of the player asks for. */
export async function adaAtTheQuestion(
  client: Partial<OAuthClient> = {},
  { agent = null, scopes = ['read', 'write'] }: { agent?: string | null; scopes?: readonly string[] } = {},
) {
  const { site, browser } = await adaSignedIn(client);
  const pin = await asks(site, agent, scopes);
  const question = await browser.submit('/link', { code: grouped(pin) });
  return { site, browser, pin, question };
}
