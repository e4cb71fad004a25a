import type { Address } from '../../domain/address.ts';
import { redeem, type Pin, type RedeemedPin } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused } from '../../domain/result.ts';
import { changePin } from './change-pin.ts';
import { collected, isElsewhere } from './collected.ts';
import { grantOf } from '../grants/grant-of.ts';
import { keepGrant } from '../grants/keep-grant.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Grant } from '../ports/grants.ts';

/** What a device collects. */
export interface Collected {
  readonly pin: RedeemedPin;
  /** The device's record. */
  readonly grant: Grant;
  /** In clear, for this one answer; null for a pin with a device key, whose tokens are JWTs. */
  readonly token: string | null;
}

type Ports = Pick<PinPorts, 'pins' | 'wakes' | 'events' | 'grants' | 'deviceKeys' | 'keys' | 'clock' | 'roamers'>;

/** Puts the device on record, and its key, which whoever redeems has proved. False when it was revoked meanwhile. */
async function record(
  { grants, deviceKeys, clock }: Ports,
  { deviceKey }: RedeemedPin,
  grant: Grant,
): Promise<boolean> {
  if (!(await keepGrant(grants, grant))) return false;
  if (deviceKey === null) return true;
  const { id: grantId, account, holder } = grant;
  const key = { ...deviceKey, grantId, account, holder, registeredAt: clock.now() };
  return (await deviceKeys.register(key, true)) === 'ok';
}

/**
 * Hands the token of an approved pin to its device, once; the same reader may ask again for ten seconds (wire S10).
 * The device record is there before the token is answered.
 *
 * @param pinKey the internal key of a pin that {@link readPin} gave; if it has a device key, that was proved
 * @param reader the address that asks
 * @returns a `settled` refusal when another reader was first or the device was revoked meanwhile
 */
export async function redeemPin(ports: Ports, pinKey: string, reader: Address): Promise<PinResult<Collected>> {
  let grant: Grant | undefined;
  const change = async (pin: Pin): Promise<PinResult<RedeemedPin>> => {
    const redeemed = redeem(pin, reader, ports.clock.now(), isElsewhere(ports, pin, reader));
    if (!redeemed.ok) return redeemed;
    grant = grantOf(ports, pin, redeemed.value.state.approval);
    if (grant === undefined) return refused({ kind: 'expired' });
    const live = await record(ports, redeemed.value, grant);
    return live ? redeemed : refused({ kind: 'settled', as: 'redeemed' });
  };
  const result = await changePin(ports, pinKey, change, (pin) => [collected(pin)]);
  if (!result.ok) return result;

  const { approval, redeemedAt } = result.value.state;
  const token = ports.keys.deriveToken(approval.keyId, approval.grantId, approval.salt);
  if (token === undefined || grant === undefined) return refused({ kind: 'expired' });
  await ports.grants.markCollected(approval.grantId, redeemedAt, result.value.state);
  return accepted({ pin: result.value, grant, token: result.value.deviceKey === null ? token : null });
}
