// The words in which a refusal is told on the wire: the service's own presenters choose them.
import { outcomeHeader } from '../../../packages/server/src/protocols/constants/linkpin.ts';
import type { Protocol } from '../../../packages/server/src/domain/pin.ts';
import type { Refusal } from '../../../packages/server/src/domain/refusal.ts';
import { presentOAuthRefusal } from '../../../packages/server/src/protocols/oauth/present.ts';
import { presentRefusal } from '../../../packages/server/src/protocols/plex-v2/present.ts';

/** Plex's word for a pin that is not there, or is not the asker's. */
export const gone = 'gone';

/** The word of a refusal by the plex API, from the header that tells its reason. */
export const plexWord = (outcome: string | null | undefined): string => outcome ?? gone;

/** The word of a refusal by an OAuth endpoint (RFC 6749 §5.2), from its body. */
export const oauthWord = (body: string): string => (JSON.parse(body) as { readonly error: string }).error;

/** In which word a protocol tells a refusal. */
export function wordOf(protocol: Protocol, refusal: Refusal): string {
  return protocol === 'plex'
    ? plexWord(presentRefusal(refusal, 'json').headers[outcomeHeader])
    : oauthWord(String(presentOAuthRefusal(refusal).body));
}
