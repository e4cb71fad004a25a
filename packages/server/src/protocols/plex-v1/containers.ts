// Pure: the lists of the API before version 2, always XML (wire 1.1, 1.11).
import type { WireResponse } from '../constants/messages.ts';
import type { PlexRequester, PlexDevice, PlexServer } from '../constants/plex.ts';
import { presentXml } from './present.ts';

const seconds = (time: number): number => Math.floor(time / 1000);

/**
 * `GET /devices.xml`.
 *
 * @param publicAddress the requester's address; empty if unknown
 */
export function presentDevicesV1(publicAddress: string, devices: readonly PlexDevice[]): WireResponse {
  return presentXml(200, {
    name: 'MediaContainer',
    attributes: { publicAddress, size: devices.length },
    children: devices.map((device) => ({
      name: 'Device',
      attributes: {
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
        createdAt: seconds(device.createdAt),
        lastSeenAt: seconds(device.lastSeenAt),
        screenResolution: '',
        screenDensity: '',
      },
    })),
  });
}

/** `GET /api/resources`. */
export function presentResourcesV1(servers: readonly PlexServer[], { token, owns }: PlexRequester): WireResponse {
  return presentXml(200, {
    name: 'MediaContainer',
    attributes: { size: servers.length },
    children: servers.map((server) => ({
      name: 'Device',
      attributes: {
        name: server.name,
        product: server.product,
        productVersion: server.productVersion,
        platform: server.platform,
        platformVersion: server.platformVersion,
        device: server.device,
        clientIdentifier: server.clientIdentifier,
        createdAt: seconds(server.declaredAt),
        lastSeenAt: seconds(server.declaredAt),
        provides: 'server',
        owned: owns,
        accessToken: token,
        publicAddress: server.publicAddress,
        httpsRequired: false,
        synced: false,
        relay: false,
        dnsRebindingProtection: false,
        natLoopbackSupported: false,
        publicAddressMatches: false,
        presence: true,
      },
      children: server.connections.map(({ protocol, address, port, uri, local }) => ({
        name: 'Connection',
        attributes: { protocol, address, port, uri, local },
      })),
    })),
  });
}

/** `GET /api/users`: the accounts that servers are shared with. Always empty: linkpin has no sharing. */
export function presentFriendsV1(): WireResponse {
  return presentXml(200, {
    name: 'MediaContainer',
    attributes: { friendlyName: 'myPlex', identifier: 'com.plexapp.plugins.myplex', totalSize: 0, size: 0 },
  });
}

/**
 * `GET /api/servers/{id}/shared_servers`: the accounts that a server is shared with. Always empty; some clients discard
 * all accounts without this response.
 */
export function presentSharedV1(machineIdentifier: string): WireResponse {
  return presentXml(200, {
    name: 'MediaContainer',
    attributes: { friendlyName: 'myPlex', identifier: 'com.plexapp.plugins.myplex', machineIdentifier, size: 0 },
  });
}
