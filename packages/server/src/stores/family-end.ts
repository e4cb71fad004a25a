import type { RefreshFamily } from '../service/ports/oauth-tokens.ts';

/** From when on nothing of the family works: it was unused for too long, or its end has come. */
export function familyOverAt({ idleUntil, endsAt }: RefreshFamily): number {
  return Math.min(idleUntil, endsAt);
}
