// Pure: no I/O, no clock, no randomness. The refresh tokens of one grant, as transitions that return the next family.

/** The refresh tokens of one grant: a line of tokens, each good once (RFC 9700 §4.14.2). Times in milliseconds. */
export interface RefreshFamily {
  readonly grantId: string;
  /** `client_id`. */
  readonly clientId: string;
  /** Hash of the token that is good now. */
  readonly currentHash: string;
  /** The current token itself, sealed, while its predecessor may still ask for it again; else null. */
  readonly currentSealed: string | null;
  /** Hash of the token before it, or null. */
  readonly previousHash: string | null;
  /** When the current one came in the previous one's place. */
  readonly rotatedAt: number;
  /** From this instant on it was unused for too long. */
  readonly idleUntil: number;
  /** The end, whatever happens. */
  readonly endsAt: number;
  /** Goes up by one at each change. */
  readonly version: number;
}

/** From when on nothing of the family works: it was unused for too long, or its end has come. */
export const familyOverAt = ({ idleUntil, endsAt }: RefreshFamily): number => (idleUntil < endsAt ? idleUntil : endsAt);

/** The hashes that a family is to be found by, beside those of all tokens before. */
export const hashesOf = ({ currentHash, previousHash }: RefreshFamily): readonly string[] =>
  previousHash === null ? [currentHash] : [currentHash, previousHash];

/** The token that comes in the place of the current one. */
export interface Successor {
  readonly hash: string;
  readonly sealed: string;
}

/**
 * The family with its next token.
 *
 * @param idleUntil when it will have been unused for too long
 */
export function rotate(
  family: RefreshFamily,
  { hash, sealed }: Successor,
  now: number,
  idleUntil: number,
): RefreshFamily {
  return {
    ...family,
    currentHash: hash,
    currentSealed: sealed,
    previousHash: family.currentHash,
    rotatedAt: now,
    idleUntil,
    version: family.version + 1,
  };
}

/** A token that is bound to a key stays as it is (RFC 9700 §2.2.2); only its idle time begins anew. */
export const extend = (family: RefreshFamily, idleUntil: number): RefreshFamily => ({
  ...family,
  idleUntil,
  version: family.version + 1,
});

/** So long a lost answer can be asked for again with the token before, in milliseconds. */
const grace = 10_000;

/** What a token of the family is at an instant. */
export type RefreshStanding =
  /** The one to use. */
  | 'current'
  /** The one before, whose successor may be asked for again. */
  | 'previous'
  /** Used, and come again. */
  | 'reused'
  /** Nothing of the family works any more. */
  | 'over';

/** @param hash of a token that the family has or had */
export function standingOf(family: RefreshFamily, hash: string, now: number): RefreshStanding {
  if (now >= familyOverAt(family)) return 'over';
  if (hash === family.currentHash) return 'current';
  const isLost = hash === family.previousHash && now < family.rotatedAt + grace && family.currentSealed !== null;
  return isLost ? 'previous' : 'reused';
}
