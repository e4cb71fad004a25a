import type { JSONWebKeySet, JWK } from 'jose';
import type { Result } from '../domain/result.ts';
import { createFetchCache, type NotFetched } from '../safe-fetch/fetch-cache.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';

type Keyed = Pick<OAuthClient, 'isVerified' | 'jwksUri'>;

/** The key sets that clients publish at a `jwks_uri`. */
export interface ClientKeys {
  /** The cached set, if it is fresh. */
  cached(client: Keyed): JSONWebKeySet | undefined;
  /** Fetches the set; requests that want the same one share a fetch. */
  fetch(client: Keyed): Promise<Result<JSONWebKeySet, NotFetched>>;
}

/** How long a key set is trusted, in milliseconds: a key that its client removes is refused after this. */
const trusted = 600_000;

/** The age from which on a use of a set refreshes it in the background, in milliseconds. */
const renewedAfter = trusted / 2;

/** How many keys a set may have, and how long one may be as JSON. */
const [mostKeys, longestKey] = [16, 4096];

/** The members that a signature check reads (RFC 7517 §4, RFC 7518 §6). */
const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;

/** The parts of a fetched document that are used; undefined if it is not a usable key set. */
function readKeySet(document: unknown): JSONWebKeySet | undefined {
  const { keys } = Object(document) as { readonly keys?: unknown };
  if (!Array.isArray(keys) || keys.length > mostKeys) return undefined;
  const read = keys.map((key) => {
    const given = Object(key) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      members.filter((name) => typeof given[name] === 'string').map((name) => [name, given[name]]),
    ) as JWK;
  });
  return read.some((key) => JSON.stringify(key).length > longestKey) ? undefined : { keys: read };
}

/**
 * Fetches and caches key sets. Unverified clients have a limit of waiting requests of their own, so that they cannot cause
 * a verified client to be refused.
 *
 * @param mostWaiting requests of each kind of client that may wait
 */
export function createClientKeys(
  fetchDocument: (uri: string) => Promise<unknown>,
  clock: Clock,
  mostWaiting: number,
): ClientKeys {
  const load = async (uri: string): Promise<JSONWebKeySet | undefined> => readKeySet(await fetchDocument(uri));
  const cache = () => createFetchCache(load, () => clock.now(), mostWaiting);
  const caches = { verified: cache(), unverified: cache() };
  const cacheOf = ({ isVerified }: Keyed) => (isVerified ? caches.verified : caches.unverified);

  return {
    cached(client) {
      const uri = client.jwksUri ?? '';
      const last = cacheOf(client).last(uri);
      if (last === undefined || last.age >= trusted) return undefined;
      if (last.age >= renewedAfter) cacheOf(client).renew(uri);
      return last.value;
    },
    fetch: (client) => cacheOf(client).fetch(client.jwksUri ?? ''),
  };
}
