import type { Address } from '../../domain/address.ts';
import { cancelShownPin } from '../pins/cancel-pin.ts';
import { findDeviceCode } from '../pins/find-device-code.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { accessTokenPrefix } from './access-tokens.ts';
import { inspectToken, type InspectionPorts } from './inspect-token.ts';

/** A client's request to revoke a token. */
export interface Revocation {
  readonly client: OAuthClient;
  readonly token: string;
  readonly issuer: string;
  /** The address of the request. */
  readonly address: Address;
}

type Ports = InspectionPorts & Pick<PinPorts, 'pins' | 'pending' | 'changeNotifier' | 'events' | 'grants'>;

/**
 * Revokes a token of this client, of whatever kind (RFC 7009 §2.1): cancels a pending device code, revokes the grant
 * of a refresh token, ends an access token. A JWT cannot be ended by itself, so its grant is revoked.
 */
export async function revokeToken(ports: Ports, { client, token, issuer, address }: Revocation): Promise<void> {
  const { grants, tokens, keys, clock } = ports;
  const pin = await findDeviceCode(ports, { deviceCode: token, clientId: client.id });
  if (pin.ok) {
    await cancelShownPin(ports, pin.value, address);
    return;
  }
  const hash = keys.hash(token);
  const family = await tokens.familyOf(hash);
  if (family?.clientId === client.id) {
    const grant = await grants.byId(family.grantId);
    if (grant !== undefined) await grants.revoke(grant.id, grant.account, clock.now());
    return;
  }
  const live = await inspectToken(ports, token, issuer);
  if (live?.clientId !== client.id) return;
  if (token.startsWith(accessTokenPrefix)) await tokens.endAccessToken(hash);
  else await grants.revoke(live.grantId, live.account, clock.now());
}
