// Pure: no I/O, no clock, no randomness. The one policy on approving a pin: which facts bar a person from it.
import type { CodeKind } from './code.ts';
import { laxestRule, strictestRule, type FarRule } from './far-policy.ts';
import type { Farness } from './nearness.ts';

/**
 * How the code came to whoever approves: typed by hand, by a link that has it, or passed on by a device of the person that
 * may approve others; not at all if it is the `browser` that asks.
 */
export type CodeEntry = 'typed' | 'linked' | 'delegate' | 'browser';

/** For whom a requester is blocked. */
export type BlockedFor = 'account' | 'everybody';

/** What is known of a pin and of the person who looks at it, whatever the person answers. */
export interface OpenFacts {
  readonly kind: CodeKind;
  /** The scopes that the pin was requested with; none for plex. */
  readonly requested: readonly string[];
  /** The OAuth client was removed meanwhile. */
  readonly clientIsGone: boolean;
  readonly blockedFor: BlockedFor | null;
  /** The client is only for groups of which the person is in none. */
  readonly lacksGroup?: boolean;
  /** Null when the request does not count as far. */
  readonly farness: Farness | null;
  readonly codeEntry: CodeEntry;
}

/** What is known of an approval on top of that. */
export interface ApprovalFacts extends OpenFacts {
  /** The scopes that the person leaves. */
  readonly scopes: readonly string[];
  /** A number has to match and was not typed. Whether it matches, the pin itself judges. */
  readonly numberIsMissing: boolean;
  /** The person signed in lately enough. */
  readonly signInIsFresh: boolean;
}

/** Why a pin may not be approved, whatever the person answers; or with these scopes. */
export type OpenBar =
  | { readonly kind: 'client-gone' }
  | { readonly kind: 'blocked'; readonly for: BlockedFor }
  | { readonly kind: 'not-in-group' }
  /** `fewerScopesHelp` when an approval without some of these scopes would be taken. */
  | { readonly kind: 'too-far'; readonly fewerScopesHelp: boolean }
  /** From so far away the code has to be typed by hand, which a strong one cannot be. */
  | { readonly kind: 'code-not-typed' };

/** Why an approval is not taken. */
export type Bar =
  | OpenBar
  | { readonly kind: 'no-scopes-left' }
  | { readonly kind: 'number-missing' }
  | { readonly kind: 'stale-sign-in' };

/** The bar that a far rule is. A delegate has the code itself, as if typed. */
function barOf(rule: FarRule, { kind, codeEntry }: Pick<OpenFacts, 'kind' | 'codeEntry'>): OpenBar | null {
  if (rule === 'refuse') return { kind: 'too-far', fewerScopesHelp: false };
  if (rule === 'warn' || codeEntry === 'delegate') return null;
  return kind !== 'strong' && codeEntry === 'typed' ? null : { kind: 'code-not-typed' };
}

function barOfRequester({ clientIsGone, blockedFor, lacksGroup = false }: OpenFacts): OpenBar | null {
  if (clientIsGone) return { kind: 'client-gone' };
  if (lacksGroup) return { kind: 'not-in-group' };
  return blockedFor === null ? null : { kind: 'blocked', for: blockedFor };
}

const barWithFewestScopes = (facts: OpenFacts): OpenBar | null =>
  facts.farness === null ? null : barOf(laxestRule(facts.farness.policy, facts.requested), facts);

function barWithTheseScopes(facts: ApprovalFacts): OpenBar | null {
  if (facts.farness === null) return null;
  const bar = barOf(strictestRule(facts.farness.policy, facts.scopes), facts);
  if (bar?.kind !== 'too-far') return bar;
  return { ...bar, fewerScopesHelp: barWithFewestScopes(facts) === null };
}

function missingIn({ requested, scopes, numberIsMissing }: ApprovalFacts): Bar | null {
  if (requested.length > 0 && scopes.length === 0) return { kind: 'no-scopes-left' };
  return numberIsMissing ? { kind: 'number-missing' } : null;
}

/** Why no approval of the pin would be taken, whatever its person leaves of the scopes; null when one may be. */
export const barToAnyApproval = (facts: OpenFacts): OpenBar | null =>
  barOfRequester(facts) ?? barWithFewestScopes(facts);

/** Why this approval is not taken; null when it is. */
export function barToApproval(facts: ApprovalFacts): Bar | null {
  const bar = missingIn(facts) ?? barOfRequester(facts) ?? barWithTheseScopes(facts);
  return bar ?? (facts.signInIsFresh ? null : { kind: 'stale-sign-in' });
}

/**
 * Whether somebody signed in lately enough to approve.
 *
 * @param signedInAt milliseconds since the epoch; null or undefined when it is not known, which is not lately
 * @param freshFor for how long a sign-in is fresh, in milliseconds; null if each is, of a known time or not
 */
export const isFreshSignIn = (signedInAt: number | null | undefined, now: number, freshFor: number | null): boolean =>
  freshFor === null || (typeof signedInAt === 'number' && now < signedInAt + freshFor);

/**
 * Whether somebody signed in at a time or later. Providers and proxies tell whole seconds, so the same second counts.
 *
 * @param signedInAt milliseconds since the epoch; null or undefined when it is not known, which is never late enough
 * @param since milliseconds since the epoch; null if any sign-in will do
 */
export const isSignInSince = (signedInAt: number | null | undefined, since: number | null): boolean =>
  since === null || (typeof signedInAt === 'number' && signedInAt >= since - (since % 1000));
