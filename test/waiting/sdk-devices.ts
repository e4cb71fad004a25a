// Devices that sign in with the SDK.
import { createDeviceClient, createPlexClient } from '@linkpin/client';
import { registerClient } from '../harness/clients.ts';
import type { Harness } from '../harness/service.ts';

/** A device of each protocol that signs in at this address. */
export const devices: Readonly<
  Record<string, (harness: Harness, url: string) => Promise<{ code: string; wait: () => Promise<string> }>>
> = {
  async plex(_, url) {
    const signIn = await createPlexClient({ clientIdentifier: 'tv', product: 'TV', server: url }).requestPin();
    return { code: signIn.code, wait: async () => (await signIn.wait()).kind };
  },
  async oauth(harness, url) {
    await registerClient(harness, 'tv');
    const endpoints = {
      deviceAuthorizationEndpoint: `${url}/oauth/device_authorization`,
      tokenEndpoint: `${url}/oauth/token`,
    };
    const signIn = await createDeviceClient({ endpoints, clientId: 'tv' }).requestCode();
    return { code: signIn.code, wait: async () => (await signIn.wait()).kind };
  },
};
