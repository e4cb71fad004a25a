import type { Address } from '../../domain/address.ts';
import type { Grant } from '../../domain/grant.ts';
import type { DeviceKey } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeviceKeys, KeyRegistered } from '../ports/device-keys.ts';
import type { Limits } from '../ports/limits.ts';

/** What registering a device's key needs from outside. */
export interface RegisterDeviceKeyPorts {
  readonly deviceKeys: Pick<DeviceKeys, 'register'>;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** A key with which a device will sign in (wire 1.9). */
export interface DeviceKeyRegistration {
  /** The device, by its live token. */
  readonly grant: Pick<Grant, 'id' | 'account' | 'clientId'>;
  /** The client identifier that it will sign as. */
  readonly clientId: string;
  readonly deviceKey: DeviceKey;
  readonly address: Address;
}

/** Why a key is not registered. */
export type DeviceKeyRefusal = Refusal | { readonly kind: Exclude<KeyRegistered, 'ok'> };

/** Registers a device's key. The client identifier must be the one of the device's token. */
export async function registerDeviceKey(
  { deviceKeys, limits, clock }: RegisterDeviceKeyPorts,
  { grant, clientId, deviceKey, address }: DeviceKeyRegistration,
): Promise<Result<undefined, DeviceKeyRefusal>> {
  if (clientId !== grant.clientId) return refused({ kind: 'not-allowed' });
  const budget = await limits.spend('issue', address);
  if (!budget.ok) return budget;
  const key = { ...deviceKey, grantId: grant.id, account: grant.account, clientId, registeredAt: clock.now() };
  const registered = await deviceKeys.register(key, false);
  return registered === 'ok' ? accepted(undefined) : refused({ kind: registered });
}
