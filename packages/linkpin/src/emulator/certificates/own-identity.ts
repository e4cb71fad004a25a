import { plexHosts } from '../plex-hosts.ts';
import { createAuthority, makeKeyPair, type Authority, type Identity, type KeyPair } from './authority.ts';

/** What the emulators of this process show themselves with. */
export interface OwnIdentity {
  readonly authority: Pick<Authority, 'cert'>;
  /** For the emulated hosts. */
  readonly identity: Identity;
}

/** Half of what certificates live, in milliseconds. */
const keptFor = 12 * 60 * 60 * 1000;

let keys: { readonly authority: KeyPair; readonly identity: KeyPair } | undefined;
let kept: (OwnIdentity & { readonly madeAt: number }) | undefined;

/**
 * The authority of this process and its certificate. Emulators that are opened one after the other share them. After half
 * of their life both are made anew with the same keys, so that whoever trusts the old authority takes the new certificate,
 * too, for as long as the old one is valid.
 *
 * @param now milliseconds since the epoch
 */
export function ownIdentity(now: number = Date.now()): OwnIdentity {
  if (kept === undefined || Math.abs(now - kept.madeAt) > keptFor) {
    keys ??= { authority: makeKeyPair(), identity: makeKeyPair() };
    const authority = createAuthority(now, keys.authority);
    kept = { authority, identity: authority.issue(plexHosts, keys.identity), madeAt: now };
  }
  return kept;
}
