import type { Address } from '../../domain/address.ts';
import { isLoopback } from '../../domain/loopback.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { grantByPassword } from '../grants/grant-by-password.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import type { GeoIp } from '../ports/geoip.ts';
import type { Mail } from '../ports/mail.ts';
import type { PasswordSignIn } from '../ports/password-sign-in.ts';
import type { TokenOwner } from '../tokens/find-token-owner.ts';

/** From where devices may sign in with a password, without a code: anywhere, this machine, or nowhere. */
export type PasswordRoutes = 'everybody' | 'this-machine' | 'nobody';

/** What signing a device in with a password needs from outside. */
export type SignInDevicePorts = Pick<PinPorts, 'grants' | 'keys' | 'clock' | 'random'> & {
  readonly passwordSignIn: PasswordSignIn;
  readonly geoip: GeoIp;
  readonly mail: Pick<Mail, 'notify'>;
  readonly passwordRoutes: PasswordRoutes;
};

/** A device, and the name and password that its person typed there. */
export interface DeviceCredentials {
  /** For plex the client identifier. */
  readonly clientId: string;
  readonly deviceInfo: DeviceInfo;
  readonly login: string;
  readonly password: string;
}

/** A request to sign a device in. */
export interface DeviceSignIn<Fault> {
  readonly address: Address;
  /** As they were parsed; a fault is returned only where devices may sign in this way. */
  readonly credentials: Result<DeviceCredentials, Fault>;
}

/** Why a device is not signed in. */
export type DeviceSignInRefusal<Fault> =
  | Refusal
  /** Nobody may sign a device in with a password from there. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'malformed'; readonly fault: Fault }
  | { readonly kind: 'wrong-sign-in' }
  /** The account needs a passkey after the password, which such a device has no way to ask for. */
  | { readonly kind: 'needs-passkey' };

/** An unknown address does not count as this machine's, because a proxy may hide it. */
const isOpen = (routes: PasswordRoutes, address: Address): boolean =>
  routes === 'everybody' || (routes === 'this-machine' && address !== null && isLoopback(address));

/** Checks a password within the limits of the sign-in page, and links the device, if the password alone is enough. */
export async function signInDevice<Fault>(
  ports: SignInDevicePorts,
  { address, credentials }: DeviceSignIn<Fault>,
): Promise<Result<TokenOwner, DeviceSignInRefusal<Fault>>> {
  if (!isOpen(ports.passwordRoutes, address)) return refused({ kind: 'closed' });
  if (!credentials.ok) return refused({ kind: 'malformed', fault: credentials.refusal });
  const { clientId, deviceInfo, login, password } = credentials.value;
  const known = await ports.passwordSignIn.signIn(login, password, { address, deviceCookie: null });
  if (!known.ok) return known;
  const account = known.value;
  if (account.needsPasskey) return refused({ kind: 'needs-passkey' });
  const place = ports.geoip.lookup(address);
  const granted = await grantByPassword(ports, { account, clientId, deviceInfo, address, place });
  if (granted === undefined) return refused({ kind: 'wrong-sign-in' });
  await ports.mail.notify({ kind: 'device-linked', account: account.id, grant: granted.grant.id });
  return accepted({ account, ...granted });
}
