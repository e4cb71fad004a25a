import { foldCode } from '../pins/code.ts';
import { isExpired, type Dialect, type Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import { accepted, refused } from '../pins/result.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a device names the pin that it holds. */
export interface PinReading {
  readonly dialect: Dialect;
  readonly handle: string;
  readonly holder: string;
  /** The code, when the device sends it along: from then on it is required. */
  readonly code: string | null;
}

/**
 * The pin of a holder that still waits or may collect. Writes nothing.
 *
 * @returns `not-found` and `wrong-holder` for anybody else; to the holder also how the pin ended
 */
export async function readPin(
  { pins, clock, proofs }: Pick<PinPorts, 'pins' | 'clock' | 'proofs'>,
  { dialect, handle, holder, code }: PinReading,
): Promise<PinResult<Pin>> {
  const pin = await pins.byHandle(dialect, handle);
  if (pin === undefined) return refused({ kind: 'not-found' });
  if (pin.holder !== holder) return refused({ kind: 'wrong-holder' }); // wire S9
  if (code === null ? proofs.isDemanded(pin.key) : foldCode(code) !== foldCode(pin.code)) {
    return refused({ kind: 'wrong-holder' });
  }
  const expired = isExpired(pin, clock.now());
  if (pin.state.at === 'denied' || pin.state.at === 'cancelled' || (pin.state.at === 'redeemed' && expired)) {
    return refused({ kind: 'settled', as: pin.state.at });
  }
  if (expired) return refused({ kind: 'expired' });
  if (code !== null) proofs.demand(pin.key, pin.expiresAt);
  return accepted(pin);
}
