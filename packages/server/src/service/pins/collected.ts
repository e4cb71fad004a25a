import type { RedeemedPin } from '../../domain/pin.ts';
import type { NewEvent } from '../ports/events.ts';

/** What the audit log says of a device that collects: it is of the account that said yes. */
export const collected = (pin: RedeemedPin): NewEvent => ({
  kind: 'redeemed',
  about: pin,
  account: pin.state.approval.account,
  address: pin.state.reader,
  ...(pin.state.elsewhere ? { fact: 'collected-elsewhere' } : {}),
});
