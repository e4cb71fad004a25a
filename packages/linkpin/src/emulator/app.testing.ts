// An app that signs in at plex.tv and knows nothing of an emulator.
import { emulator, type Emulator, type EmulatorOptions } from './testing.ts';

export interface PlexPin {
  readonly id: number;
  readonly code: string;
  readonly qr?: string;
  readonly createdAt: string;
  readonly expiresIn: number;
  readonly authToken: string | null;
  readonly newRegistration: boolean | null;
  readonly location: Readonly<Record<string, unknown>>;
}

export const headers = { accept: 'application/json', 'x-plex-client-identifier': 'my-app', 'x-plex-product': 'My App' };

/** @param base where the app takes plex.tv to be */
export const app = (base: string) => {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${base}${path}`, { ...init, headers: { ...headers, ...init.headers } });
  return {
    ask,
    pin: async (strong = true) =>
      (await (await ask(`/api/v2/pins?strong=${strong}`, { method: 'POST' })).json()) as PlexPin,
    poll: async ({ id }: { id: number }) => ask(`/api/v2/pins/${id}`),
    async token(pin: PlexPin): Promise<string | null> {
      return ((await (await ask(`/api/v2/pins/${pin.id}`)).json()) as PlexPin).authToken;
    },
    user: async (token: string) =>
      (await (await ask('/api/v2/user', { headers: { 'x-plex-token': token } })).json()) as Record<string, unknown>,
  };
};

/** Runs a test beside an emulator of its own. */
export async function withPlex(
  test: (plex: Emulator, my: ReturnType<typeof app>) => Promise<void>,
  options?: EmulatorOptions,
): Promise<void> {
  await using plex = await emulator(options);
  await test(plex, app(plex.url));
}
