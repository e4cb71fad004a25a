import { legacyProfile, type LegacyProfile } from '../../wire/plex-legacy/legacy.ts';
import type { ApiCall } from './route.ts';

/** The old SDK that asks, as long as the operator lets such be served. */
export const legacyOf = ({ request, context }: ApiCall): LegacyProfile | null =>
  context.settings.legacySdks ? legacyProfile(request.header('user-agent')) : null;

type Headers = ApiCall['request']['header'];

/** Headers as they are meant: some old SDKs read JSON and do not say so. */
export function meantHeaders(header: Headers, legacySdks: boolean): Headers {
  if (!legacySdks || header('accept') !== undefined) return header;
  if (legacyProfile(header('user-agent'))?.alwaysJson !== true) return header;
  return (name) => (name === 'accept' ? 'application/json' : header(name));
}
