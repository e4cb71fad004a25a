// Programs that use all of the client's types, as their authors would write them.

/** No DOM, no types of Node: all that there is comes from the package. */
export const anywhere = `
import * as all from '@linkpin/client';
import {
  createDeviceClient, createDeviceKey, createDpop, createPlexClient, createPlexKeyClient, isLinkpinClientError, signInWithPopup,
  type Fetch, type KeyStorage, type LinkpinClientError, type PopupPage, type Signal, type StoredKey,
} from '@linkpin/client';

type Every = { [Name in keyof typeof all]: (typeof all)[Name] };
declare const every: Every;
declare const signal: Signal;
declare const page: PopupPage;

const fetch: Fetch = async (url, { method, headers, redirect, signal: aborted }) => {
  const asked: string = url + method + String(headers['Accept']) + redirect + String(aborted.aborted);
  return { status: 200, headers: { get: () => null }, text: async () => asked };
};
const kept = new Map<string, StoredKey>();
const storage: KeyStorage = {
  get: async (name) => kept.get(name),
  put: async (name, key) => void kept.set(name, key),
};

export async function use(error: unknown, one: LinkpinClientError): Promise<string> {
  const identity = { clientIdentifier: 'a', product: 'b', fetch };
  const plex = createPlexClient(identity);
  const signIn = await plex.requestPin({ signal });
  for await (const state of signIn.states({ signal })) if (state.kind === 'opened') return String(state.number);
  const outcome = await signInWithPopup(plex, { page, signal, onBlocked: (url) => void url.length });
  if (outcome.kind === 'approved') return outcome.token;
  const key = await createDeviceKey({ storage });
  const device = createDeviceClient({ issuer: 'https://a.example', clientId: 'a', fetch, dpop: createDpop(key) });
  const { tokens } = (await (await device.requestCode()).wait()) as { tokens: { accessToken: string } };
  const withKey = createPlexKeyClient({ ...identity, key });
  if (isLinkpinClientError(error, 'rate_limited')) {
    const code: 'rate_limited' = error.code;
    return code + String(error.retryAfter);
  }
  if (isLinkpinClientError(error)) return error.code;
  if (!isLinkpinClientError(one, 'network')) return one.message;
  // @ts-expect-error: there is no such code
  isLinkpinClientError(error, 'nonsense');
  return tokens.accessToken + (await withKey.exchange()) + Object.keys(every).length;
}
`;

/** What every platform with a DOM has fits as it is. */
export const browser = `
import {
  clientIdentifier, createDeviceKey, createPlexClient, keepForwardedPin, resumeForwarded, signInWithPopup,
  type Fetch, type PopupPage, type SigningKey,
} from '@linkpin/client';

const page: PopupPage = window;
const given: Fetch = fetch;
const wrapped: Fetch = (url, init) => fetch(url, { ...init, cache: 'no-store' });

export async function use(): Promise<CryptoKey> {
  const options = { clientIdentifier: await clientIdentifier(localStorage), product: 'b', fetch: given };
  const plex = createPlexClient({ ...options, fetch: wrapped });
  const signal = AbortSignal.timeout(1000);
  const signIn = await plex.requestPin({ signal });
  await keepForwardedPin(sessionStorage, signIn.save());
  await resumeForwarded(options, sessionStorage, { signal: new AbortController().signal });
  await signInWithPopup(plex, { page, signal });
  const key: SigningKey = await createDeviceKey({
    storage: { holdsKeys: true, get: async () => undefined, put: async (_name, stored) => {
      const { privateKey } = stored as CryptoKeyPair;
      await crypto.subtle.sign('Ed25519', privateKey, new Uint8Array(1));
    } },
  });
  return key.privateKey;
}
`;

/** What Node has fits as it is. */
export const node = `
import { createPlexClient, type Fetch } from '@linkpin/client';

const given: Fetch = fetch;

export async function use(): Promise<void> {
  const controller = new AbortController();
  const plex = createPlexClient({ clientIdentifier: 'a', product: 'b', fetch: given });
  await (await plex.requestPin({ signal: controller.signal })).wait({ signal: AbortSignal.timeout(1000) });
}
`;

/** A command line, and a server that keeps nothing, beside the types of Node. */
export const commandLine = `
import * as all from '@linkpin/client/cli';
import {
  SignInError, createKeyring, fileTokenStore, openSession, signIn, signOut, terminalScreen,
  type KeyringEntryClass, type SignInScreen, type TokenStore,
} from '@linkpin/client/cli';
import { sealForCookie, unsealFromCookie } from '@linkpin/client/cookie';
import type { SavedDeviceSignIn } from '@linkpin/client';

type Every = { [Name in keyof typeof all]: (typeof all)[Name] };
declare const every: Every;
declare const Entry: KeyringEntryClass;

export async function use(error: unknown, saved: SavedDeviceSignIn): Promise<string> {
  const store: TokenStore = fileTokenStore('/tmp/x', { keyring: createKeyring('acme', Entry) });
  const screen: SignInScreen = { ...terminalScreen(), show: (event) => void event.kind };
  const acme = { issuer: 'https://a.example', clientId: 'acme', store };
  const session = await signIn({ ...acme, screen, openPage: (url, failed) => void (url.length === 0 && failed()) });
  const response: Response = await session.fetch(new URL('https://a.example'), { method: 'POST', body: 'x' });
  const { expiresAt } = await (await openSession(acme)).tokens();
  const trouble: Error | null = await signOut(acme);
  const again = await unsealFromCookie<SavedDeviceSignIn>(await sealForCookie(saved, 'secret'), ['secret']);
  if (error instanceof SignInError && error.code === 'signed_out') return error.oauthError ?? '';
  return String(response.status) + expiresAt + trouble?.message + again?.userCode + Object.keys(every).length;
}
`;
