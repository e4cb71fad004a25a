import { nameOf } from '../pins/claims.ts';
import type { Approval, Pin } from '../pins/pin.ts';
import type { Grant } from './ports/grants.ts';

/** The record of the device that an approval makes, before its token was read. */
export function grantOf(pin: Pin, approval: Approval, tokenHash: string): Grant {
  return {
    id: approval.grantId,
    pinKey: pin.key,
    approvedBy: approval.approvedBy,
    account: approval.account,
    dialect: pin.dialect,
    holder: pin.holder,
    name: nameOf(pin.requester.claims),
    claims: pin.requester.claims,
    address: pin.requester.address,
    place: pin.requester.place,
    mayApprove: approval.mayApprove,
    tokenHash,
    linkedAt: approval.at,
    collectedAt: null,
    collectedFrom: null,
    lastSeenAt: null,
  };
}
