import type { Address } from '../../domain/address.ts';
import { collect, type Grant } from '../../domain/grant.ts';
import { redeem, type Pin, type RedeemedPin } from '../../domain/pin.ts';
import { isNewNetwork } from '../../domain/poll-facts.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused } from '../../domain/result.ts';
import { changeGrant } from '../grants/change-grant.ts';
import { changePin, type HeldPin } from './change-pin.ts';
import { collected } from './collected.ts';
import { grantOf } from '../grants/grant-of.ts';
import { keepGrant } from '../grants/keep-grant.ts';
import type { PinPorts } from './pin-ports.ts';

/** The result of a redemption. */
export interface Collected {
  readonly pin: RedeemedPin;
  /** The device's grant. */
  readonly grant: Grant;
  /** In clear, for this response only; null for a pin with a device key, whose tokens are JWTs. */
  readonly token: string | null;
}

/** What redeeming a pin needs from outside. */
export type RedeemPinPorts = Pick<
  PinPorts,
  'pins' | 'changeNotifier' | 'events' | 'grants' | 'oauthClients' | 'deviceKeys' | 'keys' | 'clock'
>;

/**
 * Stores the grant, and the device's key, which the redeeming poll has proved. Returns the grant as stored; undefined
 * if it was revoked meanwhile.
 */
async function record(ports: RedeemPinPorts, { deviceKey }: RedeemedPin, grant: Grant): Promise<Grant | undefined> {
  const stored = await keepGrant(ports, grant);
  if (stored === undefined || deviceKey === null) return stored;
  const { id: grantId, account, clientId } = grant;
  const key = { ...deviceKey, grantId, account, clientId, registeredAt: ports.clock.now() };
  return (await ports.deviceKeys.register(key, true)) === 'ok' ? stored : undefined;
}

/**
 * Redeems an approved pin for its device, once; the same reader may repeat it for ten seconds (wire S10). The grant is
 * stored before the token is returned.
 *
 * @param held a pin from {@link readPin}, or its internal id; its device key, if any, must have been proved
 * @param reader the address of the request
 * @returns `settled` if another reader was first, or the device was revoked meanwhile
 */
export async function redeemPin(ports: RedeemPinPorts, held: HeldPin, reader: Address): Promise<PinResult<Collected>> {
  let grant: Grant | undefined;
  const change = async (pin: Pin): Promise<PinResult<RedeemedPin>> => {
    const redeemed = redeem(pin, reader, ports.clock.now(), isNewNetwork(pin, reader));
    if (!redeemed.ok) return redeemed;
    const approved = grantOf(ports, pin, redeemed.value.state.approval);
    if (approved === undefined) return refused({ kind: 'expired' });
    grant = await record(ports, redeemed.value, approved);
    return grant === undefined ? refused({ kind: 'settled', as: 'redeemed' }) : redeemed;
  };
  const result = await changePin(ports, held, change, (pin) => [collected(pin)]);
  if (!result.ok) return result;

  const { approval, redeemedAt } = result.value.state;
  const token = ports.keys.deriveToken(approval.keyId, approval.grantId, approval.salt);
  if (token === undefined || grant === undefined) return refused({ kind: 'expired' });
  const { state } = result.value;
  await changeGrant(ports.grants, grant, (current) => collect(current, redeemedAt, state));
  return accepted({ pin: result.value, grant, token: result.value.deviceKey === null ? token : null });
}
