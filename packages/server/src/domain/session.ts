// Pure: no I/O, no clock, no randomness. When a browser's session ends, and which ends when there are too many.
import type { Address } from './address.ts';
import { hasExpired } from './expiry.ts';

/** So many browsers of one account are signed in at most. */
export const mostSessions: number = 100;

/** Idle timeout of a session, in milliseconds. */
export const idleLife: number = 30 * 24 * 60 * 60 * 1000;

/** Absolute lifetime of a session, in milliseconds. */
export const fullLife: number = 365 * 24 * 60 * 60 * 1000;

/** How somebody signed in: at our pages, at a provider of theirs, through a proxy, or in the application around the service. */
export type SignInMethod = 'password' | 'passkey' | 'provider' | 'proxy' | 'application';

/** How and when somebody signed in. What is not known is null. */
export interface SignInFacts {
  readonly method: SignInMethod;
  /** Id of the provider, of one that has an id. */
  readonly provider: string | null;
  /** When the person proved who they are, in milliseconds since the epoch; unknown is never fresh. */
  readonly signedInAt: number | null;
  /** The provider's session (`sid`). */
  readonly providerSession: string | null;
  /** The class of the sign-in, as the provider calls it (`acr`). */
  readonly acr: string | null;
  /** What was shown, as the provider calls it (`amr`). */
  readonly amr: readonly string[];
}

/** What is kept of the sign-in in whose session a yes was given. */
export interface ApprovalSignIn extends Pick<SignInFacts, 'provider' | 'signedInAt' | 'acr' | 'amr'> {
  /** Left out of what older versions kept, which was sign-ins at providers. */
  readonly method?: SignInMethod;
}

/** What is kept of the sign-in that a session began with, when a yes is given in it. */
export const approvalSignInOf = ({ method, provider, signedInAt, acr, amr }: SignInFacts): ApprovalSignIn => ({
  method,
  provider,
  signedInAt,
  acr,
  amr,
});

/** A sign-in with the password at our own page. */
export const byPasswordAt = (signedInAt: number): SignInFacts => ({
  method: 'password',
  provider: null,
  signedInAt,
  providerSession: null,
  acr: null,
  amr: [],
});

/** For how long after a sign-in its person may change the ways in of the account, in milliseconds. */
export const recentFor: number = 15 * 60 * 1000;

/** For how long after a sign-in an admin may operate the service on its pages, in milliseconds. */
export const operatesFor: number = 60 * 60 * 1000;

/**
 * For how long after a sign-in an admin may do there what gives power away (an admin made, a secret shown), in milliseconds.
 */
export const powersFor: number = 5 * 60 * 1000;

/** Whether nothing was shown but the password. */
export const isByPasswordAlone = ({ method }: Pick<SignInFacts, 'method'>): boolean => method === 'password';

/** What of a session says when it was used. Times in milliseconds since the epoch. */
export interface UsedSession {
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** Whether a session has ended because its browser was not seen for {@link idleLife}. */
export const isIdle = ({ lastSeenAt }: Pick<UsedSession, 'lastSeenAt'>, now: number): boolean =>
  hasExpired(lastSeenAt + idleLife, now);

/**
 * The sessions of an account in the order of their use: the last seen first, and of those that were seen at once the last made.
 *
 * @param sessions in the order in which they were added, as far as it is known
 */
export const lastSeenFirst = <Used extends UsedSession>(sessions: readonly Used[]): readonly Used[] =>
  sessions.toReversed().toSorted((one, other) => other.lastSeenAt - one.lastSeenAt || other.createdAt - one.createdAt);

/**
 * The sessions that end so that one more does not make {@link mostSessions} too many: those that were not seen for longest.
 *
 * @param sessions of the account, expired ones too, without the one that comes
 */
export const displacedSessions = <Used extends UsedSession>(sessions: readonly Used[]): readonly Used[] =>
  lastSeenFirst(sessions).slice(mostSessions - 1);

/** What a visit changes in a session. */
export interface SeenSession {
  readonly lastSeenAt: number;
  readonly address: Address;
}

/** Notes that the browser was here; a time before the last noted changes nothing. */
export const seeSession = <Seen extends SeenSession>(session: Seen, at: number, address: Address): Seen =>
  at < session.lastSeenAt ? session : { ...session, lastSeenAt: at, address };
