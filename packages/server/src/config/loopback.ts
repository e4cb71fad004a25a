// Pure: no I/O, no clock, no randomness.
import { isPublic, localNetworkOf } from '../domain/address.ts';
import { isLoopback } from '../domain/loopback.ts';
import type { Settings } from './settings.ts';

const hostNames = ({ publicUrl, allowedHosts }: Pick<Settings, 'publicUrl' | 'allowedHosts'>): readonly string[] => [
  ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
  ...allowedHosts.map((name) => name.replace(/:\d+$/, '')),
];

/** True if the service listens on loopback only and has no name that other machines can use. */
export const isLoopbackOnly = (settings: Pick<Settings, 'host' | 'publicUrl' | 'allowedHosts'>): boolean =>
  [settings.host, ...hostNames(settings)].every(isLoopback);

/** True for the address of a host in a home, and for names that mean something only there (RFC 6762, RFC 8375). */
function isLocalName(host: string): boolean {
  if (isLoopback(host) || /\.(local|home\.arpa)$/i.test(host)) return true;
  const address = host.replace(/^\[|\]$/g, '');
  return localNetworkOf(address) !== null && !isPublic(address);
}

/**
 * True if the service has no name beyond one home or office: nobody else can use it. Without a public URL only this machine
 * is answered.
 */
export const isLocalOnly = (settings: Pick<Settings, 'publicUrl' | 'allowedHosts'>): boolean =>
  hostNames(settings).every(isLocalName);
