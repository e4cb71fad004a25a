// Pure: no I/O, no clock, no randomness.
import { isLoopback } from '../domain/loopback.ts';
import type { Settings } from './settings.ts';

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
