// Devices that ask from somewhere else: a service that knows where addresses are, and a proxy's word for where one is.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkPlexToken,
  createDeviceClient,
  createPlexClient,
  isLinkpinClientError,
  type OAuthTokens,
} from '@linkpin/client';
import type { SettingsInput } from '@linkpin/server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { writeMmdb } from '../../packages/server/src/geoip/mmdb.testing.ts';

/** Where people and devices are. */
export const addresses = { utrecht: '203.0.113.9', austin: '198.51.100.7' };

const place = (iso_code: string, country: string, city: string, latitude: number, longitude: number) => ({
  city: { names: { en: city } },
  country: { iso_code, names: { en: country } },
  location: { latitude, longitude },
});

/** Clients that differ in what they need from far away. */
const clients = (['warn', 'type', 'refuse'] as const).map((whenFar) => ({
  id: whenFar,
  name: `Projector (${whenFar})`,
  authMethod: 'none',
  scopes: [],
  whenFar,
}));

/** Settings of a service behind a proxy that knows both places and these clients; files go into `folder`. */
export function worldWide(folder: string): SettingsInput {
  const geoDatabase = join(folder, 'places.mmdb');
  const networks = {
    '203.0.113.0/24': place('NL', 'Netherlands', 'Utrecht', 52.09, 5.12),
    '198.51.100.0/24': place('US', 'United States', 'Austin', 30.27, -97.74),
  };
  writeFileSync(geoDatabase, writeMmdb({ type: 'GeoLite2-City', ipVersion: 4, recordSize: 24, networks }));
  const clientsFile = join(folder, 'clients.json');
  writeFileSync(clientsFile, JSON.stringify(clients));
  return { geoDatabase, clientsFile, trustedProxies: ['127.0.0.0/8'] };
}

/** A page of a browser in Utrecht. */
export async function inUtrecht(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const extraHTTPHeaders = { 'x-forwarded-for': addresses.utrecht };
  return (await browser.newContext({ ...options, extraHTTPHeaders })).newPage();
}

/** A device that signs in. */
export interface Stranger {
  readonly code: string;
  /** The link with the code in it. */
  readonly link: string;
  /** How its sign-in ends. */
  readonly outcome: Promise<string>;
  /** Resolves when it has asked to be held. */
  readonly isHeld: Promise<void>;
  /** Whether what it was given still works. */
  readonly isLinked: () => Promise<boolean>;
  readonly cancel: () => Promise<boolean>;
}

/** A `fetch` from an address, and when it asked to be held. */
function fetchFrom(address: string) {
  const { promise: isHeld, resolve } = Promise.withResolvers<void>();
  const from = (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', address);
    if (headers.has('prefer')) resolve();
    return fetch(url, { ...init, headers });
  };
  return { from, isHeld };
}

/** A television of the old kind asks from there. */
export async function plexFrom(url: string, address: string): Promise<Stranger> {
  const { from, isHeld } = fetchFrom(address);
  const facts = { clientIdentifier: 'strange-tv', product: 'My Player', deviceName: 'Bedroom' };
  const options = { ...facts, server: url, fetch: from };
  const signIn = await createPlexClient(options).requestPin();
  const ended = signIn.wait();
  return {
    code: signIn.code,
    link: signIn.qrText,
    outcome: ended.then(({ kind }) => kind),
    isHeld,
    async isLinked() {
      const end = await ended;
      return end.kind === 'approved' && (await checkPlexToken(options, end.token)).kind === 'valid';
    },
    cancel: signIn.cancel,
  };
}

/** A device of a registered client asks from there. */
export async function oauthFrom(url: string, address: string, clientId = 'warn'): Promise<Stranger> {
  const { from, isHeld } = fetchFrom(address);
  const client = createDeviceClient({ issuer: url, clientId, insecureHttp: true, fetch: from });
  const signIn = await client.requestCode();
  const ended = signIn.wait();
  let tokens: OAuthTokens | undefined;
  return {
    code: signIn.code,
    link: signIn.qrText,
    outcome: ended.then(({ kind }) => kind),
    isHeld,
    async isLinked() {
      const end = await ended;
      if (end.kind !== 'approved') return false;
      try {
        tokens = await client.refresh(tokens ?? end.tokens);
        return true;
      } catch (error) {
        if (isLinkpinClientError(error, 'refused')) return false;
        throw error;
      }
    },
    cancel: signIn.cancel,
  };
}
