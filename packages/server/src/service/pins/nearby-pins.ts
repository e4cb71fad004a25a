import { localNetworkOf, type Address } from '../../domain/address.ts';
import { foldCode, plexCodes, type CodeFormat } from '../../domain/code.ts';
import { isWaiting } from '../../domain/live-counts.ts';
import { isExpired, type Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import type { BudgetLimit, Budgets } from '../ports/budgets.ts';
import type { AttemptSource, CodeAttempts } from '../ports/code-attempts.ts';
import { openPin } from './open-code.ts';
import type { PinPorts } from './pin-ports.ts';

/** How many devices are listed at most. */
const mostListed = 8;

/** The ending of a code has at least so many bits of it. */
const endingBits = 8;

/** How many wrong endings may be entered for one pin; after that it needs its whole code. */
const endingTries = 3;

const triesOf = ({ id }: Pin): BudgetLimit => ({ key: `nearby/${id}`, limit: endingTries, period: 60 * 60 * 1000 });

/** How many of the last symbols of a code somebody nearby types: two, and three of digits alone. */
export const endingLength = (userCodes: Pick<CodeFormat, 'alphabet'>): number =>
  Math.max(
    ...[plexCodes.weak, userCodes].map(({ alphabet }) => Math.ceil(endingBits / Math.log2(new Set(alphabet).size))),
  );

/** What picking a device nearby needs. */
export interface NearbyPorts extends Pick<PinPorts, 'pins' | 'clock' | 'changeNotifier' | 'events'> {
  readonly budgets: Budgets;
  readonly codeAttempts: CodeAttempts;
  /** Whether this service lists devices nearby at all. */
  readonly listsNearby: boolean;
}

const isNear = (one: Address, other: Address): boolean =>
  localNetworkOf(one) !== null && localNetworkOf(one) === localNetworkOf(other);

/**
 * Lists the pending pins that were requested in a person's local network, the newest first.
 *
 * @param address the person's address
 * @returns none if the setting is off or the address says nothing of a local network
 */
export async function listNearby(
  { pins, clock, listsNearby }: Pick<NearbyPorts, 'pins' | 'clock' | 'listsNearby'>,
  address: Address,
): Promise<readonly Omit<Pin, 'code'>[]> {
  const network = listsNearby ? localNetworkOf(address) : null;
  return network === null ? [] : pins.waitingIn(network, clock.now(), mostListed);
}

/** A pin that a person picks from the list, and the ending of its code. */
export interface NearbyPick extends AttemptSource {
  /** The pin's internal id. */
  readonly pinId: string;
  /** What the person typed. */
  readonly ending: string;
  /** The browser session. */
  readonly session: string;
}

/**
 * Opens a pin that a person picked from {@link listNearby}, if the person types the last symbols of its code. A wrong
 * ending counts as a wrong code of the account, and against the pin.
 *
 * @param length how many symbols, by {@link endingLength}
 * @returns the opened pin; `not-found` if it no longer waits nearby, `wrong-ending`, or `needs-whole-code` after too many
 */
export async function pickNearby(
  ports: NearbyPorts,
  { pinId, ending, account, address, session }: NearbyPick,
  length: number,
): Promise<Result<Pin, Refusal | { readonly kind: 'wrong-ending' | 'needs-whole-code' }>> {
  const now = ports.clock.now();
  const pin = ports.listsNearby ? await ports.pins.byId(pinId) : undefined;
  if (pin === undefined || !isWaiting(pin) || isExpired(pin, now) || !isNear(pin.requester.address, address)) {
    return refused({ kind: 'not-found' });
  }
  const code = foldCode(pin.code);
  const tries = [triesOf(pin)];
  if ((await ports.budgets.hold(tries, now)) !== undefined) return refused({ kind: 'needs-whole-code' });
  const taken = await ports.codeAttempts.take({ account, address }, code);
  if (!taken.ok) {
    await ports.budgets.release(tries, now);
    return taken;
  }
  if (!taken.value.reaches(pin)) {
    await Promise.all([taken.value.release(), ports.budgets.release(tries, now)]);
    return refused({ kind: 'not-found' });
  }
  if (foldCode(ending) !== code.slice(-length)) {
    await Promise.all([taken.value.confirm(), ports.budgets.confirm(tries, now)]);
    return refused({ kind: 'wrong-ending' });
  }
  const [opened] = await Promise.all([
    openPin(ports, pin, account.id, { session, address }),
    taken.value.release(),
    ports.budgets.release(tries, now),
  ]);
  return opened;
}
