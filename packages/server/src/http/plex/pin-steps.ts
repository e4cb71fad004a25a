// What the pin routes of every plex generation do between parsing and presenting.
import type { DeviceKey, Pin } from '../../domain/pin.ts';
import type { PollKind } from '../../domain/polling.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { whenThere, type Soon } from '../../domain/soon.ts';
import { readPin, type PinReading } from '../../service/pins/read-pin.ts';
import { recordEvidence } from '../../service/pins/record-evidence.ts';
import { redeemPin } from '../../service/pins/redeem-pin.ts';
import { requestPlexPin } from '../../service/pins/request-plex-pin.ts';
import type { DeviceJwtFault } from '../../service/ports/device-jwts.ts';
import { deviceKeyOf } from '../../tokens/device-key.ts';
import type { CreateCommand, ReadCommand } from '../../protocols/plex-v2/parse.ts';
import { placeOf } from '../server/requester.ts';
import { issuePlexJwt } from '../../service/tokens/issue-plex-jwt.ts';
import { hashOfNonce, jwtUser, proveDevice } from './jwt-steps.ts';
import type { ApiCall } from '../server/route.ts';

/** Requests the pin that a command of any plex generation asks for. */
export async function issuePin(call: ApiCall, command: CreateCommand): Promise<PinResult<Pin>> {
  const { clientIdentifier, strong, deviceInfo, wantsToApprove, jwk } = command;
  return requestPlexPin(call.context.ports, {
    clientIdentifier,
    kind: strong ? 'strong' : 'weak',
    requester: { deviceInfo, ...placeOf(call), wantsToApprove },
    deviceKey: jwk === null ? null : await deviceKeyOf(jwk),
  });
}

/** A pin and, when it is there to be collected, its token. */
export interface Look {
  readonly pin: Pin;
  readonly token: string | null;
}

/** The device JWT of a poll is not taken. */
export interface BadProof {
  readonly kind: 'bad-proof';
  readonly fault: DeviceJwtFault;
}

/**
 * What a device says of the pin that it reads or cancels, and from where.
 *
 * @param kind how a poll comes; not given for anything but a poll
 */
export function readingOf(
  { request, requestContext }: ApiCall,
  { clientIdentifier: clientId, publicId, code }: ReadCommand,
  kind?: PollKind,
): PinReading {
  const agent = request.header('user-agent') ?? null;
  return { protocol: 'plex', publicId, clientId, code, from: requestContext.address, agent, kind };
}

/**
 * Reads a pin for its client, and redeems it when it is approved. A pin with a device key goes on looking as if nobody had
 * answered, until the key is proved.
 */
export function lookAtPin(call: ApiCall, command: ReadCommand): Soon<Result<Look, Refusal | BadProof>> {
  const { requestContext, context } = call;
  const { ports } = context;
  return whenThere(readPin(ports, readingOf(call, command, requestContext.poll)), (read) => {
    if (!read.ok) return read;
    const pin = read.value;
    if (pin.deviceKey !== null) return lookWithKey(call, pin, pin.deviceKey, command.deviceJwt);
    return pin.state.at === 'pending' ? accepted({ pin, token: null }) : redeemPin(ports, pin, requestContext.address);
  });
}

async function lookWithKey(
  call: ApiCall,
  pin: Pin,
  { kid }: DeviceKey,
  deviceJwt: string | null,
): Promise<Result<Look, Refusal | BadProof>> {
  const { requestContext, context } = call;
  if (deviceJwt === null) {
    return pin.state.at === 'redeemed' ? refused({ kind: 'settled', as: 'redeemed' }) : accepted({ pin, token: null });
  }
  const proved = await proveDevice(call, pin, deviceJwt);
  if (!proved.ok) return refused({ kind: 'bad-proof', fault: proved.refusal });
  const provenNonce = hashOfNonce(call, proved.value);
  const recorded = await recordEvidence(context.ports, pin, { provenNonce, from: requestContext.address });
  if (!recorded.ok) return recorded;
  if (recorded.value.state.at === 'pending') return accepted({ pin: recorded.value, token: null });
  const redeemed = await redeemPin(context.ports, recorded.value, requestContext.address);
  if (!redeemed.ok) return redeemed;
  const { id: grantId, account, clientId } = redeemed.value.grant;
  const key = { grantId, account, clientId, kid };
  const token = await issuePlexJwt(context.ports, key, proved.value, jwtUser(call));
  return token === undefined ? refused({ kind: 'expired' }) : accepted({ pin: redeemed.value.pin, token });
}
