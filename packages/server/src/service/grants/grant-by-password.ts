import { nameOf } from '../../domain/device-info.ts';
import type { Address } from '../../domain/address.ts';
import type { Grant } from '../../domain/grant.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import type { Place } from '../../domain/place.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import type { Account } from '../ports/accounts.ts';

/** A device whose person has just entered the right password. */
export interface PasswordSignIn {
  /** As it was when the password was verified. */
  readonly account: Pick<Account, 'id' | 'passwordHash'>;
  /** For plex the client identifier. */
  readonly clientId: string;
  readonly deviceInfo: DeviceInfo;
  readonly address: Address;
  readonly place: Place | null;
}

/** What the device gets. */
export interface Granted {
  readonly grant: Grant;
  /** In clear, for this response only. */
  readonly token: string;
}

/**
 * Links a device without a pin. It may approve others, because its holder has shown the password.
 *
 * @returns undefined if the account's password was changed, or the account was removed
 * @throws when the current key cannot derive a token
 */
export async function grantByPassword(
  { grants, keys, clock, random }: Pick<PinPorts, 'grants' | 'keys' | 'clock' | 'random'>,
  { account, clientId, deviceInfo, address, place }: PasswordSignIn,
): Promise<Granted | undefined> {
  const id = random.id();
  const token = keys.deriveToken(keys.current, id, random.id());
  if (token === undefined) throw new Error('The current key derives no token.');
  const now = clock.now();
  const grant: Grant = {
    id,
    pinId: null,
    approvedBy: null,
    account: account.id,
    protocol: 'plex',
    clientId,
    name: nameOf(deviceInfo),
    deviceInfo,
    address,
    place,
    mayApprove: true,
    scopes: [],
    resources: [],
    keyThumbprint: null,
    tokenHash: keys.hash(token),
    linkedAt: now,
    collectedAt: now,
    collectedElsewhere: false,
    collectedFrom: address,
    lastSeenAt: null,
    version: 1,
  };
  return (await grants.add(grant, { passwordHash: account.passwordHash })) ? { grant, token } : undefined;
}
