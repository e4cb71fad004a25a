import { calculateJwkThumbprint } from 'jose';
import type { DeviceKey } from '../domain/pin.ts';

/** Identifies a device's public key by its RFC 7638 thumbprint, which is also its `kid` if the device gives none. */
export async function deviceKeyOf({ x, kid }: { readonly x: string; readonly kid: string | null }): Promise<DeviceKey> {
  const thumbprint = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  return { thumbprint, x, kid: kid ?? thumbprint };
}
