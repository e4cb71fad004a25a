// Samples for the presenters of both plex APIs.
import type { PlexDevice, PlexServer, PlexUser } from './constants/plex.ts';

export const ada: PlexUser = {
  id: 7,
  uuid: '0123456789abcdef',
  username: 'ada',
  email: 'ada@example.com',
  emailConfirmed: true,
  joinedAt: Date.UTC(2026, 5, 24, 16, 13, 31, 400),
  thumb: 'https://link.example/users/0123456789abcdef/avatar',
  authToken: 'aaaaaaaaaaaaaaaaaaaa',
};

export const television: PlexDevice = {
  id: 123456,
  name: 'Living <room> "TV"',
  publicAddress: '203.0.113.7',
  product: 'Plex for TV',
  version: '1.0',
  platform: 'Tizen',
  platformVersion: '8',
  device: 'TV',
  model: 'QN90',
  vendor: 'Samsung',
  clientIdentifier: 'living-room-tv',
  token: '',
  createdAt: 1_700_000_000_900,
  lastSeenAt: 1_700_000_060_900,
};

export const box: PlexServer = {
  name: 'Box',
  clientIdentifier: 'machine-1',
  product: 'Plex Media Server',
  productVersion: '1.43',
  platform: 'Linux',
  platformVersion: '6.1',
  device: 'PC',
  publicAddress: '203.0.113.8',
  declaredAt: 1_700_000_000_900,
  connections: [
    {
      ...{ protocol: 'http', address: '192.168.1.5', port: 32400, uri: 'http://192.168.1.5:32400' },
      ...{ local: true, IPv6: false },
    },
    { protocol: 'https', address: 'box.example', port: 443, uri: 'https://box.example', local: false, IPv6: false },
  ],
};
