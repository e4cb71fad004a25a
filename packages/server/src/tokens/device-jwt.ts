import { createPublicKey } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { DeviceJwt, DeviceJwtFault, DeviceJwtLabel, DeviceJwts } from '../service/ports/device-jwts.ts';

/** Reads which key to look up. Undefined if it is not a JWT. */
export function labelOf(jwt: string): DeviceJwtLabel | undefined {
  try {
    const { kid } = decodeProtectedHeader(jwt);
    const { iss } = decodeJwt(jwt);
    return typeof iss === 'string' ? { clientId: iss, kid: typeof kid === 'string' ? kid : '' } : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

function read(payload: Uint8Array, clientId: string, audiences: readonly string[]): Result<DeviceJwt, DeviceJwtFault> {
  try {
    const { iss, aud, exp, nonce, scope } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    const isForUs = [aud].flat().some((one) => isText(one) && audiences.includes(one));
    if (iss !== clientId || !isForUs || typeof exp !== 'number' || !isText(nonce)) return refused('malformed');
    const scopes = isText(scope) ? scope.split(/[\s,]+/).filter((word) => word !== '') : [];
    return accepted({ nonce, scopes, expiresAt: exp * 1000 });
  } catch {
    return refused('malformed');
  }
}

/**
 * Checks a device JWT (wire 1.9), but neither its time nor its nonce.
 *
 * @param key the device's public key, and the client identifier that it signs as
 * @param audiences the names of this service; the JWT must be for one of them
 */
export async function verifyDeviceJwt(
  jwt: string,
  key: { readonly x: string; readonly clientId: string },
  audiences: readonly string[],
): Promise<Result<DeviceJwt, DeviceJwtFault>> {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' });
    const { payload } = await compactVerify(jwt, publicKey, { algorithms: ['EdDSA', 'Ed25519'] });
    return read(payload, key.clientId, audiences);
  } catch (error) {
    return refused(error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed');
  }
}

/** See {@link DeviceJwts}. */
export const deviceJwts: DeviceJwts = { labelOf, verify: verifyDeviceJwt };
