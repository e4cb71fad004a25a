// What signs tokens, and the keys that others verify them with. All of it is made when it is first needed.
import type { AccessJwts } from '../service/ports/access-jwts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { IdTokens } from '../service/ports/id-tokens.ts';
import type { PlexJwts } from '../service/ports/plex-jwts.ts';
import type { Random } from '../service/ports/random.ts';
import { createAccessJwts } from '../tokens/access-jwts.ts';
import { createIdTokens } from '../tokens/id-tokens.ts';
import type { SecretKey } from '../tokens/keys.ts';
import { createPlexJwts } from '../tokens/plex-jwt.ts';
import { createRsaKeys } from '../tokens/rsa-keys.ts';
import { createSigningKeys, type SigningKeys } from '../tokens/signing-keys.ts';
import { once } from './once.ts';

type PublicKeys = () => Promise<SigningKeys['publicKeys']>;

/** See above. */
export interface TokenParts {
  readonly accessJwts: AccessJwts;
  readonly idTokens: IdTokens;
  readonly plexJwts: PlexJwts;
  readonly publicKeys: Readonly<Record<'oauth' | 'plex', PublicKeys>>;
}

/** @param ring the secret keys, the newest first, that the signing keys are derived from */
export function createTokenParts(ring: readonly SecretKey[], clock: Clock, random: Random): TokenParts {
  const signingKeys = once(() => createSigningKeys(ring, 'oauth'));
  const rsaKeys = once(() => createRsaKeys(ring));
  const accessJwts = once(async () => createAccessJwts(await signingKeys(), clock, random));
  const idTokens = once(async () => createIdTokens(await signingKeys(), rsaKeys));
  const plexJwts = once(async () => createPlexJwts(await createSigningKeys(ring, 'plex'), clock, random));
  return {
    accessJwts: {
      sign: async (...order) => (await accessJwts()).sign(...order),
      read: async (text, issuer) => (await accessJwts()).read(text, issuer),
    },
    idTokens: { sign: async (order) => (await idTokens()).sign(order) },
    plexJwts: {
      make: async (order) => (await plexJwts()).make(order),
      read: async (jwt) => (await plexJwts()).read(jwt),
    },
    publicKeys: {
      oauth: async () => [...(await signingKeys()).publicKeys, ...(await rsaKeys()).publicKeys],
      plex: async () => (await plexJwts()).publicKeys,
    },
  };
}
