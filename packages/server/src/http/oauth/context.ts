import type { CodeFormat } from '../../domain/code.ts';
import type { Once } from '../../service/ports/once.ts';
import type { Polls } from '../../service/ports/polls.ts';
import type { ClientKeys } from '../../tokens/client-keys.ts';
import type { SigningKeys } from '../../tokens/signing-keys.ts';

/** What the OAuth routes need beside what every route has. */
export interface OAuthContext {
  /** Made from the secret keys, which takes a moment. */
  readonly signingKeys: () => Promise<SigningKeys>;
  readonly polls: Polls;
  readonly once: Once;
  readonly clientKeys: ClientKeys;
  readonly userCodes: CodeFormat;
}

/** How often a device may ask, in milliseconds (D10, D11). */
export const pollInterval: number = 5000;
