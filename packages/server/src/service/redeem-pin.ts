import type { Address } from '../pins/address.ts';
import { redeem, type Approval, type RedeemedPin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { accepted, refused } from '../pins/result.ts';
import { changePin } from './change-pin.ts';
import { grantOf } from './grant-of.ts';
import type { PinPorts } from './pin-ports.ts';

/** What a device collects. */
export interface Collected {
  readonly pin: RedeemedPin;
  /** In clear, for this one answer. */
  readonly token: string;
}

/**
 * Hands the token of an approved pin to its device, once; the same reader may ask again for ten seconds (wire S10).
 * The device record is there before the token is answered.
 *
 * @param pinKey the internal key of a pin that {@link readPin} gave
 * @param reader the address that asks
 * @returns a `settled` refusal when another reader was first or the device was revoked meanwhile
 */
export async function redeemPin(
  ports: Pick<PinPorts, 'pins' | 'grants' | 'keys' | 'clock'>,
  pinKey: string,
  reader: Address,
): Promise<PinResult<Collected>> {
  const tokenOf = ({ keyId, grantId, salt }: Approval) => ports.keys.deriveToken(keyId, grantId, salt);

  const result = await changePin(ports, pinKey, async (pin) => {
    const redeemed = redeem(pin, reader, ports.clock.now());
    if (!redeemed.ok) return redeemed;
    const grant = grantOf(ports, pin, redeemed.value.state.approval);
    if (grant === undefined) return refused({ kind: 'expired' });
    const live = await ports.grants.add(grant);
    return live ? redeemed : refused({ kind: 'settled', as: 'redeemed' });
  });
  if (!result.ok) return result;

  const { approval, redeemedAt } = result.value.state;
  const token = tokenOf(approval);
  if (token === undefined) return refused({ kind: 'expired' });
  await ports.grants.markCollected(approval.grantId, redeemedAt, result.value.state.reader);
  return accepted({ pin: result.value, token });
}
