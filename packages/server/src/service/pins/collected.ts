import type { RedeemedPin } from '../../domain/pin.ts';
import type { NewEvent } from '../ports/events.ts';

/** The audit log's event of a redemption, which belongs to the account that approved. */
export const collected = (pin: RedeemedPin): NewEvent => ({
  kind: 'redeemed',
  about: pin,
  account: pin.state.approval.account,
  address: pin.state.reader,
  ...(pin.state.elsewhere ? { fact: 'collected-elsewhere' } : {}),
});
