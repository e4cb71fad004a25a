// Pure: no I/O, no clock, no randomness. Which scopes and resources a client may request.

/** The scope that asks for an ID token (OpenID Connect Core §3.1.2.1). */
export const openIdScope = 'openid';

/** What a client is registered for. */
export interface Registered {
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
}

/** What a request asks for that it may not have. */
export type Overreach =
  /** Any scope, of a client that has none. */
  'any-scope' | 'scope' | 'resource';

/** The scopes of a request that names none. An ID token has to be asked for. */
export const defaultScopes = ({ scopes }: Registered): readonly string[] =>
  scopes.filter((scope) => scope !== openIdScope);

/**
 * What a request asks for that its client may not have; null when it may have all of it.
 *
 * @param resources RFC 8707
 */
export function findOverreach(
  client: Registered,
  scopes: readonly string[],
  resources: readonly string[],
): Overreach | null {
  if (scopes.length > 0 && client.scopes.length === 0) return 'any-scope';
  if (scopes.some((scope) => !client.scopes.includes(scope))) return 'scope';
  return resources.some((resource) => !client.audiences.includes(resource)) ? 'resource' : null;
}
