// Pure: no I/O, no clock, no randomness. A person as somebody else knows them: a provider, a proxy, an application.

/** What was last said of a person. Whatever was not said is null, so that silence about groups is not "in no group". */
export interface PersonClaims {
  readonly email: string | null;
  /** Whoever says so has made sure that the address is the person's. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly groups: readonly string[] | null;
  readonly acr: string | null;
  readonly amr: readonly string[] | null;
  /** When the person signed in there, in milliseconds since the epoch. */
  readonly authTime: number | null;
}

/** A person as an issuer knows them, and whose account here they are. */
export interface Identity {
  /** Who says so: the provider's `iss`, compared by its bytes. */
  readonly issuer: string;
  /** The person there: `sub`, compared by its bytes. */
  readonly subject: string;
  /** Id of the provider in our settings. */
  readonly provider: string;
  /** Account id. */
  readonly account: string;
  readonly claims: PersonClaims;
  /** The provider's refresh token, sealed; null when there is none. */
  readonly refreshToken: string | null;
  /** Milliseconds since the epoch, as all times. */
  readonly linkedAt: number;
  /** When the issuer last stood up for the person: at a sign-in or a later check; 0 once it does so no longer. */
  readonly checkedAt: number;
  /** Until when nobody asks: somebody is at it, or the issuer has just failed; null when somebody may. */
  readonly checkingUntil: number | null;
  /**
   * A question was asked with the refresh token that nobody knows the answer of: the token may be spent, so that
   * `invalid_grant` says nothing of the person.
   */
  readonly mayBeSpent?: boolean;
  /** Since when checks fail for a fault of the issuer; null when the last one was answered. */
  readonly failingSince: number | null;
  /** Goes up by one at each change; a store replaces an identity only when its version is the one that was read. */
  readonly version: number;
}

/** What a store finds in the step in which an identity is to be parted from its account. */
export interface PartingIdentity {
  /** The identities of the account, this one among them if it is there. */
  readonly identities: readonly Pick<Identity, 'issuer' | 'subject'>[];
  readonly issuer: string;
  readonly subject: string;
  /** A password signs in. */
  readonly hasPassword: boolean;
}

/**
 * Whether an identity may go: never the last one of an account without a password, whatever passkeys it has. Its provider made
 * it, and it follows that.
 */
export function judgeParting({
  identities,
  issuer,
  subject,
  hasPassword,
}: PartingIdentity): 'part' | 'last-way' | 'none' {
  if (!identities.some((one) => one.issuer === issuer && one.subject === subject)) return 'none';
  return hasPassword || identities.length > 1 ? 'part' : 'last-way';
}

/**
 * Whether an account follows a provider that no longer stands up for its person, until they sign in there again. One with a
 * password of its own follows nobody.
 *
 * @param hasPassword a password signs in
 */
export const isDismissed = (identities: readonly Pick<Identity, 'checkedAt'>[], hasPassword: boolean): boolean =>
  !hasPassword && identities.some(({ checkedAt }) => checkedAt === 0);
