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

/** A device's request for its pin. */
export interface PinReading {
  readonly protocol: Protocol;
  readonly publicId: string;
  readonly clientId: string;
  /** The code, if the device sends it; from then on it is required. */
  readonly code: string | null;
  /** The code may be missing even if it is required; default: it may not. */
  readonly codeOptional?: true;
  /** The address of the request. */
  readonly from: Address;
  /** The `User-Agent` of the request. */
  readonly agent?: string | null;
  /** The kind of a poll; left out for anything else. */
  readonly kind?: PollKind | undefined;
}

/** What reading a pin needs from outside. */
export type ReadPinPorts = Pick<
  PinPorts,
  'pins' | 'pending' | 'keys' | 'clock' | 'wrongCodes' | 'failedLookups' | 'changeNotifier' | 'events'
>;

/**
 * Reads a pin for its client while it can be waited for or redeemed. Writes only what a read shows for the first time
 * (see {@link PollEvidence}).
 *
 * Plex's public ids have 31 bits and are not secret, so a failed look-up counts as a guess: a read of a pin that does
 * not exist, has expired or belongs to another client. After too many, that network is told nothing of pins from other
 * networks, live or not. The network that requested the pin is never refused, and its reads do not count.
 *
 * @returns `not-found`, `wrong-client` or `over-budget` for other clients; for the pin's client also how it ended
 */
export async function readPin(ports: ReadPinPorts, reading: PinReading): Promise<PinResult<Pin>> {
  const { protocol, publicId, kind, from } = reading;
  const pin = await findPin(ports, protocol, publicId, kind);
  const verdict = await judge(ports, reading, pin);
  const isNear = pin !== undefined && isSameNetwork(pin, from);
  const read = isNear ? verdict : await permitFromAfar(ports, verdict, from);
  if (!read.ok || reading.code === null) return read;
  const recorded = await recordEvidence(ports, read.value, { codeHolder: requesterHash(ports, reading), from });
  // The pin may have been settled before this could be recorded.
  return recorded.ok ? readable(recorded.value, ports.clock.now()) : recorded;
}

/**
 * Whether a read of a pending pin is permitted and shows nothing new, so that there is nothing to count, to refuse or
 * to record. False decides nothing.
 */
export function isPlainRead(ports: Pick<ReadPinPorts, 'keys' | 'clock'>, reading: PinReading, pin: Pin): boolean {
  return (
    pin.clientId === reading.clientId && isSameNetwork(pin, reading.from) && showsKnown(ports, reading, pin) === true
  );
}

const misses: ReadonlySet<Refusal['kind']> = new Set(['not-found', 'wrong-client', 'expired']);

/** Applies the limit on failed look-ups to a reader outside the network that requested the pin. */
async function permitFromAfar(
  { failedLookups }: Pick<ReadPinPorts, 'failedLookups'>,
  verdict: PinResult<Pin>,
  from: Address,
): Promise<PinResult<Pin>> {
  const isMiss = !verdict.ok && misses.has(verdict.refusal.kind);
  const room = await (isMiss ? failedLookups.count(from) : failedLookups.allow(from));
  return room.ok ? verdict : room;
}

/** Identifies a reader by its address and `User-Agent`. */
const requesterHash = ({ keys }: Pick<ReadPinPorts, 'keys'>, { from, agent = null }: PinReading): string =>
  keys.hash(`${from ?? 'unknown'} ${agent ?? ''}`);

/** How long after a pin's end its count of wrong codes is kept, in milliseconds. */
const restAfterEnd = 10 * 60_000;

/**
 * Whether a reader has shown the pin's code, as far as it is required; an ended pin does not require it. Undefined if
 * it sends a code and has not shown the right one before, which makes it a code attempt.
 */
function showsKnown(ports: Pick<ReadPinPorts, 'keys' | 'clock'>, reading: PinReading, pin: Pin): boolean | undefined {
  const { code } = reading;
  const isOver = ports.clock.now() >= pin.expiresAt;
  if (code === null) return reading.codeOptional === true || isOver || !needsCode(pin);
  return !isOver && isCodeHolder(pin, requesterHash(ports, reading)) ? isRight(code, pin) : undefined;
}

const isRight = (code: string, pin: Pin): boolean => foldCode(code) === foldCode(pin.code);

/**
 * The same for a code attempt. Wrong codes are counted per pin, from all networks together. Once they are exhausted,
 * the right code is refused, too, except from a reader that has shown it before. So nobody can find the code, and
 * nobody else can lock the device out.
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
