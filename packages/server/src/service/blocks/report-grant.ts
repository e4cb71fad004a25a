import { nameOf } from '../../domain/device-info.ts';
import { reportedAddressOf } from '../../domain/requester-key.ts';
import { revokeDevice } from '../grants/device-grants.ts';
import { reportRequester, type DisowningPorts, type Reported, type Reporter } from './report-requester.ts';

/**
 * Unlinks a device that its person does not recognize, and reports it.
 *
 * @param id of the grant
 * @returns undefined when the account has no such live device
 */
export async function reportGrant(
  ports: DisowningPorts,
  id: string,
  { account, address }: Reporter,
): Promise<Reported | undefined> {
  const { grants, deviceKeys, clock } = ports;
  const grant = (await grants.listFor(account.id)).find((known) => known.id === id);
  if (grant === undefined) return undefined;
  const { protocol, clientId, keyThumbprint, deviceInfo } = grant;
  const key = keyThumbprint ?? (await deviceKeys.ofGrant(id, clientId))?.thumbprint ?? null;
  await revokeDevice(grants, id, account.id, clock.now());
  return reportRequester(ports, {
    requesterIdentity: { protocol, clientId, key, address: reportedAddressOf(grant, address) },
    name: nameOf(deviceInfo),
    about: { protocol, clientId, requester: { deviceInfo } },
    account,
    address,
  });
}
