import { foldCode } from '../pins/code.ts';
import { isExpired, type Dialect, type Pin } from '../pins/pin.ts';
import type { PinResult } from '../pins/refusal.ts';
import type { PollKind } from '../pins/polling.ts';
import { accepted, refused } from '../pins/result.ts';
import { whenThere, type Soon } from '../pins/soon.ts';
import { findPin } from './find-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a device names the pin that it holds. */
export interface PinReading {
  readonly dialect: Dialect;
  readonly handle: string;
  readonly holder: string;
  /** The code, when the device sends it along: from then on it is required. */
  readonly code: string | null;
  /** How a poll comes; not given for anything but a poll. */
  readonly kind?: PollKind | undefined;
}

type Ports = Pick<PinPorts, 'pins' | 'clock' | 'proofs'>;

/**
 * The pin of a holder that still waits or may collect. Writes nothing, and a plain poll waits for nothing while the pin
 * is known to be pending.
 *
 * @returns `not-found` and `wrong-holder` for anybody else; to the holder also how the pin ended
 */
export function readPin(ports: Ports, reading: PinReading): Soon<PinResult<Pin>> {
  const { dialect, handle, kind } = reading;
  return whenThere(findPin(ports, dialect, handle, kind), (pin) => judge(ports, reading, pin));
}

function judge({ clock, proofs }: Ports, { holder, code }: PinReading, pin: Pin | undefined): PinResult<Pin> {
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
