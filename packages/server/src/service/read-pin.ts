import type { Address } from '../pins/address.ts';
import { foldCode } from '../pins/code.ts';
import { isExpired, type Dialect, type Pin } from '../pins/pin.ts';
import type { PinResult, Refusal } from '../pins/refusal.ts';
import type { PollKind } from '../pins/polling.ts';
import { accepted, refused } from '../pins/result.ts';
import { whenThere, type Soon } from '../pins/soon.ts';
import { isAtHome } from './at-home.ts';
import { findPin } from './find-pin.ts';
import type { PinPorts } from './pin-ports.ts';

/** How a device names the pin that it holds. */
export interface PinReading {
  readonly dialect: Dialect;
  readonly handle: string;
  readonly holder: string;
  /** The code, when the device sends it along: from then on it is required. */
  readonly code: string | null;
  /** From where it asks. */
  readonly from: Address;
  /** How a poll comes; not given for anything but a poll. */
  readonly kind?: PollKind | undefined;
}

type Ports = Pick<PinPorts, 'pins' | 'clock' | 'proofs' | 'misses' | 'roamers'>;

/**
 * The pin of a holder that still waits or may collect. Writes nothing, and a plain poll waits for nothing while the pin
 * is known to be pending.
 *
 * A handle has 31 bits and is no secret, so a read that misses is a guess: one of a pin that is not there, has expired or
 * belongs to another. When too many have missed, nobody there is told anything of pins from elsewhere, live or not. The
 * network that asked for the pin is never refused and no read of its own counts.
 *
 * @returns `not-found` and `wrong-holder` for anybody else, `over-budget` too; to the holder also how the pin ended
 */
export function readPin(ports: Ports, reading: PinReading): Soon<PinResult<Pin>> {
  const { dialect, handle, kind } = reading;
  return whenThere(findPin(ports, dialect, handle, kind), (pin) => {
    const verdict = judge(ports, reading, pin);
    return pin !== undefined && isAtHome(pin, reading.from) ? verdict : tellAbroad(ports, verdict, reading.from);
  });
}

const misses: ReadonlySet<Refusal['kind']> = new Set(['not-found', 'wrong-holder', 'expired']);

/** A verdict for somebody who asks from another network than the one that asked for the pin. */
async function tellAbroad(
  ports: Pick<Ports, 'misses' | 'roamers'>,
  verdict: PinResult<Pin>,
  from: Address,
): Promise<PinResult<Pin>> {
  const isMiss = !verdict.ok && misses.has(verdict.refusal.kind);
  const room = await (isMiss ? ports.misses.count(from) : ports.misses.allow(from));
  if (!room.ok) return room;
  if (verdict.ok && verdict.value.state.at === 'pending') {
    ports.roamers.note(verdict.value.key, from, verdict.value.expiresAt);
  }
  return verdict;
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
