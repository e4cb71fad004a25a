import { legacyProfile, type LegacyProfile } from '../../protocols/plex-legacy/legacy.ts';
import { memo } from '../server/memo.ts';
import type { ApiCall } from '../server/route.ts';

/** Few programs poll, each again and again: their names are read once. */
const profileOf = memo(legacyProfile, 256);

/** The old SDK that asks, as long as the operator lets such be served. */
export const legacyOf = ({ request, context }: ApiCall): LegacyProfile | null =>
  context.settings.legacySdks ? profileOf(request.header('user-agent') ?? '') : null;

type Headers = ApiCall['request']['header'];

/** Headers as they are meant: some old SDKs read JSON and do not say so. */
export function meantHeaders(header: Headers, legacySdks: boolean): Headers {
  if (!legacySdks || header('accept') !== undefined) return header;
  if (profileOf(header('user-agent') ?? '')?.alwaysJson !== true) return header;
  return (name) => (name === 'accept' ? 'application/json' : header(name));
}
