import type { Grant } from '../../domain/grant.ts';
import { deviceKeyOf, linkedDevices } from '../../domain/linked-devices.ts';
import { foldName } from '../../domain/sign-in-name.ts';
import type { Accounts } from '../ports/accounts.ts';
import type { Events } from '../ports/events.ts';
import type { Clock } from '../ports/clock.ts';
import type { Grants } from '../ports/grants.ts';
import { revokeDevice } from '../grants/device-grants.ts';
import { doneBy, type Operator } from './operator.ts';

/** A device, and whose it is. */
export interface FoundDevice {
  readonly grant: Grant;
  /** Username; null of an account that was removed meanwhile. */
  readonly username: string | null;
}

/** Some of the devices that were found. */
export interface FoundDevices {
  readonly devices: readonly FoundDevice[];
  /** The grant's id from which on there are more; null when that was all. */
  readonly next: string | null;
}

/** How many grants are read at once, and how many are looked through at most for one answer. */
const [batch, mostRead] = [500, 20_000];

const namesOf = ({ name, clientId, deviceInfo }: Grant): readonly string[] =>
  [name, clientId, deviceInfo.product, deviceInfo.device, deviceInfo.deviceName, deviceInfo.model].filter(
    (text) => text !== null,
  );

/** The devices of one account, and the first of the grants of each, by id. */
interface LinkedDevices {
  readonly devices: ReadonlyMap<string, Grant>;
  readonly firstIds: ReadonlyMap<string, string>;
}

function linkedIn(grants: readonly Grant[]): LinkedDevices {
  const lastFirst = grants.toSorted((one, other) => (one.id < other.id ? 1 : -1));
  return {
    devices: linkedDevices(grants),
    firstIds: new Map(lastFirst.map((grant) => [deviceKeyOf(grant), grant.id])),
  };
}

/**
 * Finds linked devices of everybody by a part of a name, a product, a client or the name of their person, without regard to case.
 *
 * @param text empty for all
 * @param after id of the last grant of the answer before; empty for the first
 */
export async function findDevices(
  {
    grants,
    accounts,
  }: { readonly grants: Pick<Grants, 'listAfter' | 'listFor'>; readonly accounts: Pick<Accounts, 'byId'> },
  text: string,
  after: string,
  limit: number,
): Promise<FoundDevices> {
  const wanted = foldName(text.trim());
  const names = new Map<string, string | null>();
  const usernameOf = async (id: string): Promise<string | null> => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const username = (await accounts.byId(id))?.username ?? null;
    names.set(id, username);
    return username;
  };
  const linked = new Map<string, LinkedDevices>();
  /** The device of a grant; undefined but for the first of its grants by id, so that each device is found once. */
  const deviceOf = async (grant: Grant): Promise<Grant | undefined> => {
    if (grant.byRedirect !== true) return grant;
    const known = linked.get(grant.account) ?? linkedIn(await grants.listFor(grant.account));
    linked.set(grant.account, known);
    const key = deviceKeyOf(grant);
    return known.firstIds.get(key) === grant.id ? known.devices.get(key) : undefined;
  };
  const devices: FoundDevice[] = [];
  let last = after;
  for (let read = 0; read < mostRead; read += batch) {
    const some = await grants.listAfter(last, batch);
    for (const one of some) {
      last = one.id;
      const grant = await deviceOf(one);
      if (grant === undefined) continue;
      const username = await usernameOf(grant.account);
      if (![...namesOf(grant), username ?? ''].some((name) => foldName(name).includes(wanted))) continue;
      devices.push({ grant, username });
      if (devices.length === limit) return { devices, next: last };
    }
    if (some.length < batch) return { devices, next: null };
  }
  return { devices, next: last };
}

/**
 * Ends a device of anybody for an operator, and notes who did it. Its tokens stop working at once.
 *
 * @param id the grant's
 * @returns the grant; undefined if there is none, or it has ended
 */
export async function endDevice(
  { grants, events, clock }: EndDevicePorts,
  id: string,
  operator: Operator,
): Promise<Grant | undefined> {
  const grant = await grants.byId(id);
  if (grant === undefined || !(await revokeDevice(grants, grant.id, grant.account, clock.now()))) return undefined;
  const { protocol, clientId, account, deviceInfo, pinId } = grant;
  const about = { protocol, clientId, requester: { deviceInfo }, pinId };
  await events.note({ kind: 'device-revoked', about, account, ...doneBy(operator) });
  return grant;
}

/** What ending a device needs from outside. */
interface EndDevicePorts {
  readonly grants: Pick<Grants, 'byId' | 'listFor' | 'revoke'>;
  readonly events: Pick<Events, 'note'>;
  readonly clock: Clock;
}
