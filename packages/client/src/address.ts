// Pure: no I/O, no clock, no randomness. By hand and not by URL, which is half a class in React Native.
import { LinkpinClientError } from './errors.ts';

/** Where a server lives: what every path is put behind. */
export interface ServerAddress {
  /** Scheme, host and base path, without a slash at the end. */
  readonly base: string;
  /** Whether this is plex.tv itself, whose pages live on other hosts than its API. */
  readonly plexTv: boolean;
}

const shape = /^(https?):\/\/([^/?#@\\\s]+)((?:\/[^?#\\\s]*)?)$/i;

/**
 * Reads a base address such as `https://plex.tv` or `https://home.example/linkpin/`.
 *
 * @throws LinkpinClientError `bad_option` when it is not http(s), or holds a user name, a query or a fragment
 */
export const readServerAddress = (server: string): ServerAddress => {
  const parts = shape.exec(server);
  if (parts === null) {
    throw new LinkpinClientError(
      'bad_option',
      'server must be an http or https address without user name, query or fragment',
    );
  }
  const [, scheme = '', host = '', path = ''] = parts;
  const name = host.toLowerCase();
  return {
    base: `${scheme.toLowerCase()}://${name}${path.replace(/\/+$/, '')}`,
    plexTv: /(^|\.)plex\.tv(:\d+)?$/.test(name),
  };
};

/** Names and values of a query or of a fragment; those without a value are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Writes a query, without the question mark, percent-encoded throughout. */
export const writeQuery = (query: Query): string =>
  Object.entries(query)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    )
    .join('&');

/** Puts a path that begins with a slash, and a query, behind a base address. */
export const joinAddress = (base: string, path: string, query: Query = {}): string => {
  const written = writeQuery(query);
  return base + path + (written === '' ? '' : `?${written}`);
};
