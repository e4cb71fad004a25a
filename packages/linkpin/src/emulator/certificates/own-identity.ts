import { plexHosts } from '../plex-hosts.ts';
import { createAuthority, type Authority, type Identity } from './authority.ts';

/** What the emulators of this process show themselves with. */
export interface OwnIdentity {
  readonly authority: Pick<Authority, 'cert'>;
  /** For the emulated hosts. */
  readonly identity: Identity;
}

/** Half of what certificates live, in milliseconds. */
const keptFor = 12 * 60 * 60 * 1000;

let kept: (OwnIdentity & { readonly madeAt: number }) | undefined;

/**
 * The authority of this process and its certificate. Emulators that are opened one after the other share them, so that a
 * suite of tests makes keys once; after half a day there are new ones.
 *
 * @param now milliseconds since the epoch
 */
export function ownIdentity(now: number = Date.now()): OwnIdentity {
  if (kept === undefined || Math.abs(now - kept.madeAt) > keptFor) {
    const authority = createAuthority(now);
    kept = { authority, identity: authority.issue(plexHosts), madeAt: now };
  }
  return kept;
}
