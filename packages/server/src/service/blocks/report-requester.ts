import { samePrefix, wideNetworkOf, type Address } from '../../domain/address.ts';
import type { Grant } from '../../domain/grant.ts';
import { requesterKeyOf, senderOf, type RequesterIdentity } from '../../domain/requester-key.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Budgets } from '../ports/budgets.ts';
import type { EventSubject } from '../ports/events.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * How long a requester is blocked: for the account that reported it, and for everybody after several reports; in
 * milliseconds.
 */
const blockLife = { person: 30 * day, reports: day };

/** The least age of an account whose reports count for others, in milliseconds. */
const agedAfter = 7 * day;

/** How many networks must report a requester within a day for it to be blocked for everybody. */
const networksNeeded = 3;

/** How many requesters one account may report in a day. */
const reportsPerDay = 5;

/** The account that reports a requester. */
export interface Reporter {
  readonly account: { readonly id: string; readonly createdAt: number };
  /** The address of the report. */
  readonly address: Address;
}

/** A report of a pin's requester or of a device ("This was not me"). */
export interface Disowning extends Reporter {
  readonly requesterIdentity: RequesterIdentity;
  /** The name that it gives itself, sanitized for display. */
  readonly name: string;
  readonly about: EventSubject;
}

/** The effect of a report. */
export interface Reported {
  /** How many devices of the account were unlinked. */
  readonly unlinked: number;
  /** False if it has nothing to be identified by, or the account has reported too many today. */
  readonly blocked: boolean;
}

/** What reporting a requester needs from outside. */
export type DisowningPorts = Pick<PinPorts, 'grants' | 'deviceKeys' | 'events' | 'clock' | 'random'> & {
  readonly blocks: Blocks;
  readonly budgets: Budgets;
};

/** Whether a device is the reported requester: the same key, else the same client from the same prefix. */
async function isSame(
  { deviceKeys }: Pick<DisowningPorts, 'deviceKeys'>,
  grant: Grant,
  { protocol, clientId, key, address }: RequesterIdentity,
): Promise<boolean> {
  if (grant.protocol !== protocol || grant.clientId !== clientId) return false;
  if (key === null) return samePrefix(senderOf(grant), address);
  const known = grant.keyThumbprint ?? (await deviceKeys.ofGrant(grant.id, clientId))?.thumbprint;
  return known === key;
}

/**
 * Blocks the requester for everybody, once enough reports count. Not an OAuth client without a key: it has the same
 * `client_id` in every home, so at an address that many share, one of them could get all others blocked. Those only an
 * operator can block.
 */
async function countReport(
  ports: DisowningPorts,
  requesterKey: string,
  { account, address, requesterIdentity, name, about }: Disowning,
): Promise<void> {
  if (requesterIdentity.protocol === 'oauth' && requesterIdentity.key === null) return;
  const { blocks, clock, events, random } = ports;
  const at = clock.now();
  const network = address === null ? null : wideNetworkOf(address);
  if (at < account.createdAt + agedAfter || network === null) return;
  const until = at + blockLife.reports;
  const networks = await blocks.report({ requesterKey, account: account.id, network, at, until });
  if (networks < networksNeeded || (await blocks.find(requesterKey, null, at)) !== undefined) return;
  await blocks.put({ id: random.id(), requesterKey, account: null, name, by: 'reports', at, until });
  await blocks.forgetReports(requesterKey, null);
  await events.note({ kind: 'blocked', about, account: null, address: null });
}

/**
 * Reports a requester. Its devices are unlinked from this account, and it is blocked for this account; for others only
 * after several people of other networks have reported it, too.
 */
export async function reportRequester(ports: DisowningPorts, disowning: Disowning): Promise<Reported> {
  const { grants, blocks, budgets, clock, events, random } = ports;
  const { requesterIdentity, name, about, account, address } = disowning;
  let unlinked = 0;
  for (const grant of await grants.listFor(account.id)) {
    if (!(await isSame(ports, grant, requesterIdentity))) continue;
    if (await grants.revoke(grant.id, account.id, clock.now())) unlinked += 1;
  }
  const at = clock.now();
  const requesterKey = requesterKeyOf(requesterIdentity);
  const want = { key: `reports of ${account.id}`, limit: reportsPerDay, period: day };
  if (requesterKey === null || (await budgets.spend([want], at)) !== undefined) return { unlinked, blocked: false };
  const until = at + blockLife.person;
  await blocks.put({ id: random.id(), requesterKey, account: account.id, name, by: 'person', at, until });
  await events.note({ kind: 'reported', about, account: account.id, address });
  await countReport(ports, requesterKey, disowning);
  return { unlinked, blocked: true };
}
