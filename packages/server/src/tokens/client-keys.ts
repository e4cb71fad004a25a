import type { JSONWebKeySet, JWK } from 'jose';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';

/** Why the key set of a client is not available. */
export type NoKeys =
  /** Fetching it failed, now or less than {@link coolDown} ago. */
  | 'unavailable'
  /** Too many requests wait for key sets. */
  | 'busy';

type Keyed = Pick<OAuthClient, 'isVerified' | 'jwksUri'>;

/** The key sets that clients publish at a `jwks_uri`. */
export interface ClientKeys {
  /** The cached set, if it is fresh. */
  cached(client: Keyed): JSONWebKeySet | undefined;
  /** Fetches the set; requests that want the same one share a fetch. */
  fetch(client: Keyed): Promise<Result<JSONWebKeySet, NoKeys>>;
}

/** How long a key set is trusted, in milliseconds: a key that its client removes is refused after this. */
const trusted = 600_000;

/** The age from which on a use of a set refreshes it in the background, in milliseconds. */
const renewedAfter = trusted / 2;

/** The shortest time between two fetches of one URL, in milliseconds, successful or not. */
const coolDown = 30_000;

/** How many requests may wait for one URL. */
const waitingForOne = 8;

/** How many sets are cached; the first fetched is evicted first. */
const capacity = 1000;

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

interface Entry {
  set: JSONWebKeySet | undefined;
  /** When `set` was fetched, and when a fetch was last begun; milliseconds since the epoch. */
  fetchedAt: number;
  begunAt: number;
  underWay: Promise<JSONWebKeySet | undefined> | undefined;
  waiting: number;
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
  const entries = new Map<string, Entry>();
  const pools = { verified: { waiting: 0, fetching: 0 }, unverified: { waiting: 0, fetching: 0 } };
  const poolOf = ({ isVerified }: Keyed) => (isVerified ? pools.verified : pools.unverified);
  const nameOf = ({ isVerified, jwksUri }: Keyed): string => `${isVerified ? 'verified' : 'unverified'} ${jwksUri}`;

  const entryOf = (client: Keyed): Entry => {
    const name = nameOf(client);
    const kept = entries.get(name);
    if (kept !== undefined) return kept;
    for (const [oldest, { underWay }] of entries) {
      if (entries.size < capacity) break;
      if (underWay === undefined) entries.delete(oldest);
    }
    const entry = { set: undefined, fetchedAt: 0, begunAt: -Infinity, underWay: undefined, waiting: 0 };
    entries.set(name, entry);
    return entry;
  };

  const isCool = ({ begunAt }: Entry): boolean => clock.now() >= begunAt + coolDown;

  const begin = (client: Keyed, entry: Entry): NonNullable<Entry['underWay']> => {
    const pool = poolOf(client);
    pool.fetching += 1;
    entry.begunAt = clock.now();
    const keep = (set: JSONWebKeySet | undefined): JSONWebKeySet | undefined => {
      pool.fetching -= 1;
      entry.underWay = undefined;
      if (set !== undefined) Object.assign(entry, { set, fetchedAt: clock.now() });
      return set;
    };
    return (entry.underWay = fetchDocument(client.jwksUri ?? '').then(
      (document) => keep(readKeySet(document)),
      () => keep(undefined),
    ));
  };

  return {
    cached(client) {
      const entry = entries.get(nameOf(client));
      const age = clock.now() - (entry?.fetchedAt ?? 0);
      if (entry?.set === undefined || age >= trusted) return undefined;
      const renews = age >= renewedAfter && entry.underWay === undefined && isCool(entry);
      if (renews && poolOf(client).fetching < mostWaiting) void begin(client, entry);
      return entry.set;
    },
    async fetch(client) {
      const entry = entryOf(client);
      const pool = poolOf(client);
      if (entry.underWay === undefined && !isCool(entry)) return refused('unavailable');
      if (entry.waiting >= waitingForOne || pool.waiting >= mostWaiting) return refused('busy');
      entry.waiting += 1;
      pool.waiting += 1;
      const set = await (entry.underWay ?? begin(client, entry));
      entry.waiting -= 1;
      pool.waiting -= 1;
      return set === undefined ? refused('unavailable') : accepted(set);
    },
  };
}
