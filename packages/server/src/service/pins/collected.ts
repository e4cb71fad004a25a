import type { Address } from '../../domain/address.ts';
import type { Pin, RedeemedPin } from '../../domain/pin.ts';
import { isSameNetwork } from './same-network.ts';
import type { PinPorts } from './pin-ports.ts';
import type { NewEvent } from '../ports/events.ts';

/** What the audit log says of a device that collects: it is of the account that said yes. */
export const collected = (pin: RedeemedPin): NewEvent => ({
  kind: 'redeemed',
  about: pin,
  account: pin.state.approval.account,
  address: pin.state.reader,
  ...(pin.state.elsewhere ? { fact: 'collected-elsewhere' } : {}),
});

/** Whether a collector was never heard of before the yes: the pin was neither asked for nor polled from its network. */
export const isNewNetwork = ({ roamers }: Pick<PinPorts, 'roamers'>, pin: Pin, reader: Address): boolean =>
  !isSameNetwork(pin, reader) && !roamers.knows(pin.key, reader);
