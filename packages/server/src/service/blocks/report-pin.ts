import { nameOf } from '../../domain/device-info.ts';
import type { Pin } from '../../domain/pin.ts';
import { reportedAddressOf, requesterIdentityOf } from '../../domain/requester-key.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { reportRequester, type DisowningPorts, type Reported, type Reporter } from './report-requester.ts';

/**
 * Reports the requester of a pin. Only the account that denied the pin may; a linked device is reported as a device.
 */
export async function reportPin(
  ports: DisowningPorts,
  pin: Pin,
  { account, address }: Reporter,
): Promise<Result<Reported, 'not-denied'>> {
  const { state, requester } = pin;
  if (state.at !== 'denied' || state.by !== account.id) return refused('not-denied');
  const reported = await reportRequester(ports, {
    requesterIdentity: { ...requesterIdentityOf(pin), address: reportedAddressOf(requester, address) },
    name: nameOf(requester.deviceInfo),
    about: pin,
    account,
    address,
  });
  return accepted(reported);
}
