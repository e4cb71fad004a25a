import type { Address } from '../../domain/address.ts';
import { isIdleExpired, see } from '../../domain/grant.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { changeGrant } from '../grants/change-grant.ts';
import type { DeviceJwt, DeviceJwtFault, DeviceJwts } from '../ports/device-jwts.ts';
import type { DeviceKeys, RegisteredKey } from '../ports/device-keys.ts';
import type { Limits } from '../ports/limits.ts';
import type { TokenOwnerPorts } from './find-token-owner.ts';
import { isPersonThere } from './heed-person.ts';
import { issuePlexJwt, type IssuePlexJwtPorts, type PlexJwtUser } from './issue-plex-jwt.ts';
import { spendDeviceJwt, type SpendDeviceJwtPorts } from './spend-device-jwt.ts';

/** What exchanging a device JWT needs from outside. */
export type ExchangePorts = SpendDeviceJwtPorts &
  IssuePlexJwtPorts &
  Pick<TokenOwnerPorts, 'idleFor' | 'personCheck'> & {
    readonly deviceKeys: Pick<DeviceKeys, 'listOf'>;
    readonly deviceJwts: DeviceJwts;
    readonly limits: Limits;
  };

/** A device JWT to be exchanged for a Plex JWT (wire 1.9). */
export interface Exchange {
  readonly jwt: string;
  /** The names of this service; the JWT must be for one of them. */
  readonly audiences: readonly string[];
  readonly address: Address;
  readonly userOf: PlexJwtUser;
}

/** Why a device JWT is not exchanged. */
export type ExchangeRefusal =
  | Refusal
  | { readonly kind: 'bad-jwt'; readonly fault: DeviceJwtFault }
  /** The key's device was unlinked, went unused for too long, or its account is gone. */
  | { readonly kind: 'no-grant' };

/** The key that a device JWT was signed with, and its claims. */
async function findSigner(
  { deviceKeys, deviceJwts }: Pick<ExchangePorts, 'deviceKeys' | 'deviceJwts'>,
  { jwt, audiences }: Exchange,
): Promise<Result<{ readonly key: RegisteredKey; readonly said: DeviceJwt }, DeviceJwtFault>> {
  const label = deviceJwts.labelOf(jwt);
  if (label === undefined) return refused('malformed');
  for (const key of await deviceKeys.listOf(label.clientId, label.kid)) {
    const verified = await deviceJwts.verify(jwt, key, audiences);
    if (verified.ok) return accepted({ key, said: verified.value });
    if (verified.refusal !== 'signature') return verified;
  }
  return refused('signature');
}

/**
 * Exchanges a device JWT with a fresh nonce, signed with a registered key, for a Plex JWT of the key's device, and
 * records the use.
 */
export async function exchangeDeviceJwt(
  ports: ExchangePorts,
  exchange: Exchange,
): Promise<Result<string, ExchangeRefusal>> {
  const { grants, limits, clock, idleFor } = ports;
  const budget = await limits.spend('nonce', exchange.address);
  if (!budget.ok) return budget;
  const signer = await findSigner(ports, exchange);
  if (!signer.ok) return refused({ kind: 'bad-jwt', fault: signer.refusal });
  const { key, said } = signer.value;
  const spent = await spendDeviceJwt(ports, said);
  if (!spent.ok) return refused({ kind: 'bad-jwt', fault: spent.refusal });

  const now = clock.now();
  const grant = await grants.byId(key.grantId);
  if (grant?.clientId !== key.clientId || isIdleExpired(grant, now, idleFor)) return refused({ kind: 'no-grant' });
  if (!(await isPersonThere(ports.personCheck, grant))) return refused({ kind: 'no-grant' });
  const issued = await issuePlexJwt(ports, key, said, exchange.userOf);
  if (issued === undefined) return refused({ kind: 'no-grant' });
  await changeGrant(grants, grant.id, (current) => see(current, now));
  return accepted(issued);
}
