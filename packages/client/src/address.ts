// Pure: no I/O, no clock, no randomness. Without `URL`, which is incomplete in React Native.
import { badOption } from './errors.ts';

/** The base address of a server. */
export interface ServerAddress {
  /** The address without a trailing slash. */
  readonly base: string;
  /** True for plex.tv, whose pages are on other hosts than its API. */
  readonly plexTv: boolean;
}

/**
 * Reads a base address such as `https://plex.tv` or `https://home.example/linkpin/`.
 *
 * @throws LinkpinClientError `bad_option` if it is not http(s), or contains a user name, a query or a fragment
 */
export const readServerAddress = (server: string): ServerAddress => {
  encode(server);
  if (!/^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i.test(server)) {
    throw badOption('no server URL');
  }
  return {
    base: server.replace(/\/+$/, ''),
    plexTv: /^https?:\/\/([^/]+\.)?plex\.tv([:/]|$)/i.test(server),
  };
};

/**
 * Percent-encodes a text.
 *
 * @throws LinkpinClientError `bad_option` for a lone surrogate, which cannot be encoded
 */
export const encode = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    throw badOption('not Unicode');
  }
};

/** Replaces lone surrogates in a name by U+FFFD. */
export const wholeName = (name: string | undefined): string | undefined =>
  String(name ?? '').replace(/\p{Cs}/gu, '\ufffd');

/** Names and values of a query or fragment; those without a value are omitted. */
export type Query = Readonly<Record<string, string | false | undefined>>;

/** Formats a query, percent-encoded, without the question mark. */
export const writeQuery = (query: Query): string =>
  Object.entries(query)
    .filter(([, value]) => value)
    .map((pair) => (pair as string[]).map(encode).join('='))
    .join('&');

/** Joins a base address, a path that begins with a slash, and a query. */
export const joinAddress = (base: string, path: string, query: Query): string =>
  base + path + writeQuery(query).replace(/^./, '?$&');
