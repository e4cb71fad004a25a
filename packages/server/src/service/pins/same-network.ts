import { samePrefix, type Address } from '../../domain/address.ts';
import type { Pin } from '../../domain/pin.ts';

/** Whether somebody asks from the network that the pin was asked for from; all that are not known are one network. */
export const isSameNetwork = ({ requester: { address } }: Pick<Pin, 'requester'>, from: Address): boolean =>
  from === address || samePrefix(from, address);
