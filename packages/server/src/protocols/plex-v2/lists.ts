// Pure: the lists of devices and media servers.
import type { WireResponse } from '../constants/messages.ts';
import type { PlexRequester, PlexDevice, PlexFormat, PlexServer } from '../constants/plex.ts';
import { jsonTime, presentBody } from './present.ts';

function deviceMembers(device: PlexDevice) {
  return {
    name: device.name,
    publicAddress: device.publicAddress,
    product: device.product,
    productVersion: device.version,
    platform: device.platform,
    platformVersion: device.platformVersion,
    device: device.device,
    model: device.model,
    vendor: device.vendor,
    provides: '',
    clientIdentifier: device.clientIdentifier,
    version: device.version,
    id: device.id,
    token: device.token,
    createdAt: jsonTime(device.createdAt),
    lastSeenAt: jsonTime(device.lastSeenAt),
    screenResolution: '',
    screenDensity: '',
  };
}

/** `GET /api/v2/devices`. No capture is known: members as in `/devices.xml`, times as in version 2. */
export function presentDevices(devices: readonly PlexDevice[], format: PlexFormat): WireResponse {
  const list = devices.map(deviceMembers);
  const children = list.map((attributes) => ({ name: 'device', attributes }));
  return presentBody(200, format, list, { name: 'devices', children });
}

function serverMembers(server: PlexServer, { token, owns }: PlexRequester) {
  return {
    name: server.name,
    product: server.product,
    productVersion: server.productVersion,
    platform: server.platform,
    platformVersion: server.platformVersion,
    device: server.device,
    clientIdentifier: server.clientIdentifier,
    createdAt: jsonTime(server.declaredAt),
    lastSeenAt: jsonTime(server.declaredAt),
    provides: 'server',
    ownerId: null,
    sourceTitle: null,
    publicAddress: server.publicAddress,
    accessToken: token,
    searchEnabled: true,
    owned: owns,
    home: false,
    synced: false,
    relay: false,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: false,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
  };
}

/** `GET /api/v2/resources`. */
export function presentResources(
  servers: readonly PlexServer[],
  requester: PlexRequester,
  format: PlexFormat,
): WireResponse {
  const list = servers.map((server) => ({
    members: serverMembers(server, requester),
    connections: server.connections.map(({ protocol, address, port, uri, local, IPv6 }) => ({
      protocol,
      address,
      port,
      uri,
      local,
      relay: false,
      IPv6,
    })),
  }));
  const children = list.map(({ members, connections }) => ({
    name: 'resource',
    attributes: members,
    children: [
      { name: 'connections', children: connections.map((attributes) => ({ name: 'connection', attributes })) },
    ],
  }));
  const json = list.map(({ members, connections }) => ({ ...members, connections }));
  return presentBody(200, format, json, { name: 'resources', children });
}
