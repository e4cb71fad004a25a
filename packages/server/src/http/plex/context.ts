import type { SigningKeys } from '../../tokens/signing-keys.ts';

/** What key-bound sign-in needs besides what every route has (wire 1.9). */
export interface PlexContext {
  /** What others verify Plex JWTs with. Made from the secret keys, which takes a moment. */
  readonly publicKeys: () => Promise<SigningKeys['publicKeys']>;
}
