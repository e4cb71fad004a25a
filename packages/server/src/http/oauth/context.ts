import type { AccessJwts } from '../../service/ports/access-jwts.ts';
import type { CodeFormat } from '../../domain/code.ts';
import type { ReplayCache } from '../../service/ports/replay-cache.ts';
import type { PollPacing } from '../../service/ports/poll-pacing.ts';
import type { ClientKeys } from '../../tokens/client-keys.ts';
import type { SigningKeys } from '../../tokens/signing-keys.ts';

/** What the OAuth routes need beside what every route has. */
export interface OAuthContext {
  /** Made from the secret keys, which takes a moment. */
  readonly signingKeys: () => Promise<SigningKeys>;
  readonly accessJwts: () => Promise<AccessJwts>;
  readonly pollPacing: PollPacing;
  readonly replayCache: ReplayCache;
  readonly clientKeys: ClientKeys;
  readonly userCodes: CodeFormat;
}
