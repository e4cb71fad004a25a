import { legacyProfile, type LegacyProfile } from '../../wire/plex-legacy/legacy.ts';
import type { ApiCall } from './route.ts';

/** The old SDK that asks, as long as the operator lets such be served. */
export const legacyOf = ({ request, context }: ApiCall): LegacyProfile | null =>
  context.settings.legacySdks ? legacyProfile(request.header('user-agent')) : null;
