import type { AuthenticatorTransport } from '@simplewebauthn/server';
import type { WebAuthn } from '../service/ports/webauthn.ts';
import { readAssertion, readCreation } from './answers.ts';

/** Ed25519, ES256, RS256. Named, because the library's own choice also has ML-DSA, of which Node 24 warns. */
const algorithms = [-8, -7, -257];

/**
 * The libraries take a third of a second and 25 MB to load: a service that nobody uses a passkey at does not pay for them.
 */
const library = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64url, 'base64url'));

const described = (passkeys: readonly { readonly id: string; readonly transports: readonly string[] }[]) =>
  passkeys.map(({ id, transports }) => ({ id, transports: transports as AuthenticatorTransport[] }));

/** The longest public key, COSE, in bytes: RSA with 8192 bits. Longer ones make every sign-in slow. */
const longestKey = 1100;

/** What `work` makes, or undefined if it throws, which the library does for whatever is wrong with an answer. */
async function ifGood<Value>(work: () => Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

/**
 * Whether nothing vouches for the authenticator, as we ask for. Any other statement could name certificates, and so make the
 * library fetch whatever address those name for their revocation list.
 */
async function isUnattested(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await helpers();
  const decoded = decodeAttestationObject(bytesOf(attestationObject));
  return (
    decoded.get('fmt') === 'none' ||
    (decoded.get('fmt') === 'packed' && decoded.get('attStmt').get('x5c') === undefined)
  );
}

/** WebAuthn by the SimpleWebAuthn libraries, which are loaded at the first ceremony. */
export function createWebAuthn(): WebAuthn {
  return {
    async creationOptions({ challenge, domain, serviceName, username, handle, existing, life }) {
      const { generateRegistrationOptions } = await library();
      return generateRegistrationOptions({
        challenge: bytesOf(challenge),
        rpID: domain,
        rpName: serviceName,
        userName: username,
        userDisplayName: username,
        userID: bytesOf(handle),
        timeout: life,
        attestationType: 'none',
        excludeCredentials: described(existing),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
      });
    },
    async requestOptions({ challenge, domain, allowed, life }) {
      const { generateAuthenticationOptions } = await library();
      return generateAuthenticationOptions({
        challenge: bytesOf(challenge),
        rpID: domain,
        timeout: life,
        userVerification: 'required',
        ...(allowed === undefined ? {} : { allowCredentials: described(allowed) }),
      });
    },
    async verifyCreation(answer, { challenge, origin, domain }) {
      const response = readCreation(answer);
      if (response === undefined) return undefined;
      return ifGood(async () => {
        if (!(await isUnattested(response.response.attestationObject))) return undefined;
        const { verifyRegistrationResponse } = await library();
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: domain,
          requireUserVerification: true,
          supportedAlgorithmIDs: algorithms,
        });
        if (!verified) return undefined;
        const { credential, credentialDeviceType } = registrationInfo;
        // The id that the authenticator signed, and not the one that the browser says beside it.
        if (credential.id !== response.id || credential.publicKey.length > longestKey) return undefined;
        return {
          id: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: response.response.transports ?? [],
          isSynced: credentialDeviceType === 'multiDevice',
        };
      });
    },
    claimedPasskey(answer) {
      const response = readAssertion(answer);
      return response && { id: response.id, handle: response.response.userHandle ?? null };
    },
    async verifyAssertion(answer, { challenge, origin, domain }, { id, publicKey }) {
      const response = readAssertion(answer);
      if (response?.id !== id) return undefined;
      return ifGood(async () => {
        const { verifyAuthenticationResponse } = await library();
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: domain,
          requireUserVerification: true,
          // The counter is judged where it is kept.
          credential: { id, publicKey: bytesOf(publicKey), counter: 0 },
        });
        return verified ? { counter: authenticationInfo.newCounter } : undefined;
      });
    },
  };
}
