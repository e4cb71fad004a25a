import { isIdleExpired, see, type Grant } from '../../domain/grant.ts';
import { changeGrant } from '../grants/change-grant.ts';
import type { Account, Accounts } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeviceKeys } from '../ports/device-keys.ts';
import type { Grants } from '../ports/grants.ts';
import type { Keys } from '../ports/keys.ts';
import type { PersonCheck } from '../ports/person-check.ts';
import { isPersonThere } from './heed-person.ts';
import type { PlexJwts } from '../ports/plex-jwts.ts';

/** The account and device of a plex token. */
export interface TokenOwner {
  readonly account: Account;
  readonly grant: Grant;
  readonly token: string;
}

/** What checking a plex token needs from outside. */
export interface TokenOwnerPorts {
  readonly grants: Pick<Grants, 'byId' | 'byTokenHash' | 'replace'>;
  readonly deviceKeys: Pick<DeviceKeys, 'ofGrant'>;
  readonly accounts: Pick<Accounts, 'byId'>;
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly plexJwts: Pick<PlexJwts, 'read'>;
  /** Idle expiry of a token, in milliseconds. */
  readonly idleFor: number;
  readonly personCheck: PersonCheck;
}

/** Least interval between recorded uses, in milliseconds, so that most reads write nothing. */
const noteEvery = 60_000;

/** True for what could be a JWT, so that no other token costs a signature check. */
export const looksLikeJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/** The device of a Plex JWT, while it has the key that the JWT was issued for. */
async function byJwt({ plexJwts, deviceKeys, grants }: TokenOwnerPorts, jwt: string): Promise<Grant | undefined> {
  const subject = await plexJwts.read(jwt);
  const key = subject && (await deviceKeys.ofGrant(subject.grantId, subject.clientId));
  if (key === undefined || key.kid !== subject?.kid) return undefined;
  const grant = await grants.byId(key.grantId);
  return grant?.clientId === key.clientId ? grant : undefined;
}

/**
 * Finds the live device and the account of a plex token of either kind, and records the use.
 *
 * @returns undefined if the token is invalid, revoked, or idle for too long
 */
export async function findTokenOwner(ports: TokenOwnerPorts, token: string): Promise<TokenOwner | undefined> {
  const { grants, accounts, keys, clock, idleFor } = ports;
  const grant = looksLikeJwt(token) ? await byJwt(ports, token) : await grants.byTokenHash(keys.hash(token));
  const now = clock.now();
  if (grant === undefined || isIdleExpired(grant, now, idleFor)) return undefined;
  if (!(await isPersonThere(ports.personCheck, grant))) return undefined;
  const account = await accounts.byId(grant.account);
  if (account === undefined) return undefined;
  if (now - (grant.lastSeenAt ?? 0) >= noteEvery) await changeGrant(grants, grant, (current) => see(current, now));
  return { account, grant, token };
}
