import { hostname } from 'node:os';
import type { PlexClientOptions } from '@linkpin/client';

const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS',
  win32: 'Windows',
  linux: 'Linux',
  freebsd: 'FreeBSD',
  android: 'Android',
};

/** How this machine describes itself to the person who approves. */
export const thisDevice = (): Omit<PlexClientOptions, 'clientIdentifier'> => ({
  product: 'linkpin',
  platform: systems[process.platform] ?? process.platform,
  device: 'Terminal',
  deviceName: hostname(),
});
