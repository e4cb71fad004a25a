import { nameOf } from '../../domain/device-info.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Approval, Pin } from '../../domain/pin.ts';
import type { PinPorts } from '../pins/pin-ports.ts';

/**
 * The grant that an approval creates, before its token is redeemed.
 *
 * @returns undefined if the key that its token is derived from is gone
 */
export function grantOf({ keys }: Pick<PinPorts, 'keys'>, pin: Pin, approval: Approval): Grant | undefined {
  const token = keys.deriveToken(approval.keyId, approval.grantId, approval.salt);
  if (token === undefined) return undefined;
  const signsInByJwt = pin.deviceKey !== null;
  return {
    id: approval.grantId,
    pinId: pin.id,
    approvedBy: approval.approvedBy,
    account: approval.account,
    protocol: pin.protocol,
    clientId: pin.clientId,
    name: nameOf(pin.requester.deviceInfo),
    deviceInfo: pin.requester.deviceInfo,
    address: pin.requester.address,
    ...(pin.requester.hiddenBehind === undefined ? {} : { hiddenBehind: pin.requester.hiddenBehind }),
    place: pin.requester.place,
    mayApprove: approval.mayApprove,
    ...(pin.redirect === undefined ? {} : { byRedirect: true }),
    ...(approval.signIn === undefined ? {} : { signIn: approval.signIn }),
    scopes: approval.scopes,
    resources: pin.authorizationRequest?.resources ?? [],
    keyThumbprint: pin.keyThumbprint,
    tokenHash: signsInByJwt ? null : keys.hash(token),
    linkedAt: approval.at,
    collectedAt: null,
    collectedFrom: null,
    collectedElsewhere: false,
    lastSeenAt: null,
    version: 1,
  };
}
