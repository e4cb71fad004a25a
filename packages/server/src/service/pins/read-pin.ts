import type { Address } from '../../domain/address.ts';
import { foldCode } from '../../domain/code.ts';
import { readable, type Protocol, type Pin } from '../../domain/pin.ts';
import { isCodeHolder, isSameNetwork, needsCode } from '../../domain/poll-facts.ts';
import type { PinResult, Refusal } from '../../domain/refusal.ts';
import type { PollKind } from '../../domain/polling.ts';
import { refused } from '../../domain/result.ts';
import { findPin } from './find-pin.ts';
import type { PinPorts } from './pin-ports.ts';
import { recordEvidence } from './record-evidence.ts';

/** How a device names the pin that it holds. */
export interface PinReading {
  readonly protocol: Protocol;
  readonly publicId: string;
  readonly clientId: string;
  /** The code, when the device sends it along: from then on it is required. */
  readonly code: string | null;
  /** The read is fine without the code even if it is required; default: it is not. */
  readonly codeOptional?: true;
  /** From where it asks. */
  readonly from: Address;
  /** The program that asks, as it calls itself: its `User-Agent`. */
  readonly agent?: string | null;
  /** How a poll comes; not given for anything but a poll. */
  readonly kind?: PollKind | undefined;
}

/** What reading a pin needs from outside. */
export type ReadPinPorts = Pick<
  PinPorts,
  'pins' | 'pending' | 'keys' | 'clock' | 'wrongCodes' | 'failedLookups' | 'changeNotifier' | 'events'
>;

/**
 * The pin of a holder that still waits or may collect. Writes nothing but what a read shows for the first time (see
 * {@link PollEvidence}).
 *
 * A public id of plex has 31 bits and is no secret, so a read that misses is a guess: one of a pin that is not there, has expired or
 * belongs to another. When too many have missed, nobody there is told anything of pins from elsewhere, live or not. The
 * network that requested the pin is never refused and no read of its own counts.
 *
 * @returns `not-found` and `wrong-client` for anybody else, `over-budget` too; to the client also how the pin ended
 */
export async function readPin(ports: ReadPinPorts, reading: PinReading): Promise<PinResult<Pin>> {
  const { protocol, publicId, kind, from } = reading;
  const pin = await findPin(ports, protocol, publicId, kind);
  const verdict = await judge(ports, reading, pin);
  const isNear = pin !== undefined && isSameNetwork(pin, from);
  const read = isNear ? verdict : await permitFromAfar(ports, verdict, from);
  if (!read.ok || reading.code === null) return read;
  return recordEvidence(ports, read.value, { codeHolder: requesterHash(ports, reading), from });
}

/**
 * Whether a read of a pin that is pending is permitted and shows nothing new, so that there is nothing to count, to refuse or
 * to record. False says nothing.
 */
export function isPlainRead(ports: Pick<ReadPinPorts, 'keys' | 'clock'>, reading: PinReading, pin: Pin): boolean {
  return (
    pin.clientId === reading.clientId && isSameNetwork(pin, reading.from) && showsKnown(ports, reading, pin) === true
  );
}

const misses: ReadonlySet<Refusal['kind']> = new Set(['not-found', 'wrong-client', 'expired']);

/** A verdict for a requester from another network than the one that requested the pin. */
async function permitFromAfar(
  { failedLookups }: Pick<ReadPinPorts, 'failedLookups'>,
  verdict: PinResult<Pin>,
  from: Address,
): Promise<PinResult<Pin>> {
  const isMiss = !verdict.ok && misses.has(verdict.refusal.kind);
  const room = await (isMiss ? failedLookups.count(from) : failedLookups.allow(from));
  return room.ok ? verdict : room;
}

/** Who reads, as far as it can be told: an address and a program there. */
const requesterHash = ({ keys }: Pick<ReadPinPorts, 'keys'>, { from, agent = null }: PinReading): string =>
  keys.hash(`${from ?? 'unknown'} ${agent ?? ''}`);

/** What was counted of a pin that is over is remembered so long after, in milliseconds. */
const restAfterEnd = 10 * 60_000;

/**
 * Whether who reads the pin has shown its code as far as it is needed: of one that is over, nobody has to. Undefined when it
 * sends a code and has not shown the right one before: then it is a try.
 */
function showsKnown(ports: Pick<ReadPinPorts, 'keys' | 'clock'>, reading: PinReading, pin: Pin): boolean | undefined {
  const { code } = reading;
  const isOver = ports.clock.now() >= pin.expiresAt;
  if (code === null) return reading.codeOptional === true || isOver || !needsCode(pin);
  return !isOver && isCodeHolder(pin, requesterHash(ports, reading)) ? isRight(code, pin) : undefined;
}

const isRight = (code: string, pin: Pin): boolean => foldCode(code) === foldCode(pin.code);

/**
 * The same for a try. Wrong codes are counted for each pin, wherever they come from. When they are spent, the right one is as
 * good as a wrong one, but from a requester that has shown it before: so nobody finds it out, and a neighbour cannot lock
 * the device out.
 */
async function showsCode(ports: ReadPinPorts, reading: PinReading, pin: Pin): Promise<boolean> {
  const { wrongCodes, clock } = ports;
  const known = showsKnown(ports, reading, pin);
  if (known !== undefined || reading.code === null) return known === true;
  if (!(await wrongCodes.take(pin.id, Math.max(pin.expiresAt, clock.now()) + restAfterEnd))) return false;
  if (isRight(reading.code, pin)) await wrongCodes.refund(pin.id);
  return isRight(reading.code, pin);
}

async function judge(ports: ReadPinPorts, reading: PinReading, pin: Pin | undefined): Promise<PinResult<Pin>> {
  if (pin === undefined) return refused({ kind: 'not-found' });
  if (pin.clientId !== reading.clientId) return refused({ kind: 'wrong-client' }); // wire S9
  if (!(await showsCode(ports, reading, pin))) return refused({ kind: 'wrong-client' });
  return readable(pin, ports.clock.now());
}
