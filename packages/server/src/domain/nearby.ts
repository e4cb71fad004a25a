// Pure: no I/O, no clock, no randomness. Which pins people see listed who are in the network of the device.
import { localNetworkOf } from './address.ts';
import type { Pin } from './pin.ts';

/**
 * The local network whose people see a pin listed while it is pending. A strong code is nothing that somebody types the end of.
 *
 * @returns as `localNetworkOf`; null if it is never listed
 */
export const listedIn = ({ kind, requester }: Pick<Pin, 'kind' | 'requester'>): string | null =>
  kind === 'strong' ? null : localNetworkOf(requester.address);
