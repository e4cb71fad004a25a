// Pure: no I/O, no clock, no randomness. Which OAuth clients stay that registered themselves.

/** A way to tokens that a client may be given: by a device code (RFC 8628), or by redirect with a code (RFC 6749 §4.1). */
export type ClientGrant = 'device_code' | 'authorization_code';

/** What of a client says which grants it may use. */
export interface ClientGrants {
  /** If left out: device codes, and authorization codes where it has redirect URIs. */
  readonly grants?: readonly ClientGrant[];
  /** Where its authorization requests may lead back to, by `isRedirectUri`; none if left out. */
  readonly redirectUris?: readonly string[];
}

/** Whether a client may use a grant. */
export const mayUseGrant = ({ grants, redirectUris = [] }: ClientGrants, grant: ClientGrant): boolean =>
  grants?.includes(grant) ?? (grant === 'device_code' || redirectUris.length > 0);

/** What of a client says when it was used. Times in milliseconds since the epoch. */
export interface UsedClient {
  /** False for a client that registered itself. */
  readonly isVerified: boolean;
  readonly createdAt: number;
  /** When it last asked for a code; null for never. */
  readonly lastUsedAt: number | null;
}

/** Since when a client that registered itself has been unused; null for a verified one, which stays. */
export const unusedSinceOf = ({ isVerified, createdAt, lastUsedAt }: UsedClient): number | null =>
  isVerified ? null : (lastUsedAt ?? createdAt);

/** Notes that a client asked for a code; a time before the last noted changes nothing. */
export const noteUse = <Used extends Pick<UsedClient, 'lastUsedAt'>>(client: Used, at: number): Used =>
  client.lastUsedAt !== null && client.lastUsedAt >= at ? client : { ...client, lastUsedAt: at };

/** What a store finds in the step in which a client registers itself. */
export interface RegisteringClient {
  /** There is a client with its id. */
  readonly isThere: boolean;
  /** How many clients registered themselves. */
  readonly registered: number;
  /** When the first of these registered that was never used; undefined when all were used. */
  readonly firstUnused: number | undefined;
}

/** How many clients that registered themselves there may be. */
export interface RegistrationBounds {
  readonly most: number;
  /** Registered before this, and never used, one makes room for another; milliseconds since the epoch. */
  readonly unusedSince: number;
}

/** Whether a client may register itself, and whether it does so in the place of the first that was never used. */
export function judgeRegistration(
  { isThere, registered, firstUnused }: RegisteringClient,
  { most, unusedSince }: RegistrationBounds,
): 'add' | 'replace' | 'taken' | 'full' {
  if (isThere) return 'taken';
  if (registered < most) return 'add';
  return firstUnused !== undefined && firstUnused < unusedSince ? 'replace' : 'full';
}
