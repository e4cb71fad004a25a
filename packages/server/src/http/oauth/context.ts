import type { ClientDocuments } from '../../clients/client-documents.ts';
import type { CodeFormat } from '../../domain/code.ts';
import type { ClientKeys } from '../../tokens/client-keys.ts';
import type { SigningKeys } from '../../tokens/signing-keys.ts';

/** What the OAuth routes need besides what every route has. */
export interface OAuthContext {
  /** The public halves of all keys that sign tokens. Made from the secret keys, which takes a moment. */
  readonly publicKeys: () => Promise<SigningKeys['publicKeys']>;
  readonly clientKeys: ClientKeys;
  readonly clientDocuments: ClientDocuments;
  readonly userCodes: CodeFormat;
}
