// Pure: no I/O, no clock, no randomness.
import type { Settings } from './settings.ts';

/** True for a loopback host name or address; IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|::1|localhost|.*\.localhost)$/i.test(host);
}

/** True if the service listens on loopback only and has no name that other machines can use. */
export function isLoopbackOnly({
  host,
  publicUrl,
  allowedHosts,
}: Pick<Settings, 'host' | 'publicUrl' | 'allowedHosts'>): boolean {
  const names = [host, ...allowedHosts.map((name) => name.replace(/:\d+$/, ''))];
  if (publicUrl !== undefined) names.push(new URL(publicUrl).hostname);
  return names.every(isLoopback);
}
