// Pure: no I/O, no clock, no randomness.
import type { Settings } from './settings.ts';

/** True for a host name or address that only this machine reaches. IPv6 in brackets or not. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|::1|localhost|.*\.localhost)$/i.test(host);
}

/** True when neither where the service listens nor any name that it answers to is for others than this machine. */
export function isLoopbackOnly({
  host,
  publicUrl,
  allowedHosts,
}: Pick<Settings, 'host' | 'publicUrl' | 'allowedHosts'>): boolean {
  const names = [host, ...allowedHosts.map((name) => name.replace(/:\d+$/, ''))];
  if (publicUrl !== undefined) names.push(new URL(publicUrl).hostname);
  return names.every(isLoopback);
}
