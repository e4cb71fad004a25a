// Devices that sign in with the SDK.
import { createDeviceClient, createPlexClient } from '@linkpin/client';
import { register } from '../oauth/asking.ts';
import type { World } from '../support/world.ts';

/** A device of each dialect that signs in at this address. */
export const devices: Readonly<
  Record<string, (world: World, url: string) => Promise<{ code: string; wait: () => Promise<string> }>>
> = {
  async plex(_, url) {
    const signIn = await createPlexClient({ clientIdentifier: 'tv', product: 'TV', server: url }).requestPin();
    return { code: signIn.code, wait: async () => (await signIn.wait()).kind };
  },
  async oauth(world, url) {
    await register(world, 'tv');
    const endpoints = {
      deviceAuthorizationEndpoint: `${url}/oauth/device_authorization`,
      tokenEndpoint: `${url}/oauth/token`,
    };
    const signIn = await createDeviceClient({ endpoints, clientId: 'tv' }).requestCode();
    return { code: signIn.code, wait: async () => (await signIn.wait()).kind };
  },
};
