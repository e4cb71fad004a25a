import type { DeviceClient } from '../oauth-client.ts';
import type { DeviceOutcome, DeviceSignIn } from '../oauth-sign-in.ts';
import { useSignIn, type UsedSignIn, type UseSignInOptions } from './use-sign-in.ts';

/** A sign-in by device code as a component shows it. */
export type UsedDeviceCode = UsedSignIn<DeviceSignIn, DeviceOutcome>;

/**
 * Signs a person in by a device code (RFC 8628): `start` asks for one, `state` says where it is, `signIn` has the code.
 *
 * @param client made once, outside of the component
 */
export const useDeviceCode = (client: DeviceClient, options: UseSignInOptions<DeviceOutcome> = {}): UsedDeviceCode =>
  useSignIn<DeviceSignIn, DeviceOutcome>((signal) => client.requestCode({ signal }), options);
