import { legacyProfile, type LegacyProfile } from '../../protocols/plex-legacy/legacy.ts';
import { memo } from '../server/memo.ts';
import type { ApiCall } from '../server/route.ts';

/** Cached by name: few programs poll, and each many times. */
const profileOf = memo(legacyProfile, 256);

/** The profile of the old SDK that sent a request, if the operator allows old SDKs. */
export const legacyOf = ({ request, context }: ApiCall): LegacyProfile | null =>
  context.settings.legacySdks ? profileOf(request.header('user-agent') ?? '') : null;

type Headers = ApiCall['request']['header'];

/** Headers as the client means them: some old SDKs expect JSON without asking for it. */
export function meantHeaders(header: Headers, legacySdks: boolean): Headers {
  if (!legacySdks || header('accept') !== undefined) return header;
  if (profileOf(header('user-agent') ?? '')?.alwaysJson !== true) return header;
  return (name) => (name === 'accept' ? 'application/json' : header(name));
}
