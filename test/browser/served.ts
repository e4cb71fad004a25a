// A real service on a free port of this machine, with people and devices to try its pages with.
import { settingsSchema, type SecretKey, type Service, type ServiceOptions, type SettingsInput } from '@linkpin/server';
import { systemRandom } from '../../packages/server/src/app/random.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';

/** Where a service keeps everything. */
export type Store = NonNullable<ServiceOptions['store']>;

/** What a device says of itself, by the ends of its `X-Plex-` header names. */
export type DeviceFacts = Readonly<Record<string, string>>;

/** A pin as its device knows it. */
export interface DevicePin {
  readonly id: number;
  readonly code: string;
  readonly qr: string;
  readonly facts: DeviceFacts;
}

/** A service that runs. */
export interface Served {
  readonly url: string;
  readonly service: Service;
  /** The whole set-up link. */
  setUpLink(): Promise<string>;
  /** A device asks for a pin. */
  ask(facts?: DeviceFacts, strong?: boolean): Promise<DevicePin>;
  /** The device asks how it stands. */
  poll(pin: DevicePin): Promise<{ readonly status: number; readonly token: string | null }>;
  /** Whether a token works. */
  accepts(token: string): Promise<boolean>;
  /** Lets so much of the service's time go by. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

export const livingRoom: DeviceFacts = {
  'Client-Identifier': 'tv-living-room',
  Product: 'My Player',
  Version: '4.2',
  Platform: 'tvOS',
  'Platform-Version': '19.1',
  Device: 'Apple TV',
  'Device-Name': 'Living room',
};

/** The limits of a service whose operator sets none. */
const { guessesPerDay, issuesPerMinute, livePinsPerNetwork } = settingsSchema.parse({});

/**
 * @param store memory when not given
 * @param keys what the store was opened with
 */
export async function serve(settings: SettingsInput = {}, store?: Store, keys?: readonly SecretKey[]): Promise<Served> {
  const clock = movableClock(Date.now);
  const { service } = createHarness('browser', {
    clock,
    random: systemRandom,
    settings: { demo: true, guessesPerDay, issuesPerMinute, livePinsPerNetwork, ...settings },
    demoClientFolder: new URL('../../packages/client/dist/', import.meta.url),
    ...(store === undefined ? {} : { store }),
    ...(keys === undefined ? {} : { keys }),
  });
  const url = await service.listen();
  return {
    url,
    service,
    setUpLink: async () => `${url}${(await service.setUpPath()) ?? ''}`,
    async ask(facts = livingRoom, strong = false) {
      const query = new URLSearchParams(Object.entries(facts).map(([name, value]) => [`X-Plex-${name}`, value]));
      if (strong) query.set('strong', 'true');
      const response = await fetch(`${url}/api/v2/pins?${query}`, {
        method: 'POST',
        headers: { accept: 'application/json' },
      });
      const { id, code, qr } = (await response.json()) as DevicePin;
      return { id, code, qr, facts };
    },
    async poll({ id, facts }) {
      const query = new URLSearchParams({ 'X-Plex-Client-Identifier': facts['Client-Identifier'] ?? '' });
      const response = await fetch(`${url}/api/v2/pins/${id}?${query}`, { headers: { accept: 'application/json' } });
      const { authToken = null } = (await response.json()) as { authToken?: string | null };
      return { status: response.status, token: authToken };
    },
    async accepts(token) {
      const response = await fetch(`${url}/api/v2/user`, {
        headers: { accept: 'application/json', 'x-plex-token': token },
      });
      return response.status === 200;
    },
    pass: (milliseconds) => clock.pass(milliseconds),
    close: () => service.close(),
  };
}
