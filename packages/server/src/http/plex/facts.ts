// Accounts and devices as plex's API represents them.
import { createHash } from 'node:crypto';
import type { Grant } from '../../domain/grant.ts';
import type { Account } from '../../service/ports/accounts.ts';
import type { PlexRequester, PlexDevice, PlexUser } from '../../protocols/constants/plex.ts';
import type { TokenOwner } from '../../service/tokens/find-token-owner.ts';

/** Sixteen hexadecimal digits that are always the same for an account. */
const uuidOf = ({ id }: Account): string => Buffer.from(id, 'base64url').toString('hex').slice(0, 16);

/** A person, for a holder of one of their tokens. */
export function plexUserOf({ account, token }: Pick<TokenOwner, 'account' | 'token'>, baseUrl: string): PlexUser {
  const uuid = uuidOf(account);
  return {
    id: account.number,
    uuid,
    username: account.username,
    email: account.email ?? '',
    emailConfirmed: account.emailConfirmed,
    joinedAt: account.createdAt,
    thumb: `${baseUrl}/users/${uuid}/avatar`,
    authToken: token,
  };
}

/** The number that plex clients know a device by: 31 bits of a hash, because a grant's own id goes on no wire. */
export const deviceNumber = (grantId: string): number =>
  createHash('sha256').update(`device ${grantId}`).digest().readUInt32BE() >>> 1;

/**
 * A device of the account that asks.
 *
 * @param owner the owner of the token that was sent, whose own device alone is shown with a token
 */
export function plexDeviceOf(grant: Grant, owner: TokenOwner): PlexDevice {
  const { id, name, clientId, deviceInfo, address, collectedFrom, linkedAt, collectedAt, lastSeenAt } = grant;
  return {
    id: deviceNumber(id),
    name,
    publicAddress: collectedFrom ?? address ?? '',
    product: deviceInfo.product ?? '',
    version: deviceInfo.version ?? '',
    platform: deviceInfo.platform ?? '',
    platformVersion: deviceInfo.platformVersion ?? '',
    device: deviceInfo.device ?? '',
    model: deviceInfo.model ?? '',
    vendor: deviceInfo.vendor ?? '',
    clientIdentifier: clientId,
    token: id === owner.grant.id ? owner.token : '',
    createdAt: linkedAt,
    lastSeenAt: lastSeenAt ?? collectedAt ?? linkedAt,
  };
}

/** The account that asks for media servers: admins own them, and everybody gets back the token that they sent. */
export const plexRequesterOf = ({ account, token }: TokenOwner): PlexRequester => ({ token, owns: account.isAdmin });
