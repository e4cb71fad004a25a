// What operators do by command: the same verbs as on the pages of operators.
import { networkOf } from '../domain/address.ts';
import type { EventKind } from '../domain/event-kinds.ts';
import type { Pin, Protocol } from '../domain/pin.ts';
import { linkTimeBuckets, oneHour, overviewOf, startOf, type Overview } from '../domain/statistics.ts';
import { auditLines, type AuditLine } from '../service/operate/audit-line.ts';
import { endWaiting, waitingPins } from '../service/operate/end-pins.ts';
import { followAudit } from '../service/operate/follow-audit.ts';
import { managePerson, removePerson } from '../service/operate/manage-person.ts';
import type { Operator } from '../service/operate/operator.ts';
import type { Account, Management } from '../service/ports/accounts.ts';
import { byCommand } from '../service/ports/events.ts';
import type { Dependencies } from './dependencies.ts';

/** An operator's command. */
const operator: Operator = { admin: null, address: null };

const portsOf = ({ ports, store }: Dependencies) => ({ ...ports, accounts: store.accounts });

/** Which waiting pins are meant: those of a client, or those that were requested from an address. */
export type MeantPins =
  { readonly protocol: Protocol; readonly clientId: string } | { readonly address: string } | 'all';

function isMeant(meant: MeantPins): (pin: Pin) => boolean {
  if (meant === 'all') return () => true;
  if ('address' in meant) return ({ requester }) => networkOf(requester.address) === networkOf(meant.address);
  return ({ protocol, clientId }) => protocol === meant.protocol && clientId === meant.clientId;
}

/** All pins that wait, the first to expire first. */
export const listWaiting = ({ ports }: Dependencies): AsyncGenerator<Pin> => waitingPins(ports);

/** Ends waiting pins: their devices hear a no. @returns how many */
export const endMeant = ({ ports }: Dependencies, meant: MeantPins): Promise<number> =>
  endWaiting(ports, isMeant(meant), operator);

/** Does something to a person; see `Accounts.manage`. */
export const manageByCommand = (
  dependencies: Dependencies,
  { id }: Account,
  act: Management['act'],
): ReturnType<typeof managePerson> => managePerson(portsOf(dependencies), id, act, operator);

/** Removes an account; by command even that of the last admin. */
export const removeByCommand = (dependencies: Dependencies, { id }: Account): ReturnType<typeof removePerson> =>
  removePerson(portsOf(dependencies), id, operator);

/** Notes that somebody got a link for a new password by command. */
export const noteReset = ({ ports }: Dependencies, { id }: Account): Promise<void> =>
  ports.events.note({
    kind: 'person-reset',
    about: { protocol: null, clientId: null },
    account: id,
    address: null,
    by: byCommand,
  });

/** What happened in the last hours, and how many pins wait now. */
export interface CountedHours extends Overview {
  readonly waitingNow: number;
  /** The upper ends of the buckets of the time to link, in seconds. */
  readonly buckets: typeof linkTimeBuckets;
}

/** Counts what happened in so many hours, the last of which goes on. */
export async function countHours({ store, ports }: Dependencies, hours: number): Promise<CountedHours> {
  const [now, span] = [ports.clock.now(), { step: oneHour, steps: hours }];
  const counts = await store.statistics.since(startOf(span, now));
  const waitingNow = await store.statistics.waiting(now);
  return { ...overviewOf(counts, span, now), waitingNow, buckets: linkTimeBuckets };
}

/** Reads the audit log from a time on; each call gives what is new. */
export function followLines(
  { store, ports }: Dependencies,
  since: number,
  kinds: readonly EventKind[],
): () => Promise<readonly AuditLine[]> {
  const follower = followAudit({ auditLog: store.auditLog, clock: ports.clock }, since, kinds);
  return async () => auditLines(store.accounts, await follower.read());
}

export type { AuditLine };
