// Pure: no I/O, no clock, no randomness. By hand and not by URL, which is half a class in React Native.
import { LinkpinClientError } from './errors.ts';

/** Where a server lives: what every path is put behind. */
export interface ServerAddress {
  /** The address without a slash at its end. */
  readonly base: string;
  /** Whether this is plex.tv itself, whose pages live on other hosts than its API. */
  readonly plexTv: boolean;
}

/**
 * Reads a base address such as `https://plex.tv` or `https://home.example/linkpin/`.
 *
 * @throws LinkpinClientError `bad_option` when it is not http(s), or holds a user name, a query or a fragment
 */
export const readServerAddress = (server: string): ServerAddress => {
  if (!/^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i.test(server)) {
    throw new LinkpinClientError('bad_option', 'server is no http(s) URL');
  }
  return {
    base: server.replace(/\/+$/, ''),
    plexTv: /^https?:\/\/([^/]+\.)?plex\.tv(:\d+)?(\/|$)/i.test(server),
  };
};

/** Names and values of a query or of a fragment; those without a value are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Writes a query, without the question mark, percent-encoded throughout. */
export const writeQuery = (query: Query): string =>
  Object.entries(query)
    .filter(([, value]) => value)
    .map((pair) => (pair as string[]).map(encodeURIComponent).join('='))
    .join('&');

/** Puts a path that begins with a slash, and a query, behind a base address. */
export const joinAddress = (base: string, path: string, query: Query): string =>
  [base + path, writeQuery(query)].filter(Boolean).join('?');
