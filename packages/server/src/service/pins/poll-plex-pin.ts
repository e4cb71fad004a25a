import type { DeviceKey, Pin } from '../../domain/pin.ts';
import { isProvenNonce } from '../../domain/poll-facts.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { DeviceJwt, DeviceJwtFault, DeviceJwts } from '../ports/device-jwts.ts';
import type { Keys } from '../ports/keys.ts';
import { issuePlexJwt, type IssuePlexJwtPorts, type PlexJwtUser } from '../tokens/issue-plex-jwt.ts';
import { spendDeviceJwt, type SpendDeviceJwtPorts } from '../tokens/spend-device-jwt.ts';
import { readPin, type PinReading, type ReadPinPorts } from './read-pin.ts';
import { recordEvidence } from './record-evidence.ts';
import { redeemPin, type RedeemPinPorts } from './redeem-pin.ts';

/** One poll of a plex pin. */
export interface PlexPoll extends PinReading {
  /** The device JWT; null if the device sent none. */
  readonly deviceJwt: string | null;
  /** The names of this service; a device JWT must be for one of them. */
  readonly audiences: readonly string[];
  readonly userOf: PlexJwtUser;
}

/** A pin and, once it is approved, its token. */
export interface PolledPlexPin {
  readonly pin: Pin;
  readonly token: string | null;
}

/** The device JWT of a poll was refused. */
export interface BadProof {
  readonly kind: 'bad-proof';
  readonly fault: DeviceJwtFault;
}

/** What polling a plex pin needs from outside. */
export type PollPlexPinPorts = ReadPinPorts &
  RedeemPinPorts &
  SpendDeviceJwtPorts &
  IssuePlexJwtPorts & { readonly deviceJwts: Pick<DeviceJwts, 'verify'> };

/**
 * Reads a pin for its client, and redeems it once it is approved. Without a proof of its key, a pin with a device key
 * looks pending.
 */
export async function pollPlexPin(
  ports: PollPlexPinPorts,
  poll: PlexPoll,
): Promise<Result<PolledPlexPin, Refusal | BadProof>> {
  const read = await readPin(ports, poll);
  if (!read.ok) return read;
  const pin = read.value;
  if (pin.deviceKey !== null) return pollWithKey(ports, poll, pin, pin.deviceKey);
  return pin.state.at === 'pending' ? accepted({ pin, token: null }) : redeemPin(ports, pin, poll.from);
}

/** How a pin stores the nonce of a device JWT. */
const hashOfNonce = (keys: Keys, { nonce }: DeviceJwt): string => keys.hash(nonce);

/**
 * Verifies the device JWT of a poll. The first one for a pin must be fresh, and uses up its nonce; the same one is
 * accepted for the rest of the pin's life, because clients sign once and send it with each poll.
 */
async function proveDevice(
  ports: PollPlexPinPorts,
  { audiences }: PlexPoll,
  pin: Pin,
  { x }: DeviceKey,
  jwt: string,
): Promise<Result<DeviceJwt, DeviceJwtFault>> {
  const verified = await ports.deviceJwts.verify(jwt, { x, clientId: pin.clientId }, audiences);
  if (!verified.ok || isProvenNonce(pin, hashOfNonce(ports.keys, verified.value))) return verified;
  return spendDeviceJwt(ports, verified.value, pin.id);
}

async function pollWithKey(
  ports: PollPlexPinPorts,
  poll: PlexPoll,
  pin: Pin,
  deviceKey: DeviceKey,
): Promise<Result<PolledPlexPin, Refusal | BadProof>> {
  const { deviceJwt, from, userOf } = poll;
  if (deviceJwt === null) {
    return pin.state.at === 'redeemed' ? refused({ kind: 'settled', as: 'redeemed' }) : accepted({ pin, token: null });
  }
  const proved = await proveDevice(ports, poll, pin, deviceKey, deviceJwt);
  if (!proved.ok) return refused({ kind: 'bad-proof', fault: proved.refusal });
  const recorded = await recordEvidence(ports, pin, { provenNonce: hashOfNonce(ports.keys, proved.value), from });
  if (!recorded.ok) return recorded;
  if (recorded.value.state.at === 'pending') return accepted({ pin: recorded.value, token: null });
  const redeemed = await redeemPin(ports, recorded.value, from);
  if (!redeemed.ok) return redeemed;
  const { id: grantId, account, clientId } = redeemed.value.grant;
  const token = await issuePlexJwt(ports, { grantId, account, clientId, kid: deviceKey.kid }, proved.value, userOf);
  return token === undefined ? refused({ kind: 'expired' }) : accepted({ pin: redeemed.value.pin, token });
}
